"""Own how a fuzzy date is said in words; refuse to be surer than the interval."""

import re
from datetime import date, timedelta

from history.dates.sentences import WORDS, Words

_ROMANS = [
    "I",
    "II",
    "III",
    "IV",
    "V",
    "VI",
    "VII",
    "VIII",
    "IX",
    "X",
    "XI",
    "XII",
    "XIII",
    "XIV",
    "XV",
    "XVI",
    "XVII",
    "XVIII",
    "XIX",
    "XX",
    "XXI",
]
_SEASON_ENDS = {(3, 5): 0, (6, 8): 1, (9, 11): 2}


def display(
    earliest: date | None,
    latest: date | None,
    edtf: str,
    language: str,
    *,
    whole: bool = True,
) -> str:
    """Say a date in words of the language, with its doubt and its whole interval.

    Without `whole` the interval is left out, where a line must be short.
    """
    words = WORDS.get(language) or WORDS["en"]
    if earliest is None and latest is None:
        return words.unknown
    doubt = _doubt(edtf)
    base = re.sub("[~?%]", "", edtf)
    said = _said(base, earliest, latest, words)
    if not doubt:
        return said
    around = ""
    if whole and earliest and latest:
        around = f" ({_interval(earliest, latest, words)})"
    if ".." in base:
        return words.about_open[doubt].format(said)
    if re.fullmatch(r"\d{4}", base):
        return words.about_year[doubt].format(said) + around
    return words.about[doubt].format(said) + around


def _doubt(edtf: str) -> str:
    if "%" in edtf or ("~" in edtf and "?" in edtf):
        return "%"
    return "~" if "~" in edtf else "?" if "?" in edtf else ""


def _said(base: str, earliest: date | None, latest: date | None, words: Words) -> str:
    if match := re.fullmatch(r"(\d{3})X", base):
        return words.decade.format(match[1] + "0")
    if match := re.fullmatch(r"(\d{2})XX", base):
        number = int(match[1]) + 1
        return words.century(number, _ROMANS[min(number, 21) - 1])
    if match := re.fullmatch(r"(\d{4})-2([1-4])", base):
        return f"{words.seasons[int(match[2]) - 1]} {int(match[1])}"
    if base.startswith("["):
        sides = base.strip("[]").split(",")
        if all(_points(side) for side in sides):
            return words.either.format(*(_point(_points(s), words) for s in sides[:2]))
    elif "/" in base and re.search(r"\d", base):
        first, last = base.split("/", 1)
        if season := _season(first, last, words):
            return season
        if all(side in ("", "..") or _points(side) for side in (first, last)):
            return _between(_points(first), _points(last), words)
    elif _points(base):
        return _point(_points(base), words)
    return _interval(earliest, latest, words, dash=False)


def _season(first: str, last: str, words: Words) -> str:
    """Name a season that EDTF had to write as its months."""
    a, b = _points(first), _points(last)
    if len(a) != 2 or len(b) != 2:
        return ""
    if a[0] == b[0] and (a[1], b[1]) in _SEASON_ENDS:
        return f"{words.seasons[_SEASON_ENDS[a[1], b[1]]]} {a[0]}"
    if (a[1], b[1]) == (12, 2) and b[0] == a[0] + 1:
        return f"{words.seasons[3]} {a[0]}/{b[0] % 100:02}"
    if (a[1], b[1]) == (12, 2) and b[0] == a[0] + 2:
        return f"{words.seasons[3]} {a[0] + 1}"
    return ""


def _points(text: str) -> tuple[int, ...]:
    if not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-\d{2})?)?", text):
        return ()
    return tuple(int(part) for part in text.split("-"))


def _point(point: tuple[int, ...], words: Words, case: str = "plain") -> str:
    if len(point) == 1:
        return str(point[0])
    if len(point) == 2:
        names = {
            "plain": words.months,
            "of": words.months_of,
            "with": words.months_with,
        }
        return f"{names[case][point[1] - 1]} {point[0]}"
    return f"{point[2]} {words.months_of[point[1] - 1]} {point[0]}"


def _between(first: tuple[int, ...], last: tuple[int, ...], words: Words) -> str:
    if not first and last:
        return words.before.format(_point(_next(last), words, "of"))
    if first and not last:
        return words.since.format(_point(first, words))
    return words.between.format(
        _point(first, words, "with"), _point(last, words, "with")
    )


def _next(point: tuple[int, ...]) -> tuple[int, ...]:
    """Give the first time after this one, as exact as it was said."""
    if len(point) == 1:
        return (point[0] + 1,)
    if len(point) == 2:
        return (point[0] + point[1] // 12, point[1] % 12 + 1)
    following = date(*point) + timedelta(days=1)
    return (following.year, following.month, following.day)


def _interval(
    earliest: date | None, latest: date | None, words: Words, *, dash: bool = True
) -> str:
    first, last = _exact(earliest, latest)
    if first == last:
        return _point(first, words)
    if first and last and dash:
        return f"{_point(first, words)}–{_point(last, words)}" if len(first) == 1 else (
            f"{_point(first, words)} – {_point(last, words)}"
        )  # fmt: skip
    return _between(first, last, words)


def _exact(
    earliest: date | None, latest: date | None
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Give both ends as coarsely as is still exact."""
    first = (earliest.year, earliest.month, earliest.day) if earliest else ()
    last = (latest.year, latest.month, latest.day) if latest else ()
    ends_month = latest is None or (latest + timedelta(days=1)).day == 1
    size = 3
    if (earliest is None or earliest.day == 1) and ends_month:
        size = 2
        if (earliest is None or earliest.month == 1) and (
            latest is None or latest.month == 12
        ):
            size = 1
    return first[:size], last[:size]
