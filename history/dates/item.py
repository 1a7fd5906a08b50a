"""Own the reading of one time ("early 50s", "12 May 1962") out of the tokens."""

from dataclasses import replace
from typing import cast

from history.dates import span as spans
from history.dates.cursor import Cursor
from history.dates.feasts import feast
from history.dates.loose import Loose, Part, long_year
from history.dates.refusal import NotADate
from history.dates.scan import Token
from history.dates.span import Span
from history.dates.value import Period

_NUMBERS = ("number", "ord")
_SHARES = ("half", "third", "quarter")


class Item(Cursor):
    """Walk over tokens; `read` takes one time and leaves the rest."""

    def read(self) -> Loose:
        """Read one time with its parts and doubts."""
        doubt = self.doubts()
        if self.peek() == "c":
            self.take()
            doubt = doubt or "~"
        self.skip("year", "years")
        parts = self._parts()
        between = self.doubts()
        if parts:
            self.skip("dash", "comma", "year", "years")
        loose = self._core(bool(parts))
        if not parts:
            parts = self._late_parts(loose)
        after = self.doubts()
        signs = "".join(dict.fromkeys(doubt + between + after))
        doubt = "%" if len(signs) > 1 else signs
        late = bool(after) and not (between or signs != after)
        parts = (*parts, *loose.parts)
        return replace(loose, parts=parts, doubt=doubt, late_doubt=late)

    def _parts(self) -> tuple[Part, ...]:
        parts: list[Part] = []
        while True:
            if self.peek() == "part":
                parts.append((str(self.take().value), 0))
            elif part := self._share():
                parts.append(part)
            else:
                break
            joins = self.peek() in ("dash", "and", "or", "to", "slash", "comma")
            if not (joins and (self.peek(1) == "part" or self._is_share(1))):
                if self.peek() != "part":
                    break
                continue
            self.take()
        return tuple(parts)

    def _is_share(self, ahead: int = 0) -> bool:
        number = self.peek(ahead) in (*_NUMBERS, "roman", "and")
        share = self.peek(ahead + 1)
        if share == "ord" and self.found[self.at + ahead + 1].value == 3:
            share = "third" if self.peek(ahead + 2) not in ("month", "") else ""
        return number and share in _SHARES

    def _share(self) -> Part | None:
        if self.peek() == "half":
            return None
        if not self._is_share():
            return None
        token = self.take()
        number = token.digits if token.kind == "and" else int(str(token.value))
        kind = self.take().kind
        return "third" if kind == "ord" else kind, number

    def _late_parts(self, loose: Loose) -> tuple[Part, ...]:
        """Read a part said after the time ("1962, beginning")."""
        mark = self.at
        self.skip("comma")
        if self.peek() == "part" and self.peek(1) in ("", "unsure", "circa"):
            return ((str(self.take().value), 0),)
        if self._is_share() and self.peek(2) in ("", "unsure", "circa"):
            share = self._share()
            return (share,) if share else ()
        self.at = mark
        return ()

    def _core(self, has_parts: bool) -> Loose:
        kind = self.peek()
        if kind in ("day", "dmy", "ym", "yseason", "dm"):
            return self._figures()
        if kind == "month":
            return self._month(None)
        if kind == "season":
            return self._season()
        if kind == "decade":
            return self._decade(self.take())
        if kind == "roman" or self._is_century():
            return self._century()
        if kind == "century":
            return Loose(century=int(str(self.take().value)))
        if kind == "turn":
            return self._turn()
        if kind == "period":
            return Loose(ready=self._period())
        if kind == "feast":
            return self._feast()
        if kind in _NUMBERS:
            return self._number(has_parts)
        if has_parts and kind in ("dash", "and", "or", "to", "comma"):
            return Loose()  # "end – beginning of the 60s": the rest says of what
        if kind == "":
            raise NotADate("year_missing" if has_parts else "not_understood")
        raise NotADate("not_understood")

    def _figures(self) -> Loose:
        token = self.take()
        value = cast(tuple[int, ...], token.value)
        if token.kind == "day":
            loose = Loose(year=value[0], month=value[1], day=value[2])
        elif token.kind == "dmy":
            day, month, year = value
            if token.digits == 2:
                year = long_year(year, self.today)
            if month > 12 >= day and "/" in token.text:
                day, month = month, day  # written the American way
            loose = Loose(year=year, month=month, day=day)
        elif token.kind == "ym":
            loose = Loose(year=value[0], month=value[1])
        elif token.kind == "yseason":
            loose = Loose(year=value[0], season=value[1])
        else:
            loose = Loose(day=value[0], month=value[1])
            self.skip("comma")
            loose = replace(loose, year=self._year())
        if loose.month is not None and not 1 <= loose.month <= 12:
            raise NotADate("no_such_month", month=loose.month)
        self.skip("year")
        return loose

    def _month(self, day: int | None) -> Loose:
        month = int(str(self.take().value))
        if day is None and self.peek() in _NUMBERS and self._is_day():
            day = int(str(self.take().value))
        self.skip("comma")
        loose = Loose(month=month, day=day)
        if self.peek() == "decade" and day is None:
            return self._decade(self.take())  # wider than was said, never wrong
        return replace(loose, year=self._year())

    def _is_day(self) -> bool:
        """Say whether "May 12" means a day: a year follows or 12 cannot be a year."""
        token = self.found[self.at]
        if token.digits > 2 or not 1 <= int(str(token.value)) <= 31:
            return False
        if self.peek(1) == "year" or token.text.startswith("'"):
            return False
        following = self.peek(2) if self.peek(1) == "comma" else self.peek(1)
        return following in _NUMBERS or following in ("", "unsure", "dash", "to")

    def _year(self) -> int | None:
        """Take a year where one stands here."""
        mark = self.at
        self.skip("year", "comma")
        if self.peek() in _NUMBERS and not self._is_century():
            token = self.found[self.at]
            if token.digits in (2, 4) or self.peek(1) == "year":
                self.take()
                self.skip("year", "years")
                number = int(str(token.value))
                return long_year(number, self.today) if token.digits < 3 else number
        self.at = mark
        return None

    def _season(self) -> Loose:
        season = int(str(self.take().value))
        parts: tuple[Part, ...] = ()
        self.skip("comma")
        if self.peek() == "decade":
            return self._decade(self.take())  # wider than was said, never wrong
        doubt = self.doubts() if self.peek(1) in _NUMBERS else ""
        year = self._year()
        loose = Loose(season=season, year=year, parts=parts, doubt=doubt)
        if season == 24 and year and self.peek() in ("slash", "dash"):
            following = self.found[self.at + 1] if not self.is_last() else None
            if following and following.kind in _NUMBERS and following.digits in (2, 4):
                second = int(str(following.value))
                if following.digits == 2:
                    second += year // 100 * 100
                    second += 100 if second < year else 0
                if second == year + 1:
                    self.at += 2
                    self.skip("year", "years")
                    return replace(loose, winter_to=second)
        return loose

    def _decade(self, token: Token) -> Loose:
        first = int(str(token.value))
        loose = Loose(decade=first, short_decade=token.digits == 2)
        mark = self.at
        self.skip("year", "years", "comma")
        if self.peek() == "roman" or self._is_century():
            century = self._century().century
            return replace(loose, century=century)
        if self.peek() == "century":
            return replace(loose, century=int(str(self.take().value)))
        self.at = mark
        self.skip("year", "years")
        return loose

    def _is_century(self) -> bool:
        if self.peek() == "and" and self.found[self.at].digits:
            return self.peek(1) == "cent"
        follows = self.peek(1)
        if self.peek() not in (*_NUMBERS, "roman") or not follows:
            return False
        text = self.found[self.at + 1].text
        return (
            follows == "cent"
            or (follows == "c" and self.peek(2) == "")
            or (self.peek() == "roman" and text in ("в", "с", "c"))
        )

    def _century(self) -> Loose:
        token = self.take()
        number = token.digits if token.kind == "and" else int(str(token.value))
        self.skip("cent", "c")
        return Loose(century=number)

    def _turn(self) -> Loose:
        """Read "the turn of the 19th and 20th centuries" as ten years on each side."""
        self.take()
        numbers: list[int] = []
        while self.peek() in ("roman", *_NUMBERS, "dash", "and", "cent", "century"):
            token = self.take()
            if token.kind in ("roman", *_NUMBERS, "century"):
                numbers.append(int(str(token.value)))
        if not numbers:
            numbers = [20]
        if len(numbers) > 2 or numbers[-1] > 21 or numbers[-1] < 2:
            raise NotADate("not_understood")
        first = (numbers[-1] - 1) * 100
        return Loose(ready=spans.years(first - 10, first + 9))

    def _period(self) -> Span:
        period = cast(Period, self.take().value)
        span = spans.days_between(period.earliest, period.latest)
        self.skip("year", "years", "cent")
        return replace(span, unit="year") if span.first != span.last else span

    def _feast(self) -> Loose:
        name = str(self.take().value)
        self.skip("comma")
        year = self._year()
        if year is None:
            raise NotADate("year_missing")
        return Loose(ready=feast(name, year))

    def _number(self, has_parts: bool) -> Loose:
        token = self.take()
        number = int(str(token.value))
        if token.kind == "ord" and number < 0:
            raise NotADate("not_understood")
        if self.peek() == "month" and token.digits <= 2:
            return self._month(number)
        if self.peek() == "years" and number % 10 == 0 and token.digits in (2, 4):
            return self._decade(token)
        if token.digits <= 2 and number <= 99:
            named = self.peek() == "year"
            self.skip("year", "years")
            if token.digits == 1 and named:
                raise NotADate("no_such_year")
            if named:
                return self._in_year(Loose(year=long_year(number, self.today)))
            year = self._year() if self.peek() == "comma" else None
            return Loose(raw=number, year=year, one_digit=token.digits == 1)
        if (token.digits == 3 and self.peek() != "year") or token.digits > 4:
            raise NotADate("no_such_year")
        self.skip("year", "years")
        return self._in_year(Loose(year=number))

    def _in_year(self, loose: Loose) -> Loose:
        """Read the month or season said after the year ("1962, summer")."""
        mark = self.at
        self.skip("comma", "year")
        if self.peek() == "part" and self.peek(1) in ("month", "season"):
            parts: tuple[Part, ...] = ((str(self.take().value), 0),)
        else:
            parts = ()
        if self.peek() == "month" and self.peek(1) in _NUMBERS:
            if self.found[self.at + 1].digits <= 2 and not self.peek(2):
                month = int(str(self.take().value))
                return replace(loose, month=month, day=int(str(self.take().value)))
        elif self.peek() == "month":
            return replace(loose, month=int(str(self.take().value)), parts=parts)
        if self.peek() == "season" and self.peek(1) not in _NUMBERS:
            return replace(loose, season=int(str(self.take().value)), parts=parts)
        if self.peek() in _NUMBERS and self.peek(1) == "month":
            day = int(str(self.take().value))
            month = int(str(self.take().value))
            return replace(loose, month=month, day=day)
        self.at = mark
        return loose
