"""Own the values of a fuzzy date; refuse any midpoint between its two days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from history.dates.display import display


@dataclass(frozen=True)
class FuzzyDate:
    """Hold what was said and the days it may mean, both ends inclusive.

    `earliest` or `latest` is `None` where that side is open.
    """

    said: str
    edtf: str
    earliest: date | None
    latest: date | None

    def __post_init__(self) -> None:
        """Refuse an interval that ends before it begins."""
        if self.earliest and self.latest and self.latest < self.earliest:
            raise ValueError("A fuzzy date cannot end before it begins.")

    def __bool__(self) -> bool:
        """Say whether anything is known about the time."""
        return bool(self.edtf)

    def understood(self, language: str) -> str:
        """Say in words of that language how the date was understood."""
        return display(self.earliest, self.latest, self.edtf, language)


@dataclass(frozen=True)
class Period:
    """Name a stretch of time that people say instead of a year.

    `names` gives the names by language ("uk": ["Комунарськ"]); endings of words
    are forgiven when they are looked for. An end that is `None` is open.
    """

    names: Mapping[str, Sequence[str]] = field(hash=False)
    earliest: date | None
    latest: date | None


def unknown(said: str = "") -> FuzzyDate:
    """Give the date of which nobody knows anything."""
    return FuzzyDate(said=said, edtf="", earliest=None, latest=None)


def decades(earliest: date | None, latest: date | None) -> list[int]:
    """List the first year of every decade that the interval touches.

    An open side is not counted: nobody said how far it goes.
    """
    first, last = earliest or latest, latest or earliest
    if first is None or last is None:
        return []
    return list(range(first.year // 10 * 10, last.year + 1, 10))
