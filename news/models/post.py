"""The library's own voice: posts in one or several languages."""

from datetime import datetime, timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from history.models import Item
from news.models.event import Event
from news.models.tag import Tag
from news.querysets import PostQuerySet


class Post(models.Model):
    """A post; it is public from `published_at` on, and a draft without it."""

    class Kind(models.TextChoices):
        NEWS = "news", _("News")
        COVERAGE = "coverage", _("After the event")
        SERVICE = "service", _("Our services")
        EXCHANGE = "exchange", _("Exchange of experience")
        PAGE = "page", _("About the library")

    class Comments(models.TextChoices):
        OPEN = "open", _("anybody may write")
        CLOSED = "closed", _("they can be read, nobody writes any more")
        OFF = "off", _("none are shown")

    slug = models.SlugField(_("address"), max_length=100, unique=True)
    kind = models.CharField(
        _("kind"), max_length=10, choices=Kind.choices, default=Kind.NEWS
    )
    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("in one sentence"), max_length=400, blank=True)
    body = models.TextField(_("text"), blank=True)
    cover = models.ForeignKey(
        Item, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("picture from the archive"),
    )  # fmt: skip
    event = models.ForeignKey(
        Event, models.SET_NULL, null=True, blank=True, related_name="coverage",
        verbose_name=_("about the event"),
    )  # fmt: skip
    tags = models.ManyToManyField(
        Tag, blank=True, related_name="posts", verbose_name=_("tags")
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    pinned_until = models.DateField(
        _("stands first until"), null=True, blank=True,
        help_text=_("Up to the end of this day."),
    )  # fmt: skip
    is_archived = models.BooleanField(
        _("no longer in the lists"), default=False,
        help_text=_("Its page still opens, and says that it is kept as it was."),
    )  # fmt: skip
    comments_state = models.CharField(
        _("comments"), max_length=8, choices=Comments.choices, default=Comments.OPEN
    )
    comments_close_after_days = models.PositiveSmallIntegerField(
        _("comments close after so many days"), null=True, blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
        help_text=_("Counted from the day it is published. Empty: they stay open."),
    )  # fmt: skip
    created_at = models.DateTimeField(_("begun"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        indexes = [models.Index(fields=["-published_at"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("news:post", args=[self.slug])

    @property
    def is_public(self) -> bool:
        """Whether any visitor may read it now."""
        return self.published_at is not None and self.published_at <= timezone.now()

    def takes_comments(self, *, at: datetime | None = None) -> bool:
        """Say whether anybody may still write under it."""
        if self.comments_state != self.Comments.OPEN:
            return False
        days = self.comments_close_after_days
        if days is None or self.published_at is None:
            return True
        return (at or timezone.now()) < self.published_at + timedelta(days=days)
