"""Own the sentences that say kindly why something is not a date."""

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "empty": _(
        "Please write when it was, for example “1962”, “summer 1968” or "
        "“early 60s”. If you do not know, write “I don’t know”."
    ),
    "not_understood": _(
        "We did not understand this as a date. Please try, for example, “1962”, "
        "“12 May 1962”, “early 60s” or “before 1941”. "
        "If you do not know, write “I don’t know”."
    ),
    "words": _(
        "We did not understand “%(words)s”. Please write only the time, for example "
        "“summer 1968” or “early 60s”; the rest belongs in the story."
    ),
    "too_long": _(
        "This is too long for a date. Please write only the time here, and the rest "
        "in the story."
    ),
    "reversed": _(
        "“%(first)s” is later than “%(second)s”. If you mean the time between the "
        "two, please write the earlier one first."
    ),
    "no_such_day": _(
        "There is no %(day)s: that month had %(days)s days. Please check the day, or "
        "write only the month and the year."
    ),
    "no_such_month": _(
        "There is no month number %(month)s. Please write the day first, then the "
        "month: 12.05.1962."
    ),
    "no_such_year": _("Please write the year with four digits, for example 1962."),
    "future": _(
        "The year %(year)s has not come yet. Please check the year; "
        "we ask when it was, not when it is shown."
    ),
    "future_day": _("That day has not come yet. Please check the date."),
    "which_century": _(
        "“%(short)s” can mean %(first)s or %(second)s. Please write all four digits."
    ),
    "month_or_range": _(
        "“%(said)s” can mean a month or two years. Please write %(month)s for the "
        "month, or %(range)s for the years."
    ),
    "year_missing": _(
        "Which year was it? Please add it, even roughly: “summer 1968”, "
        "“May, early 60s”. If you do not know, write “I don’t know”."
    ),
}


class NotADate(ValueError):
    """Refuse a text that is not a date, with a sentence that says what to do."""

    def __init__(self, code: str, **facts: str | int) -> None:
        """Keep which refusal it is and the facts its sentence names."""
        self.code = code
        self.facts = facts
        super().__init__(code)

    def __str__(self) -> str:
        """Say the sentence in the language of the moment."""
        return str(SENTENCES[self.code]) % self.facts

    def sentence(self, language: str) -> str:
        """Say the sentence in the given language."""
        with translation.override(language):
            return str(self)
