"""What the library publishes: an item and its files."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from history import recordings
from history.images import describe
from history.models.master import Master
from history.models.people import Person, Subject
from history.models.place import Place
from history.pictures import Picture
from history.querysets import ItemQuerySet, MediaQuerySet
from history.rights import Rights
from history.states import Accuracy, Sensitive, Sureness
from history.storing import image_service, public_url


class Item(models.Model):
    """One published description: a photo, a document, a memory, a voice."""

    class Kind(models.TextChoices):
        """Our kinds; in DCMI Type: StillImage, Text, Text, Sound."""

        PHOTO = "photo", _("Photo")
        DOCUMENT = "document", _("Document")
        MEMORY = "memory", _("Memory")
        AUDIO = "audio", _("Voice")

    class Status(models.TextChoices):
        PUBLISHED = "published", _("published")
        HIDDEN = "hidden", _("hidden")
        REMOVED = "removed", _("removed")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.PUBLISHED
    )
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("what is seen"), blank=True)
    story = models.TextField(_("story"), blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=settings.LANGUAGES, default="uk"
    )

    date_said = models.CharField(_("date as said"), max_length=120, blank=True)
    date_edtf = models.CharField(_("date in EDTF"), max_length=60, blank=True)
    date_earliest = models.DateField(_("earliest day"), null=True, blank=True)
    date_latest = models.DateField(_("latest day"), null=True, blank=True)
    date_reason = models.CharField(
        _("how we know the date"), max_length=200, blank=True
    )

    date_sure = models.CharField(
        _("how sure is the date"), max_length=10, choices=Sureness.choices, blank=True
    )

    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="items",
        verbose_name=_("place"), db_index=False,
    )  # fmt: skip
    place_said = models.CharField(_("place as said"), max_length=200, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    accuracy = models.CharField(
        _("how exact is the point"), max_length=20, choices=Accuracy.choices, blank=True
    )
    bearing = models.PositiveSmallIntegerField(
        _("direction of view, degrees from north"), null=True, blank=True
    )

    people = models.ManyToManyField(
        Person, blank=True, related_name="items", verbose_name=_("people")
    )
    subjects = models.ManyToManyField(
        Subject, blank=True, related_name="items", verbose_name=_("subjects")
    )
    about = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="memories",
        verbose_name=_("tells about"), db_index=False,
    )  # fmt: skip

    creator = models.CharField(_("author"), max_length=200, blank=True)
    credit_line = models.CharField(_("credit"), max_length=200, blank=True)
    provenance = models.TextField(_("where it comes from"), blank=True)
    rights = models.CharField(
        _("rights"), max_length=80, choices=Rights.choices, default=Rights.UNDETERMINED
    )
    contributor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True,
        related_name="+", verbose_name=_("given by"),
    )  # fmt: skip

    is_archive_only = models.BooleanField(_("for the archive only"), default=False)
    embargo_until = models.DateField(
        _("not before this day, says its giver"), null=True, blank=True
    )
    visible_from = models.DateTimeField(_("opens by itself"), null=True, blank=True)
    sensitive = models.CharField(
        _("covered until a visitor opens it"), max_length=10, choices=Sensitive.choices,
        blank=True,
    )  # fmt: skip
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)
    removed_reason = models.CharField(_("why removed"), max_length=300, blank=True)
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="merged",
        verbose_name=_("is one with"),
    )  # fmt: skip

    objects = ItemQuerySet.as_manager()
    history = HistoricalRecords(
        excluded_fields=["updated_at"], m2m_fields=[people, subjects]
    )

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        permissions = [
            ("take_down_item", "Can take an item down"),
            ("restore_item", "Can restore an item that was taken down"),
        ]
        indexes = [
            models.Index(fields=["status", "-published_at"]),
            models.Index(fields=["status", "date_earliest"]),
            models.Index(
                # With the status in it, so that SQLite prefers it to the one above.
                fields=["status", "date_earliest"],
                condition=Q(date_earliest=F("date_latest")),
                name="item_of_one_day",
            ),
            # "More like this" on the page of an item: the newest of one column's value.
            models.Index(
                fields=["credit_line", "status", "-published_at", "-id"],
                name="item_of_giver",
            ),
            models.Index(
                fields=["place", "status", "-published_at", "-id"],
                name="item_of_place",
            ),
            models.Index(
                fields=["about", "status", "-published_at", "-id"],
                condition=Q(about__isnull=False),
                name="item_of_item",
            ),
            models.Index(
                fields=["visible_from"],
                condition=Q(visible_from__isnull=False),
                name="item_opens_by_itself",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(date_earliest__isnull=True, date_latest__isnull=True)
                | Q(date_earliest__lte=F("date_latest")),
                name="item_dates_ordered",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="item_point_whole",
            ),
            models.CheckConstraint(
                condition=Q(bearing__isnull=True) | Q(bearing__lt=360),
                name="item_bearing_on_compass",
            ),
            models.CheckConstraint(
                condition=~Q(status="published")
                | Q(published_at__isnull=False, is_archive_only=False),
                name="item_published_may_be_seen",
            ),
            models.CheckConstraint(
                condition=Q(visible_from__isnull=True)
                | Q(status="hidden", is_archive_only=False),
                name="item_to_be_opened_is_hidden",
            ),
            models.CheckConstraint(
                condition=(
                    Q(status="removed", removed_at__isnull=False)
                    & ~Q(removed_reason="")
                )
                | (~Q(status="removed") & Q(removed_at__isnull=True)),
                name="item_removed_says_why",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(status="removed"),
                name="item_merged_is_no_more",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["photo", "document", "memory", "audio"]),
                name="item_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["published", "hidden", "removed"]),
                name="item_status_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("history:item", args=[self.pk])

    @property
    def reference(self) -> str:
        """The public reference, such as `ST-000123`; the database never reuses it."""
        return f"{settings.ITEM_PREFIX}-{self.pk:06d}"


class Media(models.Model):
    """A file of an item: which original, in which order, shown how."""

    class Role(models.TextChoices):
        FRONT = "front", _("front")
        BACK = "back", _("back")
        PAGE = "page", _("page")

    class Tiles(models.TextChoices):
        NONE = "", _("not needed")
        NEEDED = "needed", _("being made")
        MADE = "made", _("made")
        FAILED = "failed", _("cannot be made")

    item = models.ForeignKey(Item, models.CASCADE, related_name="media")
    master = models.ForeignKey(Master, models.PROTECT, related_name="media")
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    role = models.CharField(
        _("side"), max_length=8, choices=Role.choices, default=Role.FRONT
    )
    page = models.PositiveSmallIntegerField(_("page of the file, from 0"), default=0)
    caption = models.CharField(_("caption"), max_length=300, blank=True)
    alt = models.CharField(
        _("in words, for who cannot see it"), max_length=500, blank=True
    )
    back_of = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="back",
        verbose_name=_("is the back of"),
    )  # fmt: skip
    edits = models.JSONField(_("how it is shown"), default=dict, blank=True)
    width_px = models.PositiveIntegerField(_("width, px"), null=True, blank=True)
    height_px = models.PositiveIntegerField(_("height, px"), null=True, blank=True)
    duration_ms = models.PositiveIntegerField(
        _("length of sound, ms"), null=True, blank=True
    )
    peaks = models.JSONField(_("loudness"), default=list, blank=True)
    placeholder = models.TextField(_("placeholder"), blank=True)
    renditions = models.JSONField(_("public sizes"), default=list, blank=True)
    problem = models.CharField(_("problem"), max_length=60, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    tiles_state = models.CharField(
        _("deep zoom"), max_length=8, choices=Tiles.choices, blank=True, editable=False
    )
    # Shape: {"folder", "size", "whole"}, in px: all of it, and the largest single file.
    # The folder alone while they are being made, {"problem"} where they cannot be.
    tiles = models.JSONField(_("tiles"), default=dict, blank=True, editable=False)
    tiles_attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    tiles_at = models.DateTimeField(null=True, editable=False)

    objects = MediaQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of an item")
        verbose_name_plural = _("files of items")
        indexes = [
            models.Index(
                fields=["tiles_at"],
                condition=Q(tiles_state="needed"),
                name="media_tiles_needed",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "position"], name="media_one_a_position"
            ),
            models.UniqueConstraint(
                fields=["item", "master", "page"], name="media_page_once"
            ),
            models.CheckConstraint(
                # Said twice: a check that comes to NULL would let half a size pass.
                condition=Q(
                    width_px__isnull=False,
                    height_px__isnull=False,
                    width_px__gt=0,
                    height_px__gt=0,
                    duration_ms__isnull=True,
                )
                | Q(
                    width_px__isnull=True,
                    height_px__isnull=True,
                    duration_ms__isnull=False,
                    duration_ms__gt=0,
                ),
                name="media_picture_or_sound",
            ),
            models.CheckConstraint(
                condition=Q(back_of__isnull=True)
                | (Q(role="back") & ~Q(back_of=F("pk"))),
                name="media_back_of_another",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.role} {self.position}"

    @property
    def image_service(self) -> str:
        """The IIIF address of its tiles, without the host if that is ours; or ""."""
        if self.tiles_state != self.Tiles.MADE:
            return ""
        return image_service(self.tiles["folder"])

    @property
    def image_info(self) -> dict | None:
        """What `info.json` says of its tiles; None where it has none."""
        if self.tiles_state != self.Tiles.MADE:
            return None
        size, whole = self.tiles["size"], self.tiles["whole"]
        return describe(self.image_service, tuple(size), tuple(whole))

    @property
    def is_sound(self) -> bool:
        """Whether it is heard rather than seen."""
        return self.duration_ms is not None

    @property
    def picture(self) -> Picture | None:
        """The public sizes, ready for a page; None of a recording."""
        return Picture.from_renditions(
            self.renditions,
            url=public_url,
            width=self.width_px or 0,
            height=self.height_px or 0,
            alt=self.alt,
            placeholder=self.placeholder,
        )

    @property
    def recording(self) -> recordings.Recording | None:
        """The public copy of a recording, ready for a page; None of a picture."""
        if not (self.is_sound and self.renditions):
            return None
        return recordings.describe(
            self.renditions[0],
            url=public_url,
            duration_ms=self.duration_ms,
            peaks=self.peaks,
        )
