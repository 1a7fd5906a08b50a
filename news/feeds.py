"""The feeds of the news (Atom): all of them, those of one kind, those with one tag."""

import hashlib

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.html import format_html
from django.utils.translation import gettext as _

from history.atom import Atom
from history.citing import absolute
from news.models import Post, Tag
from news.presenting import signed, with_html

NEWEST_SHOWN = 20


class NewestPosts(Feed):
    """The newest posts with their whole text."""

    feed_type = Atom

    def __call__(self, request, *args, **kwargs):
        """Answer with a mark of what is in it, so that readers fetch only what changed."""
        response = super().__call__(request, *args, **kwargs)
        etag = f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        response["ETag"] = etag
        return get_conditional_response(request, etag=etag, response=response)

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
        return self.told(self.posts())

    def told(self, posts) -> list[Post]:
        return with_html(posts[:NEWEST_SHOWN])

    def posts(self):
        found = Post.objects.listed().news().newest_first()
        return found.with_words().with_pictures()

    def item_title(self, item: Post) -> str:
        return item.title

    def item_link(self, item: Post) -> str:
        return absolute(item.get_absolute_url())

    def item_description(self, item: Post) -> str:
        return format_html("<p>{}</p>{}", item.summary, item.html)

    def item_pubdate(self, item: Post):
        return item.published_at

    def item_updateddate(self, item: Post):
        return item.updated_at

    def item_categories(self, item: Post) -> list[str]:
        tags = sorted(tag.name for tag in item.tags.all())
        return [str(item.get_kind_display()), *tags]

    def item_author_name(self, item: Post) -> str:
        return ", ".join(signed(item)) or str(settings.LIBRARY_NAME)


class NewestOfTag(NewestPosts):
    """The newest posts with one tag; where there is none, there is no feed."""

    def get_object(self, request, slug: str) -> Tag:
        found = Tag.objects.filter(posts__in=Post.objects.listed().news())
        return get_object_or_404(found.distinct(), slug=slug)

    def title(self, tag: Tag) -> str:
        return _("%(name)s, %(city)s: %(tag)s") % {
            "name": settings.SITE_NAME,
            "city": settings.CITY_NAME,
            "tag": tag.name,
        }

    def link(self, tag: Tag) -> str:
        return absolute(tag.get_absolute_url())

    def feed_url(self, tag: Tag) -> str:
        return absolute(reverse("news:tag_feed", args=[tag.slug]))

    def items(self, tag: Tag):
        return self.told(self.posts().filter(tags=tag))


class NewestOfKind(NewestPosts):
    """The newest posts of one kind; the standing pages have no feed."""

    def get_object(self, request, kind: str) -> Post.Kind:
        if kind not in Post.Kind.values or kind == Post.Kind.PAGE:
            raise Http404
        return Post.Kind(kind)

    def title(self, kind: Post.Kind) -> str:
        return _("%(name)s, %(city)s: %(kind)s") % {
            "name": settings.SITE_NAME,
            "city": settings.CITY_NAME,
            "kind": kind.label,
        }

    def link(self, kind: Post.Kind) -> str:
        return absolute(f"{reverse('news:post_list')}?kind={kind.value}")

    def feed_url(self, kind: Post.Kind) -> str:
        return absolute(reverse("news:kind_feed", args=[kind.value]))

    def items(self, kind: Post.Kind):
        return self.told(self.posts().filter(kind=kind))
