"""Own dates that are already written in EDTF, as staff may type them."""

import re
from datetime import date
from typing import Any

from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException

from history.dates.refusal import NotADate
from history.dates.value import FuzzyDate

_MARKED = re.compile(r"[\d\-/X~?%.,\[\]]+")
_ONLY_EDTF = re.compile(r"X|~$|%$|^\.\./|/\.\.$|^\[|[~?%]/|\d{4}(-\d\d){1,2}/")


def from_edtf(said: str, today: date) -> FuzzyDate | None:
    """Read a text that can only be EDTF; give nothing for all other texts."""
    if not (_MARKED.fullmatch(said) and _ONLY_EDTF.search(said)):
        return None
    if said.endswith(("~", "?", "%")) and re.fullmatch(r"\d{4}", said[:-1]):
        return None  # the phrase parser says the same, with our own bounds
    try:
        value: Any = parse_edtf(said)
        earliest, latest = _day(value, "lower_strict"), _day(value, "upper_strict")
        if re.search("[~?%]", said):
            earliest = earliest and _day(value, "lower_fuzzy")
            latest = latest and _day(value, "upper_fuzzy")
    except (EDTFParseException, ValueError, TypeError, AttributeError, OverflowError):
        return None
    if earliest and earliest > today:
        raise NotADate("future", year=earliest.year)
    if earliest is None and latest is None:
        return None
    if earliest and latest and latest < earliest:
        raise NotADate("reversed", first=said.split("/")[0], second=said.split("/")[-1])
    return FuzzyDate(said, str(value).replace(" ", ""), earliest, latest)


def _day(value: Any, bound: str) -> date | None:
    found = getattr(value, bound)()
    if isinstance(found, float):
        return None
    return date(found.tm_year, found.tm_mon, found.tm_mday)
