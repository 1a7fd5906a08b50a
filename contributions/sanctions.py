"""What one person may not do for a while: with a reason, an end, and a way to object."""

import hashlib
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import audit
from contributions.models import Contribution, Sanction

LONGEST = timedelta(days=366)


class Unfair(Exception):
    """A sanction without a reason, or without an end that can be lived to see."""

    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence)
        self.sentence, self.field = sentence, field


def fingerprint(email: str) -> str:
    """Name an address without keeping it."""
    return hashlib.sha256(email.strip().lower().encode()).hexdigest() if email else ""


def of(contribution: Contribution) -> models.QuerySet[Sanction]:
    """Give all sanctions ever set against the giver of a contribution."""
    return _against(contribution.contributor_id, _proven(contribution))


def against(
    kind: str, *, account=None, email: str = "", at: datetime | None = None
) -> Sanction | None:
    """Find what forbids this to a person now: by account, or by a proven address."""
    at = at or timezone.now()
    pk = account.pk if account is not None else None
    return (
        _against(pk, email)
        .filter(kind=kind, begins_at__lte=at, ends_at__gt=at, lifted_at__isnull=True)
        .order_by("-ends_at")
        .first()
    )


def against_giver(contribution: Contribution) -> Sanction | None:
    """Find what forbids a person to send a contribution; an unproven address is nobody."""
    return against(
        Sanction.Kind.UPLOAD,
        account=contribution.contributor,
        email=_proven(contribution),
    )


def in_words(sanction: Sanction) -> str:
    """Tell the person what, why, until when, and where to object."""
    sentences = {
        Sanction.Kind.UPLOAD: _(
            "The library takes no contributions from you until %(day)s. The reason: "
            "%(reason)s. If you think that this is a mistake, write to %(email)s. "
            "What you typed is kept."
        ),
        Sanction.Kind.COMMENT: _(
            "The library takes no comments from you until %(day)s. The reason: "
            "%(reason)s. If you think that this is a mistake, write to %(email)s."
        ),
    }
    return sentences[Sanction.Kind(sanction.kind)] % {
        "day": date_format(timezone.localdate(sanction.ends_at), "j E Y"),
        "reason": sanction.reason.rstrip("."),
        "email": settings.LIBRARY_EMAIL,
    }


@transaction.atomic
def impose(
    contribution: Contribution,
    *,
    kind: str,
    reason: str,
    days: int,
    by,
    at: datetime | None = None,
) -> Sanction:
    """Forbid something to the giver of a contribution for some days.

    Raises: Unfair without a reason, without an end, or where nobody is known.
    """
    at, length = at or timezone.now(), timedelta(days=days)
    if not reason.strip():
        raise Unfair(_("Please say why: the person reads it."), "reason")
    if not timedelta() < length <= LONGEST:
        raise Unfair(_("Please choose between 1 and 366 days."), "days")
    address = fingerprint(_proven(contribution))
    if not address and contribution.contributor_id is None:
        raise Unfair(_("Nobody proved an address here, so nobody is known."), "kind")
    sanction = Sanction.objects.create(
        kind=Sanction.Kind(kind), account=contribution.contributor,
        address_hash=address, occasion=contribution, reason=reason.strip()[:500],
        begins_at=at, ends_at=at + length, by=by,
    )  # fmt: skip
    audit.record(
        "sanction.impose", contribution, by=by, note=reason, at=at,
        after={"forbidden": kind, "until": sanction.ends_at},
    )  # fmt: skip
    return sanction


@transaction.atomic
def lift(sanction: Sanction, *, by, at: datetime | None = None) -> bool:
    """End a sanction early; say whether it was still in force."""
    at = at or timezone.now()
    lifted = Sanction.objects.filter(
        pk=sanction.pk, lifted_at__isnull=True, ends_at__gt=at
    ).update(lifted_at=at, lifted_by=by)
    if lifted:
        audit.record(
            "sanction.lift", sanction.occasion or sanction, by=by, at=at,
            before={"forbidden": sanction.kind, "until": sanction.ends_at},
        )  # fmt: skip
    return bool(lifted)


def _proven(contribution: Contribution) -> str:
    return contribution.email if contribution.email_proven_at else ""


def _against(account_pk: int | None, email: str) -> models.QuerySet[Sanction]:
    same = Q(pk__in=[])
    if account_pk is not None:
        same |= Q(account=account_pk)
    if email:
        same |= Q(address_hash=fingerprint(email))
    return Sanction.objects.filter(same)
