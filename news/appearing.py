"""Own when a post or an event is public, and how that is said.

Nothing has to run for it: public is what has a moment that has passed, so no clock that
jumps and no worker that dies can publish a thing twice, or not at all.
"""

from datetime import datetime

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from news import planning
from news.written import Written

DRAFT, SCHEDULED, PUBLIC = "draft", "scheduled", "public"


def state(thing: Written, *, at: datetime | None = None) -> str:
    """Say which of the three it is."""
    if thing.published_at is None:
        return DRAFT
    return PUBLIC if thing.published_at <= (at or timezone.now()) else SCHEDULED


def in_words(thing: Written, *, at: datetime | None = None) -> str:
    """Say it to an editor: "will appear on 3 December 2026 at 18:00"."""
    now = state(thing, at=at)
    if now == DRAFT:
        return _("draft")
    told = {"moment": moment(thing.published_at)}
    if now == SCHEDULED:
        return _("will appear on %(moment)s") % told
    return _("public since %(moment)s") % told


def moment(value: datetime) -> str:
    """Say a moment by the clock on the library's wall."""
    here = timezone.localtime(value, timezone.get_default_timezone())
    return _("%(day)s at %(hour)s") % {
        "day": date_format(here, "DATE_FORMAT").rstrip("."),
        "hour": f"{here:%H:%M}",
    }


class MomentField(forms.SplitDateTimeField):
    """A day and an hour of the library; what cannot be is said in a sentence."""

    def __init__(self, **options) -> None:
        super().__init__(**options | {"widget": AdminSplitDateTime})

    def compress(self, data_list):
        """Put day and hour together.

        Raises: ValidationError for an hour that the clocks leave out, or show twice,
        and for years that must be slips.
        """
        if data_list and all(data_list):
            day, hour = data_list
            try:
                planning.check_year("published_at", day)
                planning.check_hour("published_at", day, hour)
            except planning.WrongTime as wrong:
                raise ValidationError(wrong.sentence) from wrong
        return super().compress(data_list)
