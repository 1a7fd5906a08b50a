"""Questions that the library asks often, ready in three languages."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ReadyQuestion(models.Model):
    """Words to begin a question with; they are edited before they are sent."""

    name = models.CharField(_("name"), max_length=60)
    body = models.TextField(_("words"), max_length=2000)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    is_offered = models.BooleanField(_("offered at the desk"), default=True)

    class Meta:
        verbose_name = _("ready question")
        verbose_name_plural = _("ready questions")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.name

    def body_in(self, language: str) -> str:
        """Give the words in a language; in another one where these are missing."""
        codes = [language, *(code for code, _label in settings.LANGUAGES)]
        found = (getattr(self, f"body_{code}", "") or "" for code in codes)
        return next((words for words in found if words.strip()), "")
