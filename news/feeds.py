"""The feed of the news (Atom)."""

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from history.atom import Atom
from history.citing import absolute
from news.models import Post
from news.presenting import body

NEWEST_SHOWN = 20


class NewestPosts(Feed):
    """The newest posts with their whole text."""

    feed_type = Atom

    def title(self) -> str:
        return _("%(name)s, %(city)s: news") % {
            "name": settings.SITE_NAME,
            "city": settings.CITY_NAME,
        }

    def link(self) -> str:
        return absolute(reverse("news:post_list"))

    def feed_url(self) -> str:
        return absolute(reverse("news:feed"))

    def author_name(self) -> str:
        return settings.LIBRARY_NAME

    def items(self):
        return Post.objects.published().news().newest_first()[:NEWEST_SHOWN]

    def item_title(self, item: Post) -> str:
        return item.title

    def item_link(self, item: Post) -> str:
        return absolute(item.get_absolute_url())

    def item_description(self, item: Post) -> str:
        return format_html("<p>{}</p>{}", item.summary, body(item)["html"])

    def item_pubdate(self, item: Post):
        return item.published_at

    def item_updateddate(self, item: Post):
        return item.updated_at

    def item_categories(self, item: Post) -> list[str]:
        return [str(item.get_kind_display())]
