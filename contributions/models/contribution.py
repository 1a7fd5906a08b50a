"""What one person sent at one time, and who was where in it."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from contributions.querysets import ContributionQuerySet
from contributions.rights import Answer, PrintOwner, Reuse, TakenBy
from contributions.states import Status, Step
from history.models import Call, Collection, Item, Place
from history.rights import Rights
from history.states import Accuracy, Sureness
from news.models import Event

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
    # Who came in person needs no address: the colleague named says that they were here.
    visitor = models.ForeignKey(
        "contributions.Visitor", models.PROTECT, null=True, blank=True,
        related_name="boxes", verbose_name=_("brought in person by"),
    )  # fmt: skip
    entered_by = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("entered by"),
    )  # fmt: skip

    title = models.CharField(_("title"), max_length=200, blank=True)
    story = models.TextField(_("story"), blank=True)
    date_said = models.CharField(_("when, as said"), max_length=120, blank=True)
    date_edtf = models.CharField(_("date in EDTF"), max_length=60, blank=True)
    date_earliest = models.DateField(_("earliest day"), null=True, blank=True)
    date_latest = models.DateField(_("latest day"), null=True, blank=True)
    date_sure = models.CharField(
        _("how sure is the date"), max_length=10, choices=Sureness.choices, blank=True
    )
    date_reason = models.CharField(
        _("how they know the date"), max_length=200, blank=True
    )
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
    accuracy = models.CharField(
        _("how exact is the point"), max_length=10, choices=Accuracy.choices, blank=True
    )
    people_said = models.CharField(_("who, as said"), max_length=400, blank=True)
    about_item = models.ForeignKey(
        Item, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("about the item"),
    )  # fmt: skip
    then_item = models.ForeignKey(
        Item, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("today's photo of the item"),
    )  # fmt: skip
    about_place = models.ForeignKey(
        Place, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("about the place"),
    )  # fmt: skip
    call = models.ForeignKey(
        Call, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("answers the call"),
    )  # fmt: skip
    occasion = models.ForeignKey(
        Event, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("comes from the event"),
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
    author_living = models.CharField(
        _("whether the author is living"), max_length=8, choices=Answer.choices,
        blank=True,
    )  # fmt: skip
    print_owner = models.CharField(
        _("whose the print is"), max_length=10, choices=PrintOwner.choices, blank=True
    )
    people_living = models.CharField(
        _("living people can be recognised"), max_length=8, choices=Answer.choices,
        blank=True,
    )  # fmt: skip
    people_agree = models.CharField(
        _("these people agree"), max_length=8, choices=Answer.choices, blank=True
    )
    children_shown = models.CharField(
        _("children can be recognised"), max_length=8, choices=Answer.choices,
        blank=True,
    )  # fmt: skip
    children_agree = models.CharField(
        _("their parents agree"), max_length=8, choices=Answer.choices, blank=True
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
    embargo_until = models.DateField(_("not before this day"), null=True, blank=True)

    step = models.CharField(
        _("where its writer was"), max_length=8, choices=Step.choices, blank=True
    )
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
    assigned_to = models.ForeignKey(
        USER, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("given to"),
    )  # fmt: skip
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
    unread_since = models.DateTimeField(
        _("words after the decision, unread since"), null=True, blank=True
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
            models.Index(fields=["email", "status"]),
            models.Index(
                fields=["unread_since"],
                condition=Q(unread_since__isnull=False),
                name="contribution_unread",
            ),
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
                | Q(submitted_at__isnull=False, email_proven_at__isnull=False)
                | Q(submitted_at__isnull=False, visitor__isnull=False),
                name="contribution_sent_is_proven",
            ),
            models.CheckConstraint(
                condition=Q(visitor__isnull=True, entered_by__isnull=True)
                | Q(visitor__isnull=False, entered_by__isnull=False),
                name="contribution_entered_for_a_visitor",
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
            models.CheckConstraint(
                condition=Q(bearing__isnull=True) | Q(bearing__lt=360),
                name="contribution_bearing_on_compass",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("contributions:detail", args=[self.reference])

    @property
    def is_about_own_words(self) -> bool:
        """Whether this corrects what the same person told and the library published."""
        item = self.about_item
        return (
            self.kind == self.Kind.CORRECTION
            and item is not None
            and bool(item.story)
            and self.contributor_id is not None
            and item.contributor_id == self.contributor_id
        )

    @property
    def needs_files(self) -> bool:
        """Whether this kind is nothing without a file."""
        return self.kind in (self.Kind.PHOTOS, self.Kind.DOCUMENT, self.Kind.AUDIO)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The screens on which a draft of this kind is written, in their order."""
        return tuple(Step) if self.needs_files else (Step.TELL, Step.RIGHTS, Step.CHECK)
