"""Posts and events as JSON."""

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from history.api.serializers import absolute
from news import announcing, presenting
from news.models import Branch, Event, Post


class PostSerializer(serializers.ModelSerializer):
    """A published post, in the language that was asked for, else in another of ours."""

    body = serializers.CharField(source="html", read_only=True)
    authors = serializers.SerializerMethodField()
    tags = serializers.SlugRelatedField(slug_field="slug", many=True, read_only=True)
    url = serializers.SerializerMethodField()

    class Meta:
        model = Post
        fields = [
            "slug", "kind", "title", "summary", "body", "authors", "tags",
            "is_archived", "published_at", "url",
        ]  # fmt: skip

    def get_authors(self, post) -> list[str]:
        """How it is signed."""
        return presenting.author_names(post)

    def get_url(self, post) -> str:
        return absolute(post.get_absolute_url())


class BranchSerializer(serializers.ModelSerializer):
    """A house of the library."""

    class Meta:
        model = Branch
        fields = ["name", "address", "hours", "phone"]


class EventSerializer(serializers.ModelSerializer):
    """A published event.

    A series repeats every week, at the same hour on the wall of `Europe/Kyiv` or of
    another zone the library is in, up to `repeats_until`, without the days `skipped`.
    `calendar` gives the same as iCalendar.
    """

    body = serializers.CharField(source="html", read_only=True)
    branch = BranchSerializer()
    skipped = serializers.ListField(child=serializers.DateField())
    place = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    point = serializers.SerializerMethodField()
    url = serializers.SerializerMethodField()
    calendar = serializers.SerializerMethodField()

    class Meta:
        model = Event
        fields = [
            "slug", "title", "summary", "body", "starts_at", "ends_at", "all_day",
            "repeats_until", "skipped", "status", "status_note", "branch", "address",
            "place", "point", "online_url", "audience", "published_at", "url",
            "calendar",
        ]  # fmt: skip

    @extend_schema_field(
        {"type": "array", "items": {"type": "number"}, "nullable": True}
    )
    def get_point(self, event) -> list[float] | None:
        """Latitude and longitude."""
        point = announcing.point_of(event)
        return list(point) if point else None

    def get_url(self, event) -> str:
        return absolute(event.get_absolute_url())

    def get_calendar(self, event) -> str:
        return absolute(reverse("news:event_calendar", args=[event.slug]))
