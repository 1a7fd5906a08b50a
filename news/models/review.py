"""That a colleague should look at a post before visitors read it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from news.models.post import Post


class Review(models.Model):
    """One wish that a second person reads a post, and what that person said."""

    class Answer(models.TextChoices):
        WAITING = "", _("waits for a second pair of eyes")
        APPROVED = "approved", _("read and found good")
        RETURNED = "returned", _("came back with words")

    post = models.ForeignKey(Post, models.CASCADE, related_name="reviews")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+",
        verbose_name=_("asked by"),
    )  # fmt: skip
    asked_at = models.DateTimeField(_("asked"))
    # Nobody in particular: any colleague may answer.
    asked_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True,
        related_name="+", verbose_name=_("who should look"),
    )  # fmt: skip
    words = models.CharField(_("what to look at"), max_length=500, blank=True)
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+",
        verbose_name=_("answered by"),
    )  # fmt: skip
    answered_at = models.DateTimeField(_("answered"), null=True)
    said = models.CharField(_("what the colleague says"), max_length=1000, blank=True)
    # The digest of what was read, so that words changed since are not taken for read.
    read = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["post"], condition=Q(answer=""), name="review_waits_once"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="review_answered_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
