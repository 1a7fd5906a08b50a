"""What the library invites to: once, or week after week."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from history.models import Item, Place
from news import occurring
from news.models.branch import Branch
from news.querysets import EventQuerySet


class Event(models.Model):
    """An event, or a weekly series of them; public from `published_at` on.

    A whole day begins and ends at midnight in the library's zone; `ends_at` is the
    moment after it, as calendars have it. A series keeps its hour on the wall.
    """

    class Status(models.TextChoices):
        PLANNED = "planned", _("Takes place")
        MOVED = "moved", _("Moved")
        CANCELLED = "cancelled", _("Cancelled")

    slug = models.SlugField(_("address"), max_length=100, unique=True)
    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("in one sentence"), max_length=400, blank=True)
    body = models.TextField(_("text"), blank=True)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    all_day = models.BooleanField(_("the whole day"), default=False)
    repeats_until = models.DateField(_("every week until"), null=True, blank=True)
    # Days of a series on which it does not take place, as ISO dates.
    skipped = models.JSONField(default=list, editable=False)
    # When the last of it is over: so that a list asks the database and not the series.
    over_at = models.DateTimeField(editable=False, db_index=True)
    branch = models.ForeignKey(
        Branch, models.PROTECT, null=True, blank=True, related_name="events",
        verbose_name=_("branch"),
    )  # fmt: skip
    address = models.CharField(_("another address"), max_length=200, blank=True)
    place = models.ForeignKey(
        Place, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("place in the archive"),
        help_text=_("Gives the small map and the way to its old photographs."),
    )  # fmt: skip
    online_url = models.URLField(_("link to take part online"), blank=True)
    audience = models.CharField(_("for whom"), max_length=120, blank=True)
    capacity = models.PositiveSmallIntegerField(
        _("seats to reserve"), null=True, blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5000)],
        help_text=_("Empty where anybody just comes. Else people reserve by e-mail, and wait in line when it is full."),
    )  # fmt: skip
    cover = models.ForeignKey(
        Item, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("picture from the archive"),
    )  # fmt: skip
    # What people brought from it; the door adds to it, visitors see what is published.
    brought = models.ManyToManyField(
        Item, blank=True, related_name="+", editable=False,
        verbose_name=_("what it brought"),
    )  # fmt: skip
    status = models.CharField(
        _("does it take place?"), max_length=10, choices=Status.choices,
        default=Status.PLANNED,
    )  # fmt: skip
    status_note = models.CharField(
        _("what visitors should know of it"), max_length=300, blank=True,
        help_text=_("Why it is cancelled, or from when and where it was moved."),
    )  # fmt: skip
    # What a calendar knows it by, also after the site has moved to another address.
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    created_at = models.DateTimeField(_("begun"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="event_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args, **kwargs) -> None:
        """Count the change for calendars, and note when the last of it is over."""
        self.over_at = occurring.last_end(self)
        if not self._state.adding:
            self.sequence += 1
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("news:event", args=[self.slug])

    @property
    def is_public(self) -> bool:
        """Whether any visitor may read it now."""
        return self.published_at is not None and self.published_at <= timezone.now()
