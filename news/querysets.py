"""Every read rule of the news, of the events and of the library's houses and services."""

from datetime import date, datetime

from django.db import models
from django.db.models import Case, Count, Prefetch, Q, Value, When
from django.db.models.functions import TruncMonth
from django.utils import timezone

from history.models import Media


class _Illustrated(models.QuerySet):
    """What may have a picture of the archive above it."""

    def with_cover(self):
        """Fetch the cover's item and its first file, in two queries."""
        return self.select_related("cover").prefetch_related(
            Prefetch(
                "cover__media",
                queryset=Media.objects.filter(position=0),
                to_attr="covers",
            )
        )


class _Announced(_Illustrated):
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


class PostQuerySet(_Announced):
    """Posts by visibility."""

    right = "news.change_post"

    def listed(self) -> "PostQuerySet":
        """Keep what lists and feeds show: public, and not put away."""
        return self.published().filter(is_archived=False)

    def newest_first(self) -> "PostQuerySet":
        return self.order_by("-published_at", "-pk")

    def pinned_first(self, *, on: date | None = None) -> "PostQuerySet":
        """Put what is pinned on this day before the rest; rows know it as `stands_first`."""
        day = on or timezone.localdate()
        pinned = Case(When(pinned_until__gte=day, then=True), default=Value(False))
        found = self.annotate(stands_first=pinned)
        return found.order_by("-stands_first", "-published_at", "-pk")

    def near(self, post) -> "PostQuerySet":
        """Put what shares the most tags first, then what is of the same kind."""
        tags = [tag.pk for tag in post.tags.all()]
        is_alike = Case(When(kind=post.kind, then=1), default=Value(0))
        found = self.exclude(pk=post.pk).annotate(
            shared=Count("tags", filter=Q(tags__in=tags)), is_alike=is_alike
        )
        return found.order_by("-shared", "-is_alike", "-published_at", "-pk")

    def earlier_than(self, post) -> "PostQuerySet":
        moment = post.published_at
        before = Q(published_at__lt=moment) | Q(published_at=moment, pk__lt=post.pk)
        return self.filter(before).order_by("-published_at", "-pk")

    def later_than(self, post) -> "PostQuerySet":
        moment = post.published_at
        after = Q(published_at__gt=moment) | Q(published_at=moment, pk__gt=post.pk)
        return self.filter(after).order_by("published_at", "pk")

    def by_month(self) -> list[tuple[date, int]]:
        """Count by month in the library's zone: its first day and how many, newest first."""
        here = timezone.get_default_timezone()
        months = self.annotate(month=TruncMonth("published_at", tzinfo=here))
        counted = months.order_by().values("month").annotate(number=Count("pk"))
        rows = counted.order_by("-month")
        return [(row["month"].date(), row["number"]) for row in rows]

    def with_words(self) -> "PostQuerySet":
        """Fetch who wrote it and its tags, in two queries."""
        return self.prefetch_related("bylines__user", "tags")

    def with_pictures(self) -> "PostQuerySet":
        """Fetch the pictures of the text, in one query."""
        return self.prefetch_related("pictures")

    def signed_by(self, name: str) -> "PostQuerySet":
        """Keep what stands under this name, be it a guest's or a colleague's own."""
        own = Q(bylines__name="", bylines__user__display_name=name)
        return self.filter(Q(bylines__name=name) | own).distinct()

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


class BranchQuerySet(_Illustrated):
    """The houses of the library; all of them are public."""

    def in_order(self) -> "BranchQuerySet":
        return self.order_by("position", "pk")

    def with_week(self) -> "BranchQuerySet":
        """Fetch the hours of the week, in one query."""
        return self.prefetch_related("weekly")


class ServiceQuerySet(_Announced):
    """The services of the library by visibility."""

    right = "news.change_service"

    def in_order(self) -> "ServiceQuerySet":
        return self.order_by("position", "pk")


class GuideTopicQuerySet(models.QuerySet):
    """The topics of the guide; one without a site is not shown."""

    def filled(self) -> "GuideTopicQuerySet":
        """Keep what has sites, and count them as `number`."""
        found = self.annotate(number=Count("entries"))
        return found.filter(number__gt=0).order_by("position", "pk")


class AnsweredQuestionQuerySet(_Announced):
    """Answered questions by visibility."""

    right = "news.change_answeredquestion"

    def newest_first(self) -> "AnsweredQuestionQuerySet":
        return self.order_by("-published_at", "-pk")
