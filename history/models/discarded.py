"""What has to disappear from public storage."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Discarded(models.Model):
    """A public file that has to go: written in the transaction that hides it.

    So a crash or a silent storage after the commit leaves nothing public for longer
    than a tick. A name is never used twice, so what is listed here nobody owns.
    """

    path = models.CharField(_("where it lies"), max_length=200)
    discarded_at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("public file to be deleted")
        verbose_name_plural = _("public files to be deleted")

    def __str__(self) -> str:
        return self.path
