"""Every read rule of the news."""

from django.db import models
from django.db.models import Prefetch
from django.utils import timezone

from history.models import Media


class PostQuerySet(models.QuerySet):
    """Posts by visibility."""

    def published(self, *, at=None) -> "PostQuerySet":
        """Keep posts whose time has come."""
        return self.filter(published_at__lte=at or timezone.now())

    def visible_to(self, user) -> "PostQuerySet":
        """Keep what this person may see: editors also see drafts."""
        if user is not None and user.has_perm("news.change_post"):
            return self
        return self.published()

    def newest_first(self) -> "PostQuerySet":
        return self.order_by("-published_at", "-pk")

    def news(self) -> "PostQuerySet":
        """Leave out the standing pages about the library."""
        return self.exclude(kind="page")

    def with_cover(self) -> "PostQuerySet":
        """Fetch the cover's item and its first file, in two queries."""
        return self.select_related("cover").prefetch_related(
            Prefetch(
                "cover__media",
                queryset=Media.objects.filter(position=0),
                to_attr="covers",
            )
        )
