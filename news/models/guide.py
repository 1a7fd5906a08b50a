"""A guide to public services: which official site is good for what, and how."""

from django.core.validators import URLValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from news.querysets import GuideTopicQuerySet

SITE_LANGUAGES = [
    ("uk", _("Ukrainian")), ("ru", _("Russian")), ("en", _("English")),
    ("other", _("another language")),
]  # fmt: skip


class GuideTopic(models.Model):
    """One shelf of the guide: papers, health, money."""

    slug = models.SlugField(_("address on the site"), max_length=100, unique=True)
    position = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("Smaller numbers stand first.")
    )
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(_("in one sentence"), max_length=400, blank=True)

    objects = GuideTopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic of the guide")
        verbose_name_plural = _("topics of the guide")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("news:guide_topic", args=[self.slug])


class GuideEntry(models.Model):
    """A site in the guide; `broken_since` is all that its own page knows of the checks."""

    topic = models.ForeignKey(
        GuideTopic, models.CASCADE, related_name="entries", verbose_name=_("topic")
    )
    position = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("Smaller numbers stand first.")
    )
    title = models.CharField(_("title"), max_length=200)
    purpose = models.CharField(_("what it is good for"), max_length=400, blank=True)
    url = models.URLField(
        _("address of the site"), max_length=500,
        validators=[URLValidator(schemes=["http", "https"])],
    )  # fmt: skip
    how_to = models.TextField(_("how to do it"), blank=True)
    site_language = models.CharField(
        _("language of the site"), max_length=5, choices=SITE_LANGUAGES, default="uk"
    )
    is_official = models.BooleanField(_("an official site of the state"), default=True)
    looked_at = models.DateField(
        _("looked through by us"), null=True, blank=True,
        help_text=_("The day on which a colleague last tried what is written here."),
    )  # fmt: skip
    broken_since = models.DateField(
        _("does not answer since"), null=True, blank=True, editable=False
    )

    class Meta:
        verbose_name = _("site in the guide")
        verbose_name_plural = _("sites in the guide")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{self.topic.get_absolute_url()}#site-{self.pk}"
