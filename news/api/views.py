"""The news and the events for programs: read only, published only."""

from history.api.views import Pages, PublicViewSet
from news.api.serializers import EventSerializer, PostSerializer
from news.models import Event, Post


class NewestFirst(Pages):
    """Pages from the newest on."""

    ordering = ("-published_at", "-pk")


class PostViewSet(PublicViewSet):
    """Published posts."""

    serializer_class = PostSerializer
    pagination_class = NewestFirst
    queryset = Post.objects.none()

    def get_queryset(self):
        posts = Post.objects.with_words()
        return posts.listed() if self.action == "list" else posts.published()


class LatestFirst(Pages):
    """Pages from the latest beginning on."""

    ordering = ("-starts_at", "-pk")


class EventViewSet(PublicViewSet):
    """Published events; a series is one of them, with its rule."""

    serializer_class = EventSerializer
    pagination_class = LatestFirst
    queryset = Event.objects.none()

    def get_queryset(self):
        return Event.objects.published().with_branch()
