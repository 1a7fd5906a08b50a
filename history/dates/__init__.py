"""Own dates as people say them: words in, an interval of days and EDTF out.

Refuses to guess: there is no midpoint, no silent correction and no made-up year.
An open side ("before 1941", "after the war") is `None`; both sides `None` and an
empty EDTF mean that nobody knows.
"""

from history.dates.display import display
from history.dates.parse import parse
from history.dates.refusal import NotADate
from history.dates.value import FuzzyDate, Period, decades, unknown

__all__ = [
    "FuzzyDate",
    "NotADate",
    "Period",
    "decades",
    "display",
    "parse",
    "unknown",
]
