"""How editors announce an event: days and hours as people say them."""

from django import forms
from django.conf import settings
from django.contrib.admin.widgets import (
    AdminDateWidget,
    AdminTimeWidget,
    AdminURLFieldWidget,
)
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from news import occurring, planning, slugs, writing_area
from news.models import Event
from news.writing import clean_html
from news.writing_form import WritingForm


class EventForm(WritingForm):
    """An event in three languages; the database keeps moments, people write days."""

    first_day = forms.DateField(label=gettext_lazy("day"), widget=AdminDateWidget)
    from_time = forms.TimeField(
        label=gettext_lazy("begins at"), widget=AdminTimeWidget, required=False
    )
    to_time = forms.TimeField(
        label=gettext_lazy("ends at"), widget=AdminTimeWidget, required=False
    )
    last_day = forms.DateField(
        label=gettext_lazy("last day"), widget=AdminDateWidget, required=False,
        help_text=gettext_lazy("Only for what goes on over several days, or past midnight."),
    )  # fmt: skip
    online_url = forms.URLField(
        label=gettext_lazy("link to take part online"), required=False,
        assume_scheme="https", widget=AdminURLFieldWidget, max_length=200,
    )  # fmt: skip
    skipped_days = forms.CharField(
        label=gettext_lazy("not on these days"), required=False,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 40}),
        help_text=gettext_lazy("Days of a series that fall out, apart by commas or lines."),
    )  # fmt: skip

    class Meta:
        model = Event
        fields: list[str] = []

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in self.declared_fields.keys() & self.fields.keys():
            self.fields[name].label = capfirst(self.fields[name].label)
        for code, _name in settings.LANGUAGES:
            if f"title_{code}" in self.fields:
                self.fields[f"title_{code}"].required = False
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _("Left empty, it is made of the title.")
        if "repeats_until" in self.fields:
            self.fields["repeats_until"].help_text = _(
                "Empty for what takes place once. Else every week on the same day, up "
                "to this day."
            )
        writing_area.put_in(self)
        if self.instance.pk:
            self.initial |= _written(self.instance) | self.initial

    def clean(self) -> dict:
        data = super().clean()
        titles = {code: data.get(f"title_{code}") for code, _n in settings.LANGUAGES}
        if not any(titles.values()):
            self.add_error(None, _("Give it a title in at least one language."))
        elif not data.get("slug") and "slug" not in self.errors:
            data["slug"] = slugs.free(self.instance, titles)
        for code, _name in settings.LANGUAGES:
            if data.get(f"body_{code}"):
                data[f"body_{code}"] = clean_html(data[f"body_{code}"])
        if data.get("capacity") and data.get("repeats_until"):
            self.add_error(
                "capacity", _("Seats can be reserved only for what takes place once.")
            )
        self._clean_where(data)
        self._clean_when(data)
        return data

    def _clean_where(self, data: dict) -> None:
        told = [data.get("branch"), data.get("online_url")]
        told += [data.get(f"address_{code}") for code, _n in settings.LANGUAGES]
        if not any(told) and not {"branch", "online_url"} & self.errors.keys():
            self.add_error(
                "branch", _("Say where: a branch, another address or a link.")
            )

    def _clean_when(self, data: dict) -> None:
        """Take the time over into the row, or say beside its field what cannot be."""
        if {"first_day", "last_day", "from_time", "to_time", "repeats_until"} & (
            self.errors.keys()
        ):
            return
        for field in () if data["all_day"] else ("from_time", "to_time"):
            if data[field] is None:
                self.add_error(
                    field,
                    _("Write the hour, or say below that it lasts the whole day."),
                )
                return
        plan = planning.Plan(
            first_day=data["first_day"],
            last_day=data["last_day"] or data["first_day"],
            from_time=None if data["all_day"] else data["from_time"],
            to_time=None if data["all_day"] else data["to_time"],
            until=data["repeats_until"],
        )
        try:
            planning.check(plan)
            skipped = planning.read_days(data["skipped_days"], plan)
        except planning.WrongTime as wrong:
            self.add_error(wrong.field, wrong.sentence)
            return
        row = self.instance
        row.starts_at, row.ends_at = plan.starts_at, plan.ends_at
        row.skipped = skipped


def _written(event: Event) -> dict:
    """Give the moments of a row as an editor would write them."""
    starts, ends = (
        timezone.localtime(moment, timezone.get_default_timezone())
        for moment in (event.starts_at, event.ends_at)
    )
    last = occurring.Occurrence(starts, ends).last_day
    over_midnight = not event.all_day and ends.date() != starts.date()
    last = ends.date() if over_midnight else last
    skipped = sorted(occurring.skipped_days(event))
    return {
        "first_day": starts.date(),
        "last_day": last if last != starts.date() else None,
        "from_time": None if event.all_day else starts.time(),
        "to_time": None if event.all_day else ends.time(),
        "skipped_days": "\n".join(date_format(day, "d.m.Y") for day in skipped),
    }
