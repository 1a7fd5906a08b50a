"""Two photographs of one place: how it was, and how it is today."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from history.models.item import Media
from history.querysets import ThenNowQuerySet


class ThenNow(models.Model):
    """An old picture and today's of the same place, with the points they share.

    The points are told on the upright originals, as shares of the sides, so they outlive
    every turn and crop. The aligned picture is made from them in the background and is
    never the truth: it can be made again at any time.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("then and now", "proposed")
        PUBLISHED = "published", pgettext_lazy("then and now", "published")

    class Aligned(models.TextChoices):
        NONE = "", _("not wanted")
        NEEDED = "needed", _("being made")
        MADE = "made", _("made")
        FAILED = "failed", _("cannot be made")

    then = models.ForeignKey(
        Media, models.CASCADE, related_name="later_views", verbose_name=_("then")
    )
    now = models.ForeignKey(
        Media, models.CASCADE, related_name="earlier_views", verbose_name=_("now")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.PROPOSED
    )
    # Shape: [[[x, y] of then, [x, y] of now], …]
    points = models.JSONField(_("common points"), default=list, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    aligned_state = models.CharField(
        _("aligned picture"), max_length=8, choices=Aligned.choices, blank=True,
        editable=False,
    )  # fmt: skip
    aligned = models.JSONField(
        _("public sizes"), default=list, blank=True, editable=False
    )
    aligned_attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    aligned_at = models.DateTimeField(null=True, editable=False)
    problem = models.CharField(_("problem"), max_length=60, blank=True, editable=False)
    made_at = models.DateTimeField(_("put together"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True,
        related_name="+", verbose_name=_("by whom"),
    )  # fmt: skip
    published_at = models.DateTimeField(_("published"), null=True, blank=True)

    objects = ThenNowQuerySet.as_manager()

    class Meta:
        verbose_name = _("then and now")
        verbose_name_plural = _("then and now")
        indexes = [
            models.Index(
                fields=["published_at", "id"],
                condition=Q(state="published"),
                name="thennow_published",
            ),
            models.Index(
                fields=["aligned_at"],
                condition=Q(aligned_state="needed"),
                name="thennow_aligned_needed",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["then", "now"], name="thennow_pair_once"),
            models.CheckConstraint(
                condition=~Q(then=F("now")), name="thennow_two_pictures"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", published_at__isnull=True)
                | Q(state="published", published_at__isnull=False),
                name="thennow_published_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.then_id} → {self.now_id}"

    def get_absolute_url(self) -> str:
        return reverse("history:then_now", args=[self.pk])

    @property
    def reference(self) -> str:
        """Both items by name, for the audit."""
        return f"{self.then.item.reference} → {self.now.item.reference}"
