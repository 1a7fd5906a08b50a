"""The news and the events for programs: read only, published only."""

from history.api.views import Pages, PublicViewSet
from news import presenting
from news.api.serializers import EventSerializer, PostSerializer
from news.models import Event, Post


class NewestFirst(Pages):
    """Pages from the newest on."""

    ordering = ("-published_at", "-pk")


class _WithTexts(PublicViewSet):
    """What has a text, in which every reference is a link as long as it is public."""

    def paginate_queryset(self, queryset):
        return presenting.with_html(super().paginate_queryset(queryset))

    def get_object(self):
        [row] = presenting.with_html([super().get_object()])
        return row


class PostViewSet(_WithTexts):
    """Published posts."""

    serializer_class = PostSerializer
    pagination_class = NewestFirst
    queryset = Post.objects.none()

    def get_queryset(self):
        posts = Post.objects.with_words().with_pictures()
        return posts.listed() if self.action == "list" else posts.published()


class LatestFirst(Pages):
    """Pages from the latest beginning on."""

    ordering = ("-starts_at", "-pk")


class EventViewSet(_WithTexts):
    """Published events; a series is one of them, with its rule."""

    serializer_class = EventSerializer
    pagination_class = LatestFirst
    queryset = Event.objects.none()

    def get_queryset(self):
        return Event.objects.published().with_branch()
