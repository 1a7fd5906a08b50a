"""Every read rule of the news and of the events."""

from datetime import datetime

from django.db import models
from django.db.models import Prefetch
from django.utils import timezone

from history.models import Media


class _Announced(models.QuerySet):
    """What editors publish from a moment on."""

    right = ""

    def published(self, *, at=None):
        """Keep those whose time has come."""
        return self.filter(published_at__lte=at or timezone.now())

    def visible_to(self, user):
        """Keep what this person may see: editors also see drafts."""
        if user is not None and user.has_perm(self.right):
            return self
        return self.published()

    def with_cover(self):
        """Fetch the cover's item and its first file, in two queries."""
        return self.select_related("cover").prefetch_related(
            Prefetch(
                "cover__media",
                queryset=Media.objects.filter(position=0),
                to_attr="covers",
            )
        )


class PostQuerySet(_Announced):
    """Posts by visibility."""

    right = "news.change_post"

    def newest_first(self) -> "PostQuerySet":
        return self.order_by("-published_at", "-pk")

    def news(self) -> "PostQuerySet":
        """Leave out the standing pages about the library."""
        return self.exclude(kind="page")


class EventQuerySet(_Announced):
    """Events by visibility and by time."""

    right = "news.change_event"

    def to_come(self, *, at: datetime | None = None) -> "EventQuerySet":
        """Keep what is not over yet."""
        return self.filter(over_at__gt=at or timezone.now())

    def past(self, *, at: datetime | None = None) -> "EventQuerySet":
        return self.filter(over_at__lte=at or timezone.now())

    def between(self, start: datetime, end: datetime) -> "EventQuerySet":
        """Keep what may have a time that touches this one."""
        return self.filter(starts_at__lt=end, over_at__gt=start)

    def by_start(self) -> "EventQuerySet":
        return self.order_by("starts_at", "pk")

    def with_branch(self) -> "EventQuerySet":
        """Fetch where it takes place."""
        return self.select_related("branch", "branch__place", "place")
