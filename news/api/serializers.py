"""Posts as JSON."""

from rest_framework import serializers

from history.api.serializers import absolute
from news.models import Post


class PostSerializer(serializers.ModelSerializer):
    """A published post, in the language that was asked for, else in another of ours."""

    url = serializers.SerializerMethodField()

    class Meta:
        model = Post
        fields = ["slug", "kind", "title", "summary", "body", "published_at", "url"]

    def get_url(self, post) -> str:
        return absolute(post.get_absolute_url())
