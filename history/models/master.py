"""The original file, byte for byte as it came; never public by itself."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from history.querysets import MasterQuerySet
from history.recordings import Recording, describe

PAGE_BREAK = "\f"
BANDS = 4
# Every fourth bit, so that a plain sky or margin does not fill a band of its own.
BAND_MASK = 0x1111111111111111


def _band(number: int) -> models.GeneratedField:
    """Make a column with every fourth bit of the fingerprint; the database keeps it."""
    return models.GeneratedField(
        expression=models.F("fingerprint").bitrightshift(number).bitand(BAND_MASK),
        output_field=models.BigIntegerField(null=True),
        db_persist=True,
    )


@dataclass(frozen=True)
class Page:
    """One page of an original: its size in pixels and its private sizes."""

    width_px: int | None
    height_px: int | None
    renditions: list[dict[str, Any]]
    placeholder: str


class Master(models.Model):
    """An unaltered original, stored once under its SHA-256 in private storage."""

    class State(models.TextChoices):
        RECEIVED = "received", _("being prepared")
        READY = "ready", _("ready")
        UNREADABLE = "unreadable", _("cannot be opened")

    # Problems of the bytes themselves, found by reading them again.
    DAMAGE = frozenset({"changed", "missing"})
    # Problems that may be the machine's: done again, three times, and on request.
    PASSING = frozenset({"too_heavy", "missing", "storage"})

    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    size_bytes = models.PositiveBigIntegerField(_("size in bytes"))
    media_type = models.CharField(_("media type"), max_length=60)
    original_name = models.CharField(_("name of the file"), max_length=255, blank=True)
    width_px = models.PositiveIntegerField(_("width, px"), null=True, blank=True)
    height_px = models.PositiveIntegerField(_("height, px"), null=True, blank=True)
    duration_ms = models.PositiveIntegerField(
        _("length of sound, ms"), null=True, blank=True
    )
    peaks = models.JSONField(_("loudness"), default=list, blank=True)
    exif = models.JSONField(_("camera data (private)"), default=dict, blank=True)
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    verified_at = models.DateTimeField(_("last verified"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, default=State.RECEIVED
    )
    problem = models.CharField(_("problem"), max_length=60, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    placeholder = models.TextField(_("placeholder"), blank=True)
    # Empty for what shows too little to compare: a blank page, a black picture.
    fingerprint = models.BigIntegerField(_("64-bit fingerprint"), null=True, blank=True)
    band_0 = _band(0)
    band_1 = _band(1)
    band_2 = _band(2)
    band_3 = _band(3)
    renditions = models.JSONField(_("private sizes"), default=list, blank=True)
    page_count = models.PositiveSmallIntegerField(_("pages"), default=1)
    # Shape of each: the fields of Page. The first page is the row itself.
    more_pages = models.JSONField(_("pages after the first"), default=list, blank=True)
    text = models.TextField(_("words of the pages, for search"), blank=True)
    is_incomplete = models.BooleanField(
        _("a part of the file is missing"), default=False
    )

    objects = MasterQuerySet.as_manager()

    class Meta:
        verbose_name = _("original file")
        verbose_name_plural = _("original files")
        permissions = [("care_for_files", "Can see what is stuck and try it again")]
        indexes = [
            models.Index(fields=["state", "received_at"]),
            models.Index(fields=["verified_at"]),
            # With the fingerprint and the key in it, a look-up reads no row.
            *(
                models.Index(
                    fields=[f"band_{number}", "fingerprint", "id"],
                    name=f"master_band_{number}",
                )
                for number in range(BANDS)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Exact(Length("sha256"), 64), name="master_sha256_is_whole"
            ),
            models.CheckConstraint(
                # Sound is ready without one.
                condition=~models.Q(state="ready")
                | models.Q(width_px__isnull=False)
                | models.Q(media_type__startswith="audio/"),
                name="master_ready_has_size",
            ),
            models.CheckConstraint(
                condition=models.Q(page_count__gt=0), name="master_has_a_page"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:12]} {self.original_name}"

    def page(self, number: int) -> Page:
        """Give one page by its number from 0."""
        if number:
            return Page(**self.more_pages[number - 1])
        return Page(self.width_px, self.height_px, self.renditions, self.placeholder)

    def pages(self) -> Iterator[Page]:
        """Give the pages in order; a picture has one."""
        return (self.page(number) for number in range(self.page_count))

    def words_of(self, page: int) -> str:
        """Give the words of one page; "" for pictures and scans."""
        pages = self.text.split(PAGE_BREAK)
        return pages[page] if page < len(pages) else ""

    def private_names(self) -> list[str]:
        """Name every private file made from this original."""
        return [step["path"] for page in self.pages() for step in page.renditions]

    @property
    def is_damaged(self) -> bool:
        """Whether its bytes are known to be lost or changed."""
        return self.problem in self.DAMAGE

    def recording(self, url: Callable[[str], str]) -> Recording | None:
        """Describe the private copy of a recording; None of a picture."""
        if self.duration_ms is None or not self.renditions:
            return None
        return describe(
            self.renditions[0],
            url=url,
            duration_ms=self.duration_ms,
            peaks=self.peaks,
        )
