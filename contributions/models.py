"""What residents send in, the conversation about it, and what was done; all private."""

import secrets

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from contributions.querysets import (
    AttachmentQuerySet,
    CommentQuerySet,
    ContributionQuerySet,
    LetterQuerySet,
    MessageQuerySet,
    ResemblanceQuerySet,
    UploadQuerySet,
)
from contributions.rights import Reuse, TakenBy
from contributions.states import Action, Likeness, Status
from history.models import Collection, Item, Master, Media, Place
from history.rights import Rights

READABLE = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
USER = settings.AUTH_USER_MODEL


def new_reference() -> str:
    """Make a reference that can be read out on the telephone and not guessed."""
    return "".join(secrets.choice(READABLE) for _letter in range(8))


class Contribution(models.Model):
    """What one person sent at one time, kept in their own words for ever."""

    class Kind(models.TextChoices):
        PHOTOS = "photos", _("Photographs")
        DOCUMENT = "document", _("A document")
        MEMORY = "memory", _("A memory in words")
        AUDIO = "audio", _("A voice recording")
        CORRECTION = "correction", _("A correction")

    class Credit(models.TextChoices):
        NAME = "name", _("My full name")
        INITIALS = "initials", _("First name and initial")
        ANONYMOUS = "anonymous", _("No name: “a resident”")

    class Audience(models.TextChoices):
        PUBLIC = "public", _("Everyone may see it")
        ARCHIVE = "archive", _("Only for the archive of the library")

    reference = models.CharField(
        _("reference"), max_length=12, unique=True, default=new_reference
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    status = models.CharField(
        _("status"), max_length=12, choices=Status.choices, default=Status.DRAFT
    )
    language = models.CharField(
        _("language"), max_length=2, choices=settings.LANGUAGES, default="uk"
    )

    contributor = models.ForeignKey(
        USER, models.SET_NULL, null=True, blank=True, related_name="contributions",
        verbose_name=_("account"),
    )  # fmt: skip
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    email_proven_at = models.DateTimeField(_("address proven"), null=True, blank=True)

    title = models.CharField(_("title"), max_length=200, blank=True)
    story = models.TextField(_("story"), blank=True)
    date_said = models.CharField(_("when, as said"), max_length=120, blank=True)
    date_edtf = models.CharField(_("date in EDTF"), max_length=60, blank=True)
    date_earliest = models.DateField(_("earliest day"), null=True, blank=True)
    date_latest = models.DateField(_("latest day"), null=True, blank=True)
    place = models.ForeignKey(
        Place, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("place"),
    )  # fmt: skip
    place_said = models.CharField(_("where, as said"), max_length=200, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    bearing = models.PositiveSmallIntegerField(
        _("direction of view"), null=True, blank=True
    )
    people_said = models.CharField(_("who, as said"), max_length=400, blank=True)
    about_item = models.ForeignKey(
        Item, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("about the item"),
    )  # fmt: skip
    about_place = models.ForeignKey(
        Place, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("about the place"),
    )  # fmt: skip
    collection = models.ForeignKey(
        Collection, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("for the collection"),
    )  # fmt: skip

    taken_by = models.CharField(
        _("who made it"), max_length=12, choices=TakenBy.choices, blank=True
    )
    author_name = models.CharField(_("name of the author"), max_length=160, blank=True)
    author_died_year = models.PositiveSmallIntegerField(
        _("year the author died"), null=True, blank=True
    )
    reuse = models.CharField(
        _("use by others"), max_length=8, choices=Reuse.choices, blank=True
    )
    rights = models.CharField(
        _("rights"), max_length=80, choices=Rights.choices, default=Rights.UNDETERMINED
    )
    credit = models.CharField(
        _("how to be named"), max_length=10, choices=Credit.choices,
        default=Credit.ANONYMOUS,
    )  # fmt: skip
    audience = models.CharField(
        _("who may see it"), max_length=8, choices=Audience.choices,
        default=Audience.PUBLIC,
    )  # fmt: skip

    created_at = models.DateTimeField(_("begun"), auto_now_add=True)
    touched_at = models.DateTimeField(_("last change"), auto_now=True)
    sent_at = models.DateTimeField(_("button pressed"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("arrived"), null=True, blank=True)
    promise_at = models.DateTimeField(_("answer promised by"), null=True, blank=True)
    paused_at = models.DateTimeField(_("clock paused"), null=True, blank=True)

    claimed_by = models.ForeignKey(
        USER, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("being looked at by"),
    )  # fmt: skip
    claimed_until = models.DateTimeField(_("claim ends"), null=True, blank=True)
    decided_by = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("decided by"),
    )  # fmt: skip
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    item = models.ForeignKey(
        Item, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("published as"),
    )  # fmt: skip
    removal_requested_at = models.DateTimeField(
        _("removal asked for"), null=True, blank=True
    )
    removal_reason = models.TextField(_("why it should be removed"), blank=True)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        permissions = [
            ("moderate", "Can see and decide contributions"),
            ("break_claim", "Can take over what a colleague looks at"),
            ("view_contact", "Can see names and addresses of contributors"),
        ]
        indexes = [
            models.Index(fields=["status", "promise_at"]),
            models.Index(fields=["contributor", "-touched_at"]),
            models.Index(fields=["status", "touched_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="contribution_status_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=["photos", "document", "memory", "audio", "correction"]
                ),
                name="contribution_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(status="published", item__isnull=False)
                | (~Q(status="published") & Q(item__isnull=True)),
                name="contribution_published_iff_item",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="contribution_decided_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=["published", "declined", "spam"],
                    decided_at__isnull=False,
                )
                | (
                    ~Q(status__in=["published", "declined", "spam"])
                    & Q(decided_at__isnull=True)
                ),
                name="contribution_decided_iff_status",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "withdrawn"])
                | Q(submitted_at__isnull=False, email_proven_at__isnull=False),
                name="contribution_sent_is_proven",
            ),
            models.CheckConstraint(
                condition=Q(claimed_by__isnull=True, claimed_until__isnull=True)
                | Q(claimed_by__isnull=False, claimed_until__isnull=False),
                name="contribution_claim_whole",
            ),
            models.CheckConstraint(
                condition=Q(date_earliest__isnull=True, date_latest__isnull=True)
                | Q(date_earliest__lte=F("date_latest")),
                name="contribution_dates_ordered",
            ),
            models.CheckConstraint(
                # Said twice: a check that comes to NULL would let half a point pass.
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="contribution_point_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("contributions:detail", args=[self.reference])

    @property
    def needs_files(self) -> bool:
        """Whether this kind is nothing without a file."""
        return self.kind in (self.Kind.PHOTOS, self.Kind.DOCUMENT, self.Kind.AUDIO)


class Consent(models.Model):
    """What a resident agreed to: the exact text, when, in which language. Append-only."""

    contribution = models.ForeignKey(
        Contribution, models.CASCADE, related_name="consents"
    )
    version = models.CharField(_("version"), max_length=20)
    text = models.TextField(_("text shown"))
    sha256 = models.CharField("SHA-256", max_length=64)
    language = models.CharField(_("language"), max_length=2)
    choices = models.JSONField(_("choices"), default=dict)
    is_withdrawal = models.BooleanField(_("withdrawn"), default=False)
    given_at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.CheckConstraint(
                condition=Exact(Length("sha256"), 64), name="consent_sha256_is_whole"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.version}"


class Attachment(models.Model):
    """A file of a contribution, kept as an unaltered original."""

    class Role(models.TextChoices):
        FRONT = "front", _("front")
        BACK = "back", _("back")
        PAGE = "page", _("page")

    contribution = models.ForeignKey(
        Contribution, models.CASCADE, related_name="attachments"
    )
    master = models.ForeignKey(Master, models.PROTECT, related_name="+")
    original_name = models.CharField(_("name of the file"), max_length=255, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    role = models.CharField(
        _("side"), max_length=8, choices=Role.choices, default=Role.FRONT
    )
    back_of = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="back",
        verbose_name=_("is the back of"),
    )  # fmt: skip
    caption = models.CharField(_("caption"), max_length=300, blank=True)
    # By page, as JSON has it: {"0": {...}}; a picture has one page.
    edits = models.JSONField(_("how it is shown"), default=dict, blank=True)
    edited_by = models.ForeignKey(
        USER, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("by whom"),
    )  # fmt: skip
    edited_at = models.DateTimeField(_("when"), null=True, blank=True)
    item = models.ForeignKey(
        Item, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("published as"),
    )  # fmt: skip
    created_at = models.DateTimeField(_("received"), auto_now_add=True)
    compared_at = models.DateTimeField(
        _("compared with the others"), null=True, blank=True
    )

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a contribution")
        verbose_name_plural = _("files of contributions")
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "master"], name="attachment_file_once"
            ),
            models.CheckConstraint(
                condition=Q(back_of__isnull=True)
                | (Q(role="back") & ~Q(back_of=F("pk"))),
                name="attachment_back_of_another",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.original_name}"

    def edits_of(self, page: int) -> dict:
        """Give how one page (from 0) will be shown."""
        return self.edits.get(str(page), {})


