"""What a post or an event said after each act: who saved it, when and why."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from news.models.event import Event
from news.models.post import Post


class Revision(models.Model):
    """The whole of a post or an event after one act. Append-only."""

    post = models.ForeignKey(Post, models.CASCADE, null=True, related_name="revisions")
    event = models.ForeignKey(
        Event, models.CASCADE, null=True, related_name="revisions"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+",
        verbose_name=_("by whom"),
    )  # fmt: skip
    at = models.DateTimeField(_("when"))
    reason = models.CharField(_("why"), max_length=200, blank=True)
    # What it said, by the names of its columns: see `news.states`.
    state = models.JSONField(default=dict)
    # Of the form that made it, so that one press is never two posts.
    form_key = models.CharField(max_length=32, blank=True)

    class Meta:
        verbose_name = _("version of what the library says")
        verbose_name_plural = _("versions of what the library says")
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(post__isnull=True, event__isnull=False)
                | Q(post__isnull=False, event__isnull=True),
                name="revision_is_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["form_key"],
                condition=~Q(form_key=""),
                name="revision_once_for_a_form",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
