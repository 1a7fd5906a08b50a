"""The conversation about a contribution and what was done with it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contributions.models.contribution import Contribution
from contributions.querysets import MessageQuerySet
from contributions.states import Action, Status

USER = settings.AUTH_USER_MODEL


class Message(models.Model):
    """One letter of the thread between a resident and the library."""

    contribution = models.ForeignKey(
        Contribution, models.CASCADE, related_name="messages"
    )
    author = models.ForeignKey(
        USER, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_from_library = models.BooleanField(_("from the library"))
    is_staff_only = models.BooleanField(_("only for the staff"), default=False)
    body = models.TextField(_("text"))
    created_at = models.DateTimeField(_("when"))

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter of a thread")
        verbose_name_plural = _("letters of threads")
        indexes = [models.Index(fields=["contribution", "created_at"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(body=""), name="message_says_something"
            ),
            models.CheckConstraint(
                condition=Q(is_staff_only=False) | Q(is_from_library=True),
                name="message_note_is_from_library",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class ModerationEvent(models.Model):
    """Who did what, when and why. Append-only."""

    contribution = models.ForeignKey(
        Contribution, models.CASCADE, related_name="events"
    )
    actor = models.ForeignKey(
        USER, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    action = models.CharField(_("what"), max_length=16, choices=Action.choices)
    before = models.CharField(_("from"), max_length=12, choices=Status.choices)
    after = models.CharField(_("to"), max_length=12, choices=Status.choices)
    note = models.TextField(_("words"), blank=True)
    details = models.JSONField(_("details"), default=dict, blank=True)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("act")
        verbose_name_plural = _("acts")
        indexes = [models.Index(fields=["contribution", "at"])]

    def __str__(self) -> str:
        return f"#{self.pk} {self.action}"
