"""Own the grammar: from tokens to the date a person meant, or a kind refusal."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from django.utils import timezone

from history.dates import span as spans
from history.dates.display import display
from history.dates.item import Item
from history.dates.loose import Loose, completed, resolved
from history.dates.number_words import with_numbers
from history.dates.periods import WORLD
from history.dates.refusal import NotADate
from history.dates.scan import Token, tokens
from history.dates.span import Span
from history.dates.value import FuzzyDate, Period, unknown
from history.dates.written import from_edtf

LONGEST_TEXT = 200
_LIMITS: dict[str, Callable[[Span], Span]] = {
    "before": spans.before,
    "until": spans.until,
    "after": spans.after,
    "since": spans.since,
    "from": spans.since,
    "to": spans.until,
    "c": spans.since,
}


def parse(
    text: str,
    *,
    language: str,
    town_periods: Sequence[Period] = (),
    world_periods: Sequence[Period] = WORLD,
    today: date | None = None,
) -> FuzzyDate:
    """Understand a date as people say it, or raise `NotADate` with what to do.

    `town_periods` are looked for before the world's, which staff may have changed; `today` decides what is still
    to come.
    """
    said = " ".join(str(text).split())
    if not said:
        raise NotADate("empty")
    if len(said) > LONGEST_TEXT:
        raise NotADate("too_long")
    today = today or timezone.localdate()
    if written := from_edtf(said, today):
        return written
    found = with_numbers(tokens(said, language, town_periods, world_periods))
    if _nobody_knows(found):
        return unknown(said)
    span = Reader(found, language, today).phrase()
    return FuzzyDate(said, span.edtf, span.earliest, span.latest)


def _nobody_knows(found: Sequence[Token]) -> bool:
    if not found:
        return False
    kinds = {token.kind for token in found}
    return kinds <= {"unknown", "unsure", "year", "comma", "circa"} and bool(
        kinds & {"unknown", "unsure"}
    )


class Reader:
    """Read tokens from left to right into one span; knows only this one phrase."""

    def __init__(self, found: Sequence[Token], language: str, today: date) -> None:
        """Begin at the first token."""
        self.item = Item(found, today)
        self.language = language
        self.today = today

    def phrase(self) -> Span:
        """Read the whole phrase, or refuse where words are left over."""
        item = self.item
        doubt = item.doubts()
        kind = item.peek()
        if kind == "between":
            item.take()
            span = self._range(("and", "dash", "to", "before", "comma", "slash"))
        elif kind == "c" and not item.ahead("to", "dash", "before", "until"):
            if self.language == "en" or (item.text() == "c" and self.language == "uk"):
                item.take()
                return self._rest(self._said(), "~")
            span = self._limits()
        elif kind in ("from", "c"):
            span = self._from()
        elif kind in _LIMITS:
            span = self._limits()
        else:
            return self._rest(self._said(), doubt)
        return self._rest(span, doubt)

    def _rest(self, span: Span, doubt: str) -> Span:
        item = self.item
        while not item.done():
            if item.peek() == "later":
                item.take()
                span = spans.since(span)
            elif item.peek() == "earlier":
                token = item.take()
                inclusive = token.text.startswith(("вкл", "incl"))
                span = span if inclusive else spans.until(span)
            elif item.peek() in ("comma", "dash", "but"):
                item.take()
                if item.done():
                    raise NotADate("not_understood")
            elif more := item.doubts():
                doubt = _added(doubt, more)
            else:
                raise NotADate("not_understood")
        return spans.doubted(span, doubt) if doubt else span

    def _said(self) -> Span:
        """Read one time, a range or a choice without an opening word."""
        item = self.item
        left = item.read()
        kind = item.peek()
        closes = kind == "dash" and item.is_last()
        if closes:
            item.take()
            return spans.since(resolved(left, self.today))
        if kind in ("dash", "to", "slash", "comma", "before", "until", "and"):
            item.take()
            while item.peek() in ("and", "but"):
                item.take()
            if kind == "comma" and item.peek() == "or":
                item.take()
                kind = "or"
            right = item.read()
            if kind in ("before", "until"):
                right = _until_it_begins(right)
            if kind == "comma" and not _both_end_alike(left, right):
                raise NotADate("not_understood")
            return self._joined(left, right)
        if kind == "or":
            item.take()
            item.skip("or", "before")
            return self._joined(left, item.read(), choice=True)
        if kind in ("part", "ord", "number", "month", "season") and left.parts:
            return self._joined(left, item.read())
        return resolved(left, self.today)

    def _range(self, connectors: tuple[str, ...]) -> Span:
        left = self.item.read()
        if self.item.peek() not in connectors:
            raise NotADate("not_understood")
        self.item.take()
        self.item.skip("dash", "from", "c")
        return self._joined(left, self.item.read())

    def _from(self) -> Span:
        item = self.item
        item.take()
        left = item.read()
        item.skip("comma")
        if item.peek() in ("to", "before", "until", "dash", "and"):
            kind = item.take().kind
            if item.done():
                return spans.since(resolved(left, self.today))
            right = item.read()
            return self._joined(
                left, _until_it_begins(right) if kind == "before" else right
            )
        return self._limited(spans.since(resolved(left, self.today)))

    def _limits(self) -> Span:
        kind = self.item.take().kind
        inner = self.item.doubts()
        self.item.skip("comma")
        if self.item.peek() == "between" or self.item.done():
            raise NotADate("not_understood")
        loose = self.item.read()
        span = resolved(loose, self.today)
        limit = _LIMITS[kind]
        part = loose.parts[-1][0] if loose.parts else ""
        if kind == "before" and part in ("mid", "late"):  # it may still belong
            limit = spans.until
        elif kind == "after" and part in ("early", "mid"):
            limit = spans.since
        if inner:
            span = spans.doubted(span, inner)
        return self._limited(limit(span))

    def _limited(self, first: Span) -> Span:
        """Read a second limit ("after 1950 but before 1960") where there is one."""
        item = self.item
        mark = item.at
        item.skip("and", "but", "comma")
        if item.peek() not in ("before", "until", "after", "since", "to"):
            item.at = mark
            return first
        limit = _LIMITS[item.take().kind]
        second = limit(resolved(item.read(), self.today))
        if first.start is None:
            first, second = second, first
        if first.start is None or second.end is None or second.start:
            raise NotADate("not_understood")
        if second.end < first.start:
            raise NotADate(
                "reversed", first=self._words(first), second=self._words(second)
            )
        unit = first.unit if first.unit == second.unit else "year"
        span = spans.days_between(first.start, second.end)
        span = replace(span, unit=unit, doubt=first.doubt)
        return replace(span, last_doubt=second.last_doubt or second.doubt)

    def _joined(self, left: Loose, right: Loose, *, choice: bool = False) -> Span:
        left, right = completed(left, right, self.today)
        if left.doubt and not left.late_doubt:
            right = replace(right, doubt=_added(left.doubt, right.doubt))
        if right.doubt and right.late_doubt:
            left = replace(left, doubt=_added(left.doubt, right.doubt))
        one, other = resolved(left, self.today), resolved(right, self.today)
        if choice:
            return spans.either(one, other)
        return spans.joined(one, other, (self._words(one), self._words(other)))

    def _words(self, span: Span) -> str:
        return display(span.earliest, span.latest, span.edtf, self.language)


def _until_it_begins(right: Loose) -> Loose:
    """Make "until the war" end where the war begins; "until 1943" keeps its year."""
    if right.ready is None or right.ready.start is None or right.parts:
        return right
    end = right.ready.start - timedelta(days=1)
    return replace(right, ready=spans.days_between(end, end))


def _both_end_alike(left: Loose, right: Loose) -> bool:
    years = left.year is not None and right.year is not None
    return years or bool(left.parts and right.parts)


def _added(one: str, other: str) -> str:
    return one if one == other or not other else other if not one else "%"
