"""The news for programs: read only, published only."""

from history.api.views import Pages, PublicViewSet
from news.api.serializers import PostSerializer
from news.models import Post


class NewestFirst(Pages):
    """Pages from the newest on."""

    ordering = ("-published_at", "-pk")


class PostViewSet(PublicViewSet):
    """Published posts."""

    serializer_class = PostSerializer
    pagination_class = NewestFirst
    queryset = Post.objects.none()

    def get_queryset(self):
        return Post.objects.published()
