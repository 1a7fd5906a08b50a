"""What the camera wrote into a file: hints for the desk, everything for a curator."""

from datetime import datetime

from django.utils.formats import date_format

from history.models import Master

LONGEST = 300


def hints(master: Master) -> dict:
    """Give what helps to decide: when by its clock, whether a place is in it.

    Nothing of whose device it was nor where it stood: see `everything`.
    """
    facts = master.exif or {}
    return {
        "clock": _clock(facts.get("_taken_at")),
        "has_place": bool(facts.get("_gps")),
    }


def everything(master: Master) -> list[tuple[str, str]]:
    """List every fact by its name in the standard, as plain short words."""
    return [
        (name, _words(value))
        for name, value in sorted((master.exif or {}).items())
        if not name.startswith("_") and not name.startswith("GPS")
    ]


def place(master: Master) -> str:
    """Give the point that the camera wrote, or nothing."""
    point = (master.exif or {}).get("_gps")
    if not point:
        return ""
    return f"{point[0]:.5f}, {point[1]:.5f}"


def _clock(moment: str | None) -> str:
    if not moment:
        return ""
    try:
        return date_format(datetime.fromisoformat(moment), "j E Y, H:i")
    except ValueError:
        return ""


def _words(value) -> str:
    if isinstance(value, list):
        value = ", ".join(str(one) for one in value)
    return str(value)[:LONGEST]
