"""Who follows something of the archive by mail, and what; known to nobody else."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Follower(models.Model):
    """An address that gets what is new once a week, everything in one letter.

    `next_at` is when the next letter may be written; it moves on by compare-and-swap,
    so that no two workers write one.
    """

    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    created_at = models.DateTimeField(_("since"))
    next_at = models.DateTimeField(_("next letter from"), null=True, blank=True)
    last_sent_at = models.DateTimeField(_("last letter"), null=True, blank=True)

    class Meta:
        verbose_name = _("follower")
        verbose_name_plural = _("followers")
        indexes = [models.Index(fields=["next_at"], name="follower_due")]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Follow(models.Model):
    """One thing that somebody follows; nothing is mailed before it is confirmed.

    `target` is the number of an item, the slug of a place, person, collection or
    subject, the question to the catalogue, or the language of the weekly letter.
    `label` is safe to say when it is gone.
    """

    class Kind(models.TextChoices):
        ITEM = "item", _("item")
        PLACE = "place", _("place")
        PERSON = "person", _("person")
        COLLECTION = "collection", _("collection")
        SUBJECT = "subject", _("subject")
        SEARCH = "search", _("search")
        NEWSLETTER = "newsletter", _("the weekly letter of the library")

    follower = models.ForeignKey(Follower, models.CASCADE, related_name="follows")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    target = models.CharField(_("what"), max_length=1000, blank=True)
    label = models.CharField(_("its name then"), max_length=200)
    asked_at = models.DateTimeField(_("asked for"))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    told_until = models.DateTimeField(_("told until"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("something followed")
        verbose_name_plural = _("things followed")
        constraints = [
            models.UniqueConstraint(
                fields=["follower", "kind", "target"],
                condition=Q(ended_at__isnull=True),
                name="follow_once",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, told_until__isnull=True)
                | Q(confirmed_at__isnull=False, told_until__isnull=False),
                name="follow_told_from_its_confirming",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.kind}"
