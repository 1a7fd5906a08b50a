"""Own how the pictures of one place or person are told through time, decade by decade.

Refuses to put an unsure date into one decade: what may be of two stands between them.
"""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from history.atlas.keeping import decade
from history.models import Place
from history.models.atlas import OPEN_END, OPEN_START
from history.presenting import name_then

SHOWN = 8
Row = tuple[int, int, int]


@dataclass(slots=True)
class Era:
    """The items whose dates reach over the same decades, in time."""

    first: int
    last: int
    ids: list[int] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The name of its part of the page."""
        if self.first > self.last:
            return "undated"
        return f"y{max(self.first, 0)}-{min(self.last, 9999)}"

    @property
    def period(self) -> str:
        """The years as the catalogue asks for them; "" where it cannot."""
        if self.first > self.last or self.first == OPEN_START or self.last == OPEN_END:
            return ""
        if self.first == self.last:
            return f"{self.first}s"
        return f"{self.first}-{self.last + 9}"

    @property
    def label(self) -> str:
        """Say which decades these are."""
        if self.first > self.last:
            return _("We do not know when")
        if self.first == OPEN_START:
            return _("No later than the %(year)ss") % {"year": self.last}
        if self.last == OPEN_END:
            return _("No earlier than the %(year)ss") % {"year": self.first}
        if self.first == self.last:
            return _("%(year)ss") % {"year": self.first}
        ends = (_("%(year)ss") % {"year": year} for year in (self.first, self.last))
        return " – ".join(ends)

    def name_of(self, place: Place, language: str) -> str:
        """Give the name the place had in all these years, where it was another one."""
        if not self.period:
            return ""
        first, last = date(self.first, 1, 1), date(self.last + 9, 12, 31)
        return name_then(place, first, last, language)


def eras(rows: list[Row]) -> list[Era]:
    """Part (item, first year, last year) by the decades they touch, the earliest first."""
    found: dict[tuple[int, int], Era] = {}
    for pk, first, last in sorted(rows, key=lambda row: (row[1], row[2], row[0])):
        key = decade(first), decade(last)
        found.setdefault(key, Era(*key)).ids.append(pk)
    order = sorted(found, key=lambda key: (key[0] > key[1], _begin(key), key[1]))
    return [found[key] for key in order]


def _begin(key: tuple[int, int]) -> int:
    """What is open to the past stands where its end is."""
    return key[1] if key[0] == OPEN_START else key[0]
