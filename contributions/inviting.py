"""Guests of the exchange: invited, writing without an account, read, told when it appears."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from contributions.models import Invitation, Letter
from contributions.tasks import send_letters
from contributions.workflow.refusals import Incomplete, WrongState
from news import revising, slugs
from news.models import Post
from news.writing import clean_html

OPEN_FOR = timedelta(days=60)
AT_ONCE = 100


@transaction.atomic
def invite(
    *,
    name: str,
    library: str,
    email: str,
    language: str,
    by,
    at: datetime | None = None,
) -> Invitation:
    """Ask a colleague elsewhere to write; a letter brings the link of their draft."""
    at = at or timezone.now()
    invitation = Invitation.objects.create(
        name=name, library=library, email=email.strip().lower(), language=language,
        asked_by=by, asked_at=at, ends_at=at + OPEN_FOR,
    )  # fmt: skip
    audit.record(
        "invitation.send", invitation, by=by, at=at, after={"library": library}
    )
    _write(invitation, Letter.Kind.GUEST_ASKED, at=at)
    return invitation


@transaction.atomic
def withdraw(invitation: Invitation, *, by, at: datetime | None = None) -> None:
    """Let the link open nothing any more; what was written stays a draft. Safe to repeat."""
    at = at or timezone.now()
    rows = Invitation.objects.filter(pk=invitation.pk, withdrawn_at=None)
    if rows.update(withdrawn_at=at):
        audit.record("invitation.withdraw", invitation, by=by, at=at)


@transaction.atomic
def give_back(invitation: Invitation, *, by, at: datetime | None = None) -> None:
    """Let the guest write on, with a new letter and a new time. Raises: WrongState."""
    at, row = at or timezone.now(), _locked(invitation)
    if row.withdrawn_at or (row.post and row.post.published_at):
        raise WrongState(_("This invitation is closed."))
    row.sent_at, row.ends_at = None, at + OPEN_FOR
    row.save(update_fields=["sent_at", "ends_at"])
    audit.record("invitation.give_back", row, by=by, at=at)
    _write(row, Letter.Kind.GUEST_ASKED, at=at)


@transaction.atomic
def keep(invitation: Invitation, *, title: str, summary: str, body: str) -> Post:
    """Keep what a guest wrote as a draft of ours, however little it is.

    Each wording is a version, so nothing that a colleague changed is lost under it.
    Raises: WrongState where it is not theirs to write any more.
    """
    row = _open(invitation)
    post, code = row.post or Post(kind=Post.Kind.EXCHANGE), row.language
    if post.pk:
        revising.begin(post)
    texts = {"title": title, "summary": summary, "body": clean_html(body)}
    for name, words in texts.items():
        setattr(post, f"{name}_{code}", words)
    if post.pk is None:
        post.slug = slugs.free(post, {code: title})
    post.save()
    if row.post is None:
        post.bylines.create(name=row.name, library=row.library)
        row.post = post
        row.save(update_fields=["post"])
    revising.record(post, by=None, reason=_("written by the guest"))
    return post


@transaction.atomic
def send(invitation: Invitation, *, at: datetime | None = None) -> None:
    """Give the draft to the library to read. Raises: Incomplete, WrongState."""
    row = _open(invitation)
    post, code = row.post, row.language
    if post is None or not getattr(post, f"title_{code}"):
        raise Incomplete(_("Please give it a title."), "title")
    if not getattr(post, f"body_{code}"):
        raise Incomplete(_("Please write your words."), "body")
    post.slug = slugs.free(post, {code: getattr(post, f"title_{code}")})
    post.save(update_fields=["slug"])
    row.sent_at = at or timezone.now()
    row.save(update_fields=["sent_at"])


def tick(*, at: datetime | None = None) -> None:
    """Write to guests whose words appeared; found by the row, so told once."""
    at = at or timezone.now()
    found = Invitation.objects.filter(
        told_at=None,
        sent_at__isnull=False,
        withdrawn_at=None,
        post__published_at__lte=at,
    )
    for pk in found.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]:
        with transaction.atomic():
            if found.filter(pk=pk).update(told_at=at):
                _write(Invitation.objects.get(pk=pk), Letter.Kind.GUEST_SHOWN, at=at)


def _locked(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("post")
    return rows.get(pk=invitation.pk)


def _open(invitation: Invitation) -> Invitation:
    row = _locked(invitation)
    if not row.is_open:
        raise WrongState(_("It is with the library now, and cannot be changed here."))
    return row


def _write(invitation: Invitation, kind: str, *, at: datetime) -> None:
    Letter.objects.create(invitation=invitation, kind=kind, due_at=at)
    transaction.on_commit(send_letters.enqueue)
