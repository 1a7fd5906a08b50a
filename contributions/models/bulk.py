"""One decision for many: what was asked for, and how it ended for each."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contributions.models.contribution import Contribution
from contributions.models.thread import ModerationEvent

USER = settings.AUTH_USER_MODEL


class Batch(models.Model):
    """One decision for many; the same key twice is one batch."""

    class Verb(models.TextChoices):
        PUBLISH = "publish", _("Publish, one item each")
        ASK = "ask", _("Ask all the same question")
        DECLINE = "decline", _("Decline with a reason")
        MARK_SPAM = "mark_spam", _("Mark as spam")
        ASSIGN = "assign", _("Give to a colleague")
        ATTACH = "attach", _("Put into a collection")

    key = models.UUIDField(_("key of the form"), unique=True, default=uuid.uuid4)
    actor = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+")
    verb = models.CharField(_("what"), max_length=12, choices=Verb.choices)
    words = models.JSONField(_("with which words"), default=dict)
    language = models.CharField(_("language of the sentences"), max_length=2)
    at = models.DateTimeField(_("when"))
    undone_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta:
        verbose_name = _("decision for many")
        verbose_name_plural = _("decisions for many")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    verb__in=[
                        "publish", "ask", "decline", "mark_spam", "assign", "attach",
                    ]
                ),
                name="batch_verb_known",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"#{self.pk} {self.verb}"


class BatchEntry(models.Model):
    """One of the many: its turn, and how it ended."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for its turn")
        DOING = "doing", _("is being done")
        DONE = "done", _("done")
        REFUSED = "refused", _("not done")
        UNDONE = "undone", _("taken back")

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="entries")
    contribution = models.ForeignKey(
        Contribution, models.CASCADE, null=True, related_name="+"
    )
    reference = models.CharField(_("reference as asked"), max_length=40)
    seen = models.CharField(_("version that was looked at"), max_length=16, blank=True)
    state = models.CharField(
        _("state"), max_length=8, choices=State.choices, default=State.WAITING
    )
    sentence = models.TextField(_("why not"), blank=True)
    event = models.ForeignKey(
        ModerationEvent, models.SET_NULL, null=True, related_name="+"
    )
    before = models.JSONField(_("what it was before"), default=dict)
    touched_at = models.DateTimeField(_("last change"), auto_now=True)

    class Meta:
        verbose_name = _("one of many")
        verbose_name_plural = _("some of many")
        indexes = [models.Index(fields=["state", "touched_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "reference"], name="batch_names_each_once"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.reference}"
