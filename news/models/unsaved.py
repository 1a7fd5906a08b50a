"""What an editor wrote in an open form and has not saved yet; nobody else reads it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from news.models.event import Event
from news.models.post import Post


class Unsaved(models.Model):
    """The fields of one open form, as its browser would send them.

    Both `post` and `event` are empty for what was never saved; `kind` says what it is.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10)
    post = models.ForeignKey(Post, models.CASCADE, null=True, related_name="+")
    event = models.ForeignKey(Event, models.CASCADE, null=True, related_name="+")
    form_key = models.CharField(max_length=32)
    # Pairs of a name and a value: a form may send one name several times.
    fields = models.JSONField(default=list)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("unsaved text")
        verbose_name_plural = _("unsaved texts")
        constraints = [
            models.UniqueConstraint(
                fields=["by", "form_key"], name="unsaved_once_for_a_form"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
