"""Mails that wait, leave once and are tried again; the mailboxes they go to."""

from functools import reduce
from operator import or_

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contributions.letter_querysets import LetterQuerySet, MailboxQuerySet
from contributions.models.comment import Comment
from contributions.models.contribution import Contribution
from contributions.models.enquiry import Enquiry
from contributions.models.following import Follower
from contributions.models.invitation import Invitation
from contributions.models.newsletter import Issue
from contributions.models.removal import RemovalCase
from contributions.models.reservation import Reservation
from contributions.models.thread import ModerationEvent

ABOUT = (
    "contribution", "case", "follower", "reservation", "comment", "enquiry", "invitation",
)  # fmt: skip


def _only(name: str) -> Q:
    """Say that a letter is about this one thing and no other."""
    return Q(**{f"{one}__isnull": one != name for one in ABOUT})


class Letter(models.Model):
    """A mail to be sent: written in the same transaction as the act that causes it."""

    class Kind(models.TextChoices):
        PROVE = "prove", _("prove the address")
        ARRIVED = "arrived", _("arrived")
        QUESTION = "question", _("question")
        PUBLISHED = "published", _("published")
        DECLINED = "declined", _("declined")
        LINK = "link", _("the link again")
        REMOVAL = "removal", _("removal asked for")
        WAITING = "waiting", _("a draft is waiting")
        UNREAD = "unread", _("an answer could not be taken")
        CASE_PROVE = "case_prove", _("prove the address of a wish for removal")
        CASE_OPEN = "case_open", _("a wish for removal, to the library")
        CASE_DONE = "case_done", _("decision about removal")
        FOLLOW_PROVE = "follow_prove", _("prove the address of a follower")
        FOLLOW_NEWS = "follow_news", _("what is new, to a follower")
        SEAT_PROVE = "seat_prove", _("prove the address for a seat")
        SEAT_KEPT = "seat_kept", _("a seat is kept")
        SEAT_WAITS = "seat_waits", _("a place in the line for a seat")
        SEAT_FREED = "seat_freed", _("a seat became free")
        SEAT_CHANGED = "seat_changed", _("an event was moved or cancelled")
        SEAT_REMIND = "seat_remind", _("the event is tomorrow")
        TALK_PROVE = "talk_prove", _("prove the address of a comment")
        TALK_NEWS = "talk_news", _("answers to a comment")
        GUEST_ASKED = "guest_asked", _("an invitation to write")
        GUEST_SHOWN = "guest_shown", _("a guest's words are public")
        NEWSLETTER = "newsletter", _("the weekly letter of the library")
        ASK_PROVE = "ask_prove", _("prove the address of a question")
        ASK_NEW = "ask_new", _("a question of a reader, to the library")
        ASK_ANSWERED = "ask_answered", _("a question is answered")

    contribution = models.ForeignKey(
        Contribution, models.CASCADE, null=True, blank=True, related_name="letters"
    )
    case = models.ForeignKey(
        RemovalCase, models.CASCADE, null=True, blank=True, related_name="letters"
    )
    follower = models.ForeignKey(
        Follower, models.CASCADE, null=True, blank=True, related_name="letters"
    )
    reservation = models.ForeignKey(
        Reservation, models.CASCADE, null=True, blank=True, related_name="letters"
    )
    comment = models.ForeignKey(
        Comment, models.CASCADE, null=True, blank=True, related_name="letters"
    )
    enquiry = models.ForeignKey(
        Enquiry, models.CASCADE, null=True, blank=True, related_name="letters"
    )
    # The weekly letter is about its reader as well; nobody gets an issue twice.
    issue = models.ForeignKey(
        Issue, models.CASCADE, null=True, blank=True, related_name="letters"
    )
    invitation = models.ForeignKey(
        Invitation, models.CASCADE, null=True, blank=True, related_name="letters"
    )
    details = models.JSONField(_("what it tells"), default=dict, blank=True)
    event = models.ForeignKey(
        ModerationEvent, models.CASCADE, null=True, blank=True, related_name="letters"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)
    due_at = models.DateTimeField(_("to be sent at"))
    claimed_until = models.DateTimeField(_("being sent until"), null=True, blank=True)
    claim = models.CharField(_("sender"), max_length=32, blank=True)
    handed_at = models.DateTimeField(
        _("given to the mail server"), null=True, blank=True
    )
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    sent_with = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="companions",
        verbose_name=_("left together with"),
    )  # fmt: skip
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    problem = models.CharField(_("problem"), max_length=200, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(sent_at__isnull=True, cancelled_at__isnull=True),
                name="letter_waiting",
            ),
            models.Index(fields=["-created_at"], name="letter_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(cancelled_at__isnull=True),
                name="letter_sent_or_cancelled",
            ),
            models.UniqueConstraint(
                fields=["event", "kind"], name="letter_once_an_event"
            ),
            models.UniqueConstraint(
                fields=["issue", "follower"], name="letter_once_an_issue"
            ),
            models.CheckConstraint(
                condition=reduce(or_, map(_only, ABOUT)),
                name="letter_about_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.kind}"

    @property
    def is_to_library(self) -> bool:
        """Whether the library gets it, not a resident."""
        return self.kind in TO_LIBRARY

    @property
    def about(self) -> models.Model:
        """What it is about, and whose."""
        return next(row for name in ABOUT if (row := getattr(self, name)))

    @property
    def address(self) -> str:
        """The address of the resident it is about; the library's is a setting."""
        return self.about.email

    @property
    def language(self) -> str:
        """The language in which it is written."""
        if self.is_to_library:
            return settings.LANGUAGE_CODE
        return self.details.get("language") or self.about.language


TO_LIBRARY = (Letter.Kind.REMOVAL, Letter.Kind.CASE_OPEN, Letter.Kind.ASK_NEW)


class Mailbox(models.Model):
    """What we know of an address: that it came back, and which letters it does not want."""

    address = models.EmailField(_("e-mail"), max_length=254, unique=True)
    bounced_at = models.DateTimeField(_("came back"), null=True, blank=True)
    problem = models.CharField(_("problem"), max_length=200, blank=True)
    unwanted = models.JSONField(_("letters not wanted"), default=list, blank=True)

    objects = MailboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("mailbox")
        verbose_name_plural = _("mailboxes")

    def __str__(self) -> str:
        return f"#{self.pk}"
