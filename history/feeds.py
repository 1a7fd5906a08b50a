"""The feed of what is new in the archive (Atom)."""

import hashlib

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Enclosure
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from history import citing
from history import presenting as words
from history.atom import Atom
from history.models import Item

NEWEST_SHOWN = 30


def etag(request) -> str:
    """Name this state of the feed, so that readers fetch it only when it changed.

    It is made of what is shown and of nothing else: a counter would also tell that
    something hidden was added.
    """
    found = Item.objects.published().newest_first()[:NEWEST_SHOWN]
    shown = repr(list(found.values_list("pk", "updated_at")))
    digest = hashlib.sha256(shown.encode()).hexdigest()[:20]
    return f'W/"{digest}-{get_language()}"'


class NewestItems(Feed):
    """The newest photos and memories, with a picture and the first lines."""

    feed_type = Atom

    def title(self) -> str:
        return _("%(name)s, %(city)s: new photos and memories") % {
            "name": settings.SITE_NAME,
            "city": settings.CITY_NAME,
        }

    def subtitle(self) -> str:
        return _("What residents and the library added to the city's memory.")

    def link(self) -> str:
        return citing.absolute(reverse("history:item_list"))

    def feed_url(self) -> str:
        return citing.absolute(reverse("history:feed"))

    def author_name(self) -> str:
        return settings.LIBRARY_NAME

    def items(self) -> list[Item]:
        found = Item.objects.published().newest_first().with_cover()
        return list(found.prefetch_related("media")[:NEWEST_SHOWN])

    def item_title(self, item: Item) -> str:
        return item.title

    def item_link(self, item: Item) -> str:
        return citing.absolute(words.url_of(item))

    def item_guid(self, item: Item) -> str:
        return citing.absolute(item.get_absolute_url())

    def item_description(self, item: Item) -> str:
        line = ". ".join(
            part for part in (words.placed_today(item), words.dated(item)) if part
        )
        text = format_html(
            "<p>{}</p><p>{}</p>",
            line,
            words.first_lines(item.story or item.description, 600),
        )
        image = citing.share_image(item)
        if image is None:
            return text
        return format_html(
            '<p><img src="{}" width="{}" height="{}" alt="{}"></p>{}',
            citing.absolute(image["url"]),
            image["width"],
            image["height"],
            image["alt"],
            text,
        )

    def item_pubdate(self, item: Item):
        return item.published_at

    def item_updateddate(self, item: Item):
        return item.updated_at

    def item_author_name(self, item: Item) -> str:
        return item.credit_line or settings.LIBRARY_NAME

    def item_enclosures(self, item: Item) -> list[Enclosure]:
        for media in item.media.all():
            if sound := media.recording:
                address = citing.absolute(sound.src)
                return [Enclosure(address, str(sound.size), sound.type)]
        image = citing.share_image(item)
        if image is None:
            return []
        size = str(image.get("size", 0))
        return [Enclosure(citing.absolute(image["url"]), size, image["type"])]
