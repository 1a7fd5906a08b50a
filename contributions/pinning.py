"""Coordinates as people type and paste them; a point is never mended silently."""

import math
import re
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Avg
from django.utils.translation import gettext as _

from history.models import Place

DECIMALS = 6  # a tenth of a metre; more is noise
NEAR = 2.0  # degrees: farther from the town than this, an exchange is likely
NUMBER = r"[+\-−]?\d{1,3}(?:[.,]\d+)?"
PAIR = re.compile(rf"\s*({NUMBER})°?\s*[;,]?\s+({NUMBER})°?\s*|\s*({NUMBER})\s*[;]\s*({NUMBER})\s*|\s*([+\-−]?\d{{1,3}}\.\d+),([+\-−]?\d{{1,3}}\.\d+)\s*")  # fmt: skip


class NoPoint(ValueError):
    """What was typed is no point; `field` says which half, `sentence` what to do."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field, self.sentence = field, sentence


@dataclass(frozen=True)
class Point:
    """A point on the earth, in degrees."""

    latitude: float
    longitude: float


def centre() -> Point | None:
    """Say where the town is: by the settings, else the middle of its places."""
    if len(settings.MAP_CENTRE) == 2:
        return Point(*settings.MAP_CENTRE)
    middle = Place.objects.aggregate(
        latitude=Avg("latitude"), longitude=Avg("longitude")
    )
    return Point(**middle) if middle["latitude"] is not None else None


def read(latitude: str, longitude: str) -> Point | None:
    """Read two typed numbers, or both pasted into the first field; None for nothing.

    Raises: NoPoint, also where the two have probably changed places.
    """
    latitude, longitude = latitude.strip(), longitude.strip()
    if latitude and not longitude and (pair := PAIR.fullmatch(latitude)):
        latitude, longitude = [part for part in pair.groups() if part]
    if not latitude and not longitude:
        return None
    point = Point(
        _number("latitude", latitude, 90), _number("longitude", longitude, 180)
    )
    _ask_about_exchange(point)
    return point


def _number(field: str, text: str, most: int) -> float:
    if not text:
        raise NoPoint(
            field, _("A point needs both numbers. Please add this one or empty both.")
        )
    try:
        if not re.fullmatch(rf"{NUMBER}°?", text):
            raise ValueError
        value = float(text.rstrip("°").replace(",", ".").replace("−", "-"))
    except ValueError:
        raise NoPoint(
            field,
            _("Please write degrees as a number, for example 47.95 or 47,95."),
        ) from None
    if not math.isfinite(value) or abs(value) > most:
        raise NoPoint(
            field,
            _("This number lies between -%(most)s and %(most)s.") % {"most": most},
        )
    return round(value, DECIMALS)


def _ask_about_exchange(point: Point) -> None:
    town = centre()
    if town is None:
        return

    def far(latitude: float, longitude: float) -> bool:
        away = abs(latitude - town.latitude), abs(longitude - town.longitude)
        return max(away) > NEAR

    if far(point.latitude, point.longitude) and not far(
        point.longitude, point.latitude
    ):
        raise NoPoint(
            "latitude",
            _(
                "Have the two numbers changed places? With latitude %(latitude)s and "
                "longitude %(longitude)s it would be in our town."
            )
            % {"latitude": point.longitude, "longitude": point.latitude},
        )


def bearing(text: str) -> int | None:
    """Read a direction of view in degrees from north; 360 is north again.

    Raises: NoPoint.
    """
    text = text.strip().rstrip("°")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and int(text[:9]) <= 360):
        raise NoPoint(
            "bearing",
            _("Please write a whole number from 0 to 360: 0 is north, 90 is east."),
        )
    return int(text) % 360
