"""Own how an item is put into somebody else's page: the line to copy, and its size."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode

from history import presenting as words
from history.models import Item
from history.storing import absolute

WIDTH, WORDS_HEIGHT, TEXT_HEIGHT = 560, 120, 260


def snippet(item: Item, *, width: int = WIDTH, height: int | None = None) -> str:
    """Write the line that puts an item into another page."""
    return format_html(
        '<iframe src="{}" width="{}" height="{}" title="{}" loading="lazy"></iframe>',
        absolute(reverse("history:embed", args=[item.pk])),
        width,
        height or height_of(item, width),
        item.title,
    )


def height_of(item: Item, width: int) -> int:
    """Say how high a frame must be to show the picture whole with its words below."""
    first = next(iter(item.media.all()), None)
    if item.sensitive or first is None or not first.width_px:
        return TEXT_HEIGHT
    return round(width * first.height_px / first.width_px) + WORDS_HEIGHT


def oembed_url(item: Item) -> str:
    """Give the address where a program asks how to show an item."""
    asked = urlencode({"url": absolute(words.url_of(item))})
    return f"{absolute(reverse('history:oembed'))}?{asked}"
