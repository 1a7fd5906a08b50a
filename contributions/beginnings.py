"""A draft that a browser began without a connection: asked twice, it begins once."""

import hashlib
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from contributions import drafting
from contributions.models import Beginning, Contribution
from contributions.states import Status

# A browser that never heard our answer has no session either: its key opens the draft
# it began, for as long as anybody tries again.
KEY_OPENS = timedelta(days=1)


class Taken(Exception):
    """The key began something that this person may not open (any more)."""


def begin_once(key: str, kind: str, *, language: str, user=None) -> Contribution:
    """Give the draft of this key, begun now or at an earlier try. Raises: Taken."""
    key_hash = hashlib.sha256(key.encode()).hexdigest()
    known = _find(key_hash)
    if known is None:
        try:
            with transaction.atomic():
                contribution = drafting.begin(kind, language=language, user=user)
                Beginning.objects.create(key_hash=key_hash, contribution=contribution)
            return contribution
        except IntegrityError:  # the same browser asked twice at once
            known = _find(key_hash)
    if known is None or not _may_open(known, user):
        raise Taken
    return known.contribution


def _find(key_hash: str) -> Beginning | None:
    return (
        Beginning.objects.select_related("contribution")
        .filter(key_hash=key_hash)
        .first()
    )


def _may_open(beginning: Beginning, user) -> bool:
    contribution = beginning.contribution
    if contribution.contributor_id is not None:
        return user is not None and contribution.contributor_id == user.pk
    is_fresh = beginning.created_at > timezone.now() - KEY_OPENS
    return contribution.status == Status.DRAFT and is_fresh
