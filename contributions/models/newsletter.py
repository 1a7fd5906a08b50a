"""The library's weekly letter: one issue after the other, each sent once to everybody."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

LONGEST_FOREWORD = 2000


class Issue(models.Model):
    """One issue: what it tells is chosen when its sending begins, and said anew each time.

    Its letters are rows of the outbox, one an address; `written_at` says that all of
    them are there. `paused_at` holds them where they are.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("not to be sent yet")
        SCHEDULED = "scheduled", _("to be sent")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        SKIPPED = "skipped", _("not sent")

    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.DRAFT
    )
    # The day for which the clock made it; what a colleague begins has none.
    day = models.DateField(_("for the day"), null=True, blank=True, unique=True)
    foreword = models.TextField(
        _("a few words before it"), max_length=LONGEST_FOREWORD, blank=True
    )
    send_at = models.DateTimeField(_("to be sent at"), null=True, blank=True)
    # What it tells: the numbers of rows by their kind, and from when to when.
    contents = models.JSONField(_("what it tells"), default=dict, blank=True)
    since = models.DateTimeField(_("tells from"), null=True, blank=True)
    begun_at = models.DateTimeField(_("sending began"), null=True, blank=True)
    written_at = models.DateTimeField(_("all letters written"), null=True, blank=True)
    paused_at = models.DateTimeField(_("paused"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    created_at = models.DateTimeField(_("begun"), auto_now_add=True)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True,
        related_name="+", verbose_name=_("planned by"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("issue of the weekly letter")
        verbose_name_plural = _("issues of the weekly letter")
        permissions = [("send_newsletter", "Can send the weekly letter")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "skipped"], begun_at__isnull=True)
                | Q(state="scheduled", begun_at__isnull=True, send_at__isnull=False)
                | Q(state__in=["sending", "sent"], begun_at__isnull=False),
                name="issue_begun_iff_sending",
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
