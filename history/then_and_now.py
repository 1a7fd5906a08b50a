"""How a place looked and looks: pairs of pictures as ready words for pages."""

from datetime import UTC, datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from history import presenting as words
from history.models import Item, Media, ThenNow
from history.pictures import Picture
from history.storing import public_url

ON_A_PAGE = 12
BESIDE_AN_ITEM = 3
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LONGEST_MARK = 40


def beside(item: Item) -> list[dict]:
    """Give the comparisons that an item is a part of, the newest first: one query."""
    pairs = ThenNow.objects.visible().of_item(item).with_sides().newest_first()
    return [told(pair) for pair in pairs[:BESIDE_AN_ITEM]]


def told(pair: ThenNow) -> dict:
    """Give what `components/then_now.html` shows of a pair fetched `with_sides()`."""
    then, now = _side(pair.then), _side(pair.now)
    then["when"], now["when"] = then["date"] or _("Then"), now["date"] or _("Today")
    return {
        "url": pair.get_absolute_url(),
        "then": then,
        "now": now,
        "sides": [then, now],
        "where": words.placed_today(pair.then.item)
        or words.placed_today(pair.now.item),
        "aligned": aligned_picture(pair),
    }


def _side(media: Media) -> dict:
    item = media.item
    return {
        "picture": words.picture_of(media, title=item.title),
        "title": item.title,
        "date": words.dated(item, whole=False),
        "url": words.url_of(item),
        "lang": words.if_foreign(item.language),
        "credit": item.credit_line,
    }


def aligned_picture(pair: ThenNow) -> Picture | None:
    """Give today's picture in the frame of the old one; None while there is none."""
    return Picture.from_renditions(
        pair.aligned,
        url=public_url,
        width=pair.then.width_px or 0,
        height=pair.then.height_px or 0,
        alt="",
    )


def page_of(mark: str) -> tuple[list[dict], str]:
    """Give one page of all comparisons, and the mark of the next one, "" at the end.

    A mark says after which one to go on, so new ones move nothing. Raises: ValueError.
    """
    pairs = ThenNow.objects.visible()
    if mark:
        at, pk = _read(mark)
        pairs = pairs.filter(Q(published_at__lt=at) | Q(published_at=at, pk__lt=pk))
    rows = list(pairs.with_sides().newest_first()[: ON_A_PAGE + 1])
    shown = rows[:ON_A_PAGE]
    more = _mark(shown[-1]) if len(rows) > ON_A_PAGE else ""
    return [told(pair) for pair in shown], more


def _mark(pair: ThenNow) -> str:
    since = (pair.published_at - EPOCH) // timedelta(microseconds=1)
    return f"{since}-{pair.pk}"


def _read(mark: str) -> tuple[datetime, int]:
    parts = mark.split("-")
    known = all(part.isascii() and part.isdecimal() for part in parts)
    if len(parts) != 2 or not known or len(mark) > LONGEST_MARK:
        raise ValueError(mark)
    since, pk = map(int, parts)
    if pk >= 2**63 or since >= 2**53:
        raise ValueError(mark)
    return EPOCH + timedelta(microseconds=since), pk


def photograph_it_url(item: Item) -> str:
    """Lead to the door with today's photo of an item; "" where it shows no place."""
    shows = item.kind == Item.Kind.PHOTO and not item.sensitive
    if not shows or not (item.place_id or item.place_said or item.latitude is not None):
        return ""
    return f"{reverse('contributions:start')}?then={item.reference}"
