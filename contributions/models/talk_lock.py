"""That nobody may write any more under something: by whom it was closed, and why."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class TalkLock(models.Model):
    """A conversation that the staff closed; what was said can still be read."""

    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    target = GenericForeignKey()
    why = models.CharField(_("why (for colleagues)"), max_length=300)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True,
        related_name="+",
    )  # fmt: skip

    class Meta:
        verbose_name = _("closed conversation")
        verbose_name_plural = _("closed conversations")
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id"], name="talk_locked_once"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
