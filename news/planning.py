"""Own which times an editor may write, and the sentence for each that cannot be.

Refuses to know forms: what is wrong comes as `WrongTime` with the field it is in.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format, get_format
from django.utils.translation import gettext as _

from news import occurring

EARLIEST_YEAR, LATEST_YEAR = 1990, 2100
LONGEST = timedelta(days=2 * 366)


class WrongTime(Exception):
    """A time that cannot be; `field` says where it was written."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field, self.sentence = field, sentence


@dataclass(frozen=True, slots=True)
class Plan:
    """What an editor wrote about the time; the last day is that of the end."""

    first_day: date
    last_day: date
    from_time: time | None = None
    to_time: time | None = None
    until: date | None = None

    @property
    def is_all_day(self) -> bool:
        return self.from_time is None

    @property
    def starts_at(self) -> datetime:
        return _aware(self.first_day, self.from_time or time.min)

    @property
    def ends_at(self) -> datetime:
        """The end; of whole days, the midnight after the last of them."""
        if self.is_all_day:
            return _aware(self.last_day + timedelta(days=1), time.min)
        return _aware(self.last_day, self.to_time)


def check(plan: Plan) -> None:
    """Look whether all of it can be.

    Raises: WrongTime, with a sentence for the editor.
    """
    _check_years(plan)
    _check_order(plan)
    if plan.until is not None:
        _check_series(plan)
    if not plan.is_all_day:
        length = plan.last_day - plan.first_day
        for day in occurring.days(plan.first_day, plan.until):
            check_hour("from_time", day, plan.from_time)
            check_hour("to_time", day + length, plan.to_time)


def _check_years(plan: Plan) -> None:
    written = {
        "first_day": plan.first_day,
        "last_day": plan.last_day,
        "repeats_until": plan.until,
    }
    for field, day in written.items():
        if day:
            check_year(field, day)


def check_year(field: str, day: date) -> None:
    """Refuse a year that must be a slip of the hand."""
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise WrongTime(
            field, _("Is the year right? We read %(year)s.") % {"year": day.year}
        )


def _check_order(plan: Plan) -> None:
    if plan.last_day < plan.first_day:
        raise WrongTime(
            "last_day", _("It ends before it begins. Look at the two days.")
        )
    if plan.last_day - plan.first_day > LONGEST:
        raise WrongTime(
            "last_day", _("It would last more than two years. Is the year right?")
        )
    if plan.is_all_day or plan.last_day > plan.first_day:
        return
    if plan.to_time <= plan.from_time:
        raise WrongTime(
            "to_time",
            _(
                "It ends before it begins. If it goes on past midnight, write the last "
                "day as well."
            ),
        )


def _check_series(plan: Plan) -> None:
    if plan.until < plan.first_day:
        raise WrongTime("repeats_until", _("The series is over before it begins."))
    if plan.until - plan.first_day > occurring.LONGEST_SERIES:
        raise WrongTime(
            "repeats_until",
            _("A series lasts three years at most. Announce it anew after that."),
        )
    if plan.last_day - plan.first_day >= occurring.WEEK:
        raise WrongTime(
            "last_day", _("It would still go on when the next week's begins.")
        )


def check_hour(field: str, day: date, hour: time) -> None:
    """Refuse an hour that the clocks leave out that day, or show twice."""
    here = timezone.get_default_timezone()
    early, late = (
        datetime.combine(day, hour.replace(fold=fold), tzinfo=here) for fold in (0, 1)
    )
    if early.utcoffset() == late.utcoffset():
        return
    told = {"day": date_format(day, "DATE_FORMAT"), "hour": f"{hour:%H:%M}"}
    back = early.astimezone(UTC).astimezone(here)
    if back.replace(tzinfo=None, fold=0) != early.replace(tzinfo=None):
        raise WrongTime(
            field,
            _(
                "On %(day)s the clocks go forward: there is no %(hour)s that day. Write "
                "another time."
            )
            % told,
        )
    raise WrongTime(
        field,
        _(
            "On %(day)s the clocks go back: %(hour)s comes twice that day. Write another "
            "time."
        )
        % told,
    )


def read_days(text: str, plan: Plan) -> list[str]:
    """Read the days on which a series does not take place, apart by commas or lines.

    Raises: WrongTime where a word is no day, or no day of the series.
    """
    days = set()
    for word in text.replace(",", "\n").replace(";", "\n").split("\n"):
        if word.strip():
            days.add(_day_of(word.strip()))
    if not days:
        return []
    if plan.until is None:
        raise WrongTime(
            "skipped_days",
            _("Only a series can leave out a day. To cancel the event, say so below."),
        )
    known = set(occurring.days(plan.first_day, plan.until))
    for day in sorted(days - known):
        raise WrongTime(
            "skipped_days",
            _("The series has nothing on %(day)s anyway.")
            % {"day": date_format(day, "DATE_FORMAT")},
        )
    if days == known:
        raise WrongTime(
            "skipped_days",
            _("Nothing would be left of it. To cancel the whole series, say so below."),
        )
    return [day.isoformat() for day in sorted(days)]


def _day_of(word: str) -> date:
    for pattern in get_format("DATE_INPUT_FORMATS"):
        try:
            return datetime.strptime(word, pattern).date()  # noqa: DTZ007 (a day alone)
        except ValueError:
            continue
    example = date(2026, 12, 24).strftime(get_format("DATE_INPUT_FORMATS")[0])
    raise WrongTime(
        "skipped_days",
        _("“%(word)s” is not a day. Write it like %(example)s.")
        % {"word": word[:40], "example": example},
    )


def _aware(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=timezone.get_default_timezone())
