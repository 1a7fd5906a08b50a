"""What a camera wrote into a photograph, offered to its giver and never taken silently."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from contributions.models import Attachment, Contribution
from history.models import Master, Place

SCANNERS = re.compile(
    r"scan|perfection|plustek|reflecta|pakon|noritsu|frontier|imagerunner|"
    r"laserjet|officejet|deskjet|workforce|multifunction",
    re.IGNORECASE,
)
# A print that is photographed today was not taken today; and who gives a picture of
# last week knows its day.
YOUNGEST = timedelta(days=30)
FIRST_PHOTOGRAPH = 1826
# What a camera writes whose clock was never set.
UNSET = frozenset(
    {(1, 1, year) for year in (1900, 1904, 1970, 1980, 1998, 2000, 2001, 2002, 2005)}
)
OFFERED = 3
NEAR_METRES = 150
FIELDS = {"use_date": ("date_said",), "use_place": ("latitude", "longitude")}


@dataclass(frozen=True)
class Suggestion:
    """One thing that a camera says; `value` names the file it stands in."""

    name: str
    value: int
    words: str
    place: str = ""


def offered(contribution: Contribution) -> list[Suggestion]:
    """List what may be taken over: days while no date is said, places while no point is."""
    wants_date = not contribution.date_said.strip()
    wants_place = contribution.latitude is None
    if not (wants_date or wants_place):
        return []
    found: dict[tuple[str, str], Suggestion] = {}
    places = None
    for attachment in _with_camera(contribution):
        master = attachment.master
        if wants_date and (said := day_of(master, language=contribution.language)):
            one = Suggestion("use_date", attachment.pk, said)
            found.setdefault(("use_date", said), one)
        if wants_place and (point := point_of(master)):
            places = _places() if places is None else places
            words = "{:.4f}, {:.4f}".format(*point)
            near = _nearest(point, places)
            one = Suggestion("use_place", attachment.pk, words, near)
            found.setdefault(("use_place", near or words), one)
    dates = [one for one in found.values() if one.name == "use_date"][:OFFERED]
    points = [one for one in found.values() if one.name == "use_place"][:OFFERED]
    return [*dates, *points]


def offered_for(
    attachment: Attachment,
    contribution: Contribution,
    *,
    places: Callable[[], list[Place]] | None = None,
) -> list[Suggestion]:
    """List what the camera says of one picture of several that is not said of all.

    `places` gives the places of the town, once for many pictures (`once`).
    """
    master, found = attachment.master, []
    day = day_of(master, language=contribution.language)
    if day and not attachment.date_said and day != contribution.date_said:
        found.append(Suggestion("use_own_date", attachment.pk, day))
    point = point_of(master)
    if point and not attachment.place_said:
        near = _nearest(point, (places or _places)())
        if near and near != contribution.place_said:
            found.append(Suggestion("use_own_place", attachment.pk, near, near))
    return found


def once() -> Callable[[], list[Place]]:
    """Give the places of the town when they are first asked for, and then again."""
    return cache(_places)


def taken_of_file(
    contribution: Contribution, data: Mapping[str, str]
) -> tuple[Attachment, dict[str, str]] | None:
    """Give the picture and its words that a press beside it means."""
    for name in ("use_own_date", "use_own_place"):
        attachment = _named(contribution, data.get(name, ""))
        if attachment is None:
            continue
        said = next(
            (
                one.words
                for one in offered_for(attachment, contribution)
                if one.name == name
            ),
            "",
        )
        field = "date_said" if name == "use_own_date" else "place_said"
        return (attachment, {field: said}) if said else None
    return None


def _named(contribution: Contribution, pk: str) -> Attachment | None:
    if not (pk.isascii() and pk.isdecimal() and len(pk) < 12):
        return None
    files = contribution.attachments.select_related("master")
    return files.filter(pk=int(pk)).first()


def taken(contribution: Contribution, data: Mapping[str, str]) -> dict[str, Any]:
    """Give the words that a press on a suggestion means, read from the file again."""
    for name in FIELDS:
        attachment = _named(contribution, data.get(name, ""))
        if attachment is not None:
            return _words(name, attachment.master, contribution)
    return {}


def _words(name: str, master: Master, contribution: Contribution) -> dict[str, Any]:
    if name == "use_date":
        said = day_of(master, language=contribution.language)
        return {"date_said": said} if said else {}
    point = point_of(master)
    if point is None:
        return {}
    words: dict[str, Any] = {"latitude": point[0], "longitude": point[1]}
    near = _nearest(point, _places())
    if near and not contribution.place_said.strip():
        words["place_said"] = near
    return words


def day_of(master: Master, *, language: str) -> str:
    """Write the day on which the camera says it was taken, where that can be believed."""
    exif = master.exif or {}
    machine = " ".join(str(exif.get(tag, "")) for tag in ("Make", "Model", "Software"))
    if SCANNERS.search(machine):
        return ""
    try:
        said = str(exif.get("DateTimeOriginal"))[:19]
        day = datetime.strptime(said, "%Y:%m:%d %H:%M:%S").date()  # noqa: DTZ007
    except ValueError:
        return ""
    youngest = timezone.localdate(master.received_at) - YOUNGEST
    if day.year < FIRST_PHOTOGRAPH or day > youngest:
        return ""
    if (day.day, day.month, day.year) in UNSET:
        return ""
    with override(language):
        return date_format(day, "j E Y")


def point_of(master: Master) -> tuple[float, float] | None:
    """Give the point that the camera wrote, or None."""
    gps = (master.exif or {}).get("_gps")
    if not isinstance(gps, list) or len(gps) != 2:
        return None
    return float(gps[0]), float(gps[1])


def _with_camera(contribution: Contribution):
    return (
        contribution.attachments.select_related("master")
        .only("contribution", "position", "master__exif", "master__received_at")
        .exclude(master__exif={})
        .order_by("position", "pk")
    )


def _places() -> list[Place]:
    return list(Place.objects.filter(latitude__isnull=False).order_by("pk"))


def _nearest(point: tuple[float, float], places: list[Place]) -> str:
    """Name the place of the town that lies within a short walk, or nothing."""

    def metres(place: Place) -> float:
        north = (place.latitude - point[0]) * 111_320
        east = (place.longitude - point[1]) * 111_320 * math.cos(math.radians(point[0]))
        return math.hypot(north, east)

    near = min(places, key=metres, default=None)
    return near.name if near is not None and metres(near) <= NEAR_METRES else ""
