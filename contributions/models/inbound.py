"""Letters that came in: each remembered by its fingerprint, so that it is taken once."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from contributions.models.contribution import Contribution


class InboundMail(models.Model):
    """That a letter came and what became of it; its words are in the thread, or nowhere."""

    class Outcome(models.TextChoices):
        TAKEN = "taken", _("taken into the thread")
        FOREIGN = "foreign", _("from another address, shown to the staff")
        NOT_TAKEN = "not_taken", _("the link was over, or no words were found")
        AUTOMATIC = "automatic", _("written by a machine")
        BOUNCE = "bounce", _("a mailbox does not work")
        TOO_MANY = "too_many", _("too many at once")
        UNKNOWN = "unknown", _("for nobody we know")

    fingerprint = models.CharField(max_length=64, unique=True)
    outcome = models.CharField(
        _("what became of it"), max_length=12, choices=Outcome.choices
    )
    contribution = models.ForeignKey(
        Contribution, models.CASCADE, null=True, blank=True, related_name="inbound"
    )
    received_at = models.DateTimeField(_("came"), db_index=True)

    class Meta:
        verbose_name = _("letter that came in")
        verbose_name_plural = _("letters that came in")

    def __str__(self) -> str:
        return f"#{self.pk} {self.outcome}"
