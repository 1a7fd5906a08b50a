"""What the checks of links know of each address: written often, read by the staff only."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Link(models.Model):
    """One address that pages of the library lead to; several pages may share it."""

    url = models.CharField(_("address of the site"), max_length=500, unique=True)
    next_at = models.DateTimeField(_("to be looked at"), db_index=True)
    checked_at = models.DateTimeField(_("looked at"), null=True, blank=True)
    status = models.PositiveSmallIntegerField(_("answer"), null=True, blank=True)
    problem = models.CharField(_("problem"), max_length=20, blank=True)
    final_url = models.CharField(_("leads to"), max_length=2000, blank=True)
    failures = models.PositiveSmallIntegerField(_("failures in a row"), default=0)
    failing_since = models.DateTimeField(_("fails since"), null=True, blank=True)

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")

    def __str__(self) -> str:
        return self.url