def new_upload_key() -> str:
    """Make a name of an upload that nobody can guess: 128 bits."""
    return secrets.token_hex(16)


class Upload(models.Model):
    """A file that comes in pieces: the connection may break, the file goes on."""

    class State(models.TextChoices):
        RECEIVING = "receiving", _("being received")
        COMPLETE = "complete", _("received")
        REFUSED = "refused", _("not taken")

    key = models.CharField(max_length=32, unique=True, default=new_upload_key)
    contribution = models.ForeignKey(
        Contribution, models.CASCADE, related_name="uploads"
    )
    attachment = models.ForeignKey(
        Attachment, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    original_name = models.CharField(_("name of the file"), max_length=255, blank=True)
    media_type = models.CharField(_("media type, as said"), max_length=100, blank=True)
    sha256 = models.CharField(_("SHA-256, as said"), max_length=64, blank=True)
    length = models.PositiveBigIntegerField(_("size in bytes"))
    offset = models.PositiveBigIntegerField(_("bytes received"), default=0)
    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, default=State.RECEIVING
    )
    problem = models.CharField(_("problem"), max_length=60, blank=True)
    sentence = models.TextField(_("what was said about it"), blank=True)
    created_at = models.DateTimeField(_("begun"), auto_now_add=True)
    touched_at = models.DateTimeField(_("last change"), auto_now=True)
    expires_at = models.DateTimeField(_("waits until"))

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        indexes = [
            models.Index(fields=["expires_at"]),
            models.Index(fields=["state", "touched_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(offset__lte=F("length")), name="upload_not_too_long"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["receiving", "complete", "refused"]),
                name="upload_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="complete") | Q(offset=F("length")),
                name="upload_complete_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.original_name}"


class UploadPart(models.Model):
    """One piece of an upload, as one object in private storage."""

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="parts")
    start = models.PositiveBigIntegerField(_("first byte"))
    size = models.PositiveBigIntegerField(_("size in bytes"))
    name = models.CharField(_("where it lies"), max_length=120)

    class Meta:
        verbose_name = _("piece of an upload")
        verbose_name_plural = _("pieces of uploads")
        constraints = [
            models.UniqueConstraint(
                fields=["upload", "start"], name="upload_part_once"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.start}+{self.size}"


class Resemblance(models.Model):
    """A file looks like a picture of the archive, or like a file of somebody else's.

    What its giver says it is (`answer`) and what the staff finds (`verdict`); every
    change of either stays in the history of the row.
    """

    attachment = models.ForeignKey(
        Attachment, models.CASCADE, related_name="resemblances"
    )
    media = models.ForeignKey(
        Media, models.CASCADE, null=True, blank=True, related_name="+",
        verbose_name=_("picture of the archive"),
    )  # fmt: skip
    other = models.ForeignKey(
        Attachment, models.CASCADE, null=True, blank=True, related_name="resembled_by",
        verbose_name=_("file of another contribution"),
    )  # fmt: skip
    distance = models.PositiveSmallIntegerField(_("differing bits of 64"))
    found_at = models.DateTimeField(_("found"), auto_now_add=True)
    answer = models.CharField(
        _("as its giver says"), max_length=10, choices=Likeness.choices, blank=True
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    verdict = models.CharField(
        _("as the staff finds"), max_length=10, choices=Likeness.choices, blank=True
    )
    verdict_by = models.ForeignKey(
        USER, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("by whom"),
    )  # fmt: skip
    verdict_at = models.DateTimeField(_("when"), null=True, blank=True)

    objects = ResemblanceQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["found_at"])

    class Meta:
        verbose_name = _("look-alike")
        verbose_name_plural = _("look-alikes")
        constraints = [
            models.CheckConstraint(
                condition=Q(media__isnull=False, other__isnull=True)
                | Q(media__isnull=True, other__isnull=False),
                name="resemblance_to_one_thing",
            ),
            models.UniqueConstraint(
                fields=["attachment", "media"], name="resemblance_to_media_once"
            ),
            models.UniqueConstraint(
                fields=["attachment", "other"], name="resemblance_to_other_once"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="resemblance_answered_when",
            ),
            models.CheckConstraint(
                condition=Q(verdict="", verdict_at__isnull=True)
                | (~Q(verdict="") & Q(verdict_at__isnull=False)),
                name="resemblance_judged_when",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.distance}"


class AccessKey(models.Model):
    """A private link to one contribution; only its hash is kept."""

    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="keys")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"))
    used_at = models.DateTimeField(_("first used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("private link")
        verbose_name_plural = _("private links")

    def __str__(self) -> str:
        return f"#{self.pk}"


class Message(models.Model):
    """One letter of the thread between a resident and the library."""

    contribution = models.ForeignKey(
        Contribution, models.CASCADE, related_name="messages"
    )
    author = models.ForeignKey(
        USER, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_from_library = models.BooleanField(_("from the library"))
    is_staff_only = models.BooleanField(_("only for the staff"), default=False)
    body = models.TextField(_("text"))
    created_at = models.DateTimeField(_("when"))

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter of a thread")
        verbose_name_plural = _("letters of threads")
        indexes = [models.Index(fields=["contribution", "created_at"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(body=""), name="message_says_something"
            ),
            models.CheckConstraint(
                condition=Q(is_staff_only=False) | Q(is_from_library=True),
                name="message_note_is_from_library",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class ModerationEvent(models.Model):
    """Who did what, when and why. Append-only."""

    contribution = models.ForeignKey(
        Contribution, models.CASCADE, related_name="events"
    )
    actor = models.ForeignKey(
        USER, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    action = models.CharField(_("what"), max_length=16, choices=Action.choices)
    before = models.CharField(_("from"), max_length=12, choices=Status.choices)
    after = models.CharField(_("to"), max_length=12, choices=Status.choices)
    note = models.TextField(_("words"), blank=True)
    details = models.JSONField(_("details"), default=dict, blank=True)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("act")
        verbose_name_plural = _("acts")
        indexes = [models.Index(fields=["contribution", "at"])]

    def __str__(self) -> str:
        return f"#{self.pk} {self.action}"


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

    contribution = models.ForeignKey(
        Contribution, models.CASCADE, related_name="letters"
    )
    event = models.ForeignKey(
        ModerationEvent, models.CASCADE, null=True, blank=True, related_name="letters"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)
    due_at = models.DateTimeField(_("to be sent at"))
    claimed_until = models.DateTimeField(_("being sent until"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
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
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(cancelled_at__isnull=True),
                name="letter_sent_or_cancelled",
            ),
            models.UniqueConstraint(
                fields=["event", "kind"], name="letter_once_an_event"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.kind}"


class Comment(models.Model):
    """A few words under an item or a post; public once a moderator lets them be."""

    class State(models.TextChoices):
        HELD = "held", _("waiting")
        VISIBLE = "visible", _("visible")
        HIDDEN = "hidden", _("hidden")

    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    target = GenericForeignKey()
    author = models.ForeignKey(
        USER, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("name to show"), max_length=120)
    email = models.EmailField(_("e-mail (shown to nobody)"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    body = models.TextField(_("comment"), max_length=4000)
    state = models.CharField(
        _("state"), max_length=8, choices=State.choices, default=State.HELD
    )
    created_at = models.DateTimeField(_("when"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        USER, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        indexes = [
            models.Index(fields=["content_type", "object_id", "state", "created_at"]),
            models.Index(fields=["state", "created_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(body=""), name="comment_says_something"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["held", "visible", "hidden"]),
                name="comment_state_known",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.name}"
