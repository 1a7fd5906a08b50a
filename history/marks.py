"""What is marked on a picture, as visitors see it: by number, where it is shown now."""

from typing import Any

from django.urls import reverse

from history import presenting
from history.models import Media
from history.regions import Placed, placed

MARK_SHARE = 0.022  # radius of a number, of the longer side of its picture
BELOW = 0.6  # how far below its place a number stands, in radii
NOT_ASKED = "?"  # a mark that says nothing but that nobody knows


def marks_on(media: Media, *, picture: int = 1) -> list[dict[str, Any]]:
    """Give the marks that visitors see; none that were cropped off.

    `picture` is the place of the file among those of its item: with the number it
    tells the door which mark somebody means.
    """
    width, height = media.width_px, media.height_px
    radius = max(round(max(width, height) * MARK_SHARE), 1)
    return [
        _told(one, media, radius, picture)
        for one in placed(media)
        if not one.is_cut_off
    ]


def _told(one: Placed, media: Media, radius: int, picture: int) -> dict[str, Any]:
    row, (left, top, wide, high) = one.row, one.box
    width, height = media.width_px, media.height_px
    label = row.person.public_name if row.person else row.label
    x, y = left + wide / 2, top + high
    below = y * height + radius * BELOW
    return {
        "number": one.number,
        "key": f"{media.pk}-{one.number}",
        "radius": radius,
        "label": "" if label == NOT_ASKED else label,
        "url": presenting.person_words(row.person)["url"] if row.person else "",
        "ask_url": _ask_url(media, one.number, picture) if row.is_open else "",
        # The number stands at the lower edge, so that it hides no face.
        "x": round(min(max(x * width, radius), width - radius)),
        "y": round(min(max(below, radius), height - radius)),
        "left": round(left * width),
        "top": round(top * height),
        "width": round(wide * width),
        "height": round(high * height),
    }


def _ask_url(media: Media, number: int, picture: int) -> str:
    mark = str(number) if picture == 1 else f"{picture}-{number}"
    start = reverse("contributions:start")
    return f"{start}?kind=correction&item={media.item.reference}&mark={mark}"
