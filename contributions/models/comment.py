"""What visitors say under items, posts and stories."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contributions.comment_querysets import CommentQuerySet

USER = settings.AUTH_USER_MODEL


class Comment(models.Model):
    """A few words under something; public once a moderator lets them be.

    A reply has a `parent` that has none itself. `once` names the same words of the same
    person in the same place; `mark` is that of `contributions.alike`, and `like` the
    earlier comment elsewhere that says nearly the same.
    """

    class State(models.TextChoices):
        UNPROVEN = "unproven", _("waits for a press in the letter")
        HELD = "held", _("waiting")
        VISIBLE = "visible", _("visible")
        HIDDEN = "hidden", _("hidden")
        GONE = "gone", _("deleted by its writer")

    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    target = GenericForeignKey()
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="replies"
    )
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
    proved_at = models.DateTimeField(_("address proven"), null=True, blank=True)
    wants_answers = models.BooleanField(_("wants answers by mail"), default=False)
    once = models.CharField(max_length=64, blank=True, editable=False)
    mark = models.BigIntegerField(null=True, blank=True, editable=False)
    like = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+"
    )
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
            models.Index(
                fields=["email"],
                condition=Q(wants_answers=True),
                name="comment_listening",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(body=""), name="comment_says_something"
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["unproven", "held", "visible", "hidden", "gone"]
                ),
                name="comment_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="unproven") | Q(proved_at__isnull=True),
                name="comment_unproven_until_proved",
            ),
            models.UniqueConstraint(
                fields=["once"], condition=~Q(once=""), name="comment_once"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.name}"

    @property
    def source_ref(self) -> str:
        """By what a claim names it as its source."""
        return f"comment-{self.pk}"
