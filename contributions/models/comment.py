"""What visitors say under items and posts."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contributions.querysets import CommentQuerySet

USER = settings.AUTH_USER_MODEL


class Comment(models.Model):
    """A few words under an item or a post; public once a moderator lets them be."""

    class State(models.TextChoices):
        HELD = "held", _("waiting")
        VISIBLE = "visible", _("visible")
        HIDDEN = "hidden", _("hidden")

    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    target = GenericForeignKey()
    author = models.ForeignKey(
        USER, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_from_library = models.BooleanField(_("from the library"), default=False)
    name = models.CharField(_("name to show"), max_length=120)
    email = models.EmailField(_("e-mail (shown to nobody)"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    body = models.TextField(_("comment"), max_length=4000)
    state = models.CharField(
        _("state"), max_length=8, choices=State.choices, default=State.HELD
    )
    created_at = models.DateTimeField(_("when"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        USER, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        indexes = [
            models.Index(fields=["content_type", "object_id", "state", "created_at"]),
            models.Index(fields=["state", "created_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(body=""), name="comment_says_something"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["held", "visible", "hidden"]),
                name="comment_state_known",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.name}"

    @property
    def source_ref(self) -> str:
        """By what a claim names it as its source."""
        return f"comment-{self.pk}"
