"""A person who came to the library with photographs, and the telephone beside them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

USER = settings.AUTH_USER_MODEL


class Visitor(models.Model):
    """Somebody who stood at the desk; a member of staff says so by name and time."""

    day = models.DateField(_("day"))
    ticket = models.PositiveSmallIntegerField(_("ticket"))
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=settings.LANGUAGES, default="uk"
    )
    met_by = models.ForeignKey(
        USER, models.PROTECT, related_name="+", verbose_name=_("met by")
    )
    met_at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("person at the desk")
        verbose_name_plural = _("people at the desk")
        ordering = ("-day", "-ticket")
        constraints = [
            models.UniqueConstraint(
                fields=["day", "ticket"], name="visitor_ticket_once_a_day"
            ),
            models.CheckConstraint(
                condition=~models.Q(name=""), name="visitor_has_a_name"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket}. {self.name}"


class PhoneKey(models.Model):
    """A short-lived link that lets a telephone add files to one box, and nothing else."""

    contribution = models.ForeignKey(
        "contributions.Contribution", models.CASCADE, related_name="phone_keys"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    expires_at = models.DateTimeField(_("valid until"))

    class Meta:
        verbose_name = _("link for a telephone")
        verbose_name_plural = _("links for telephones")

    def __str__(self) -> str:
        return f"#{self.pk}"
