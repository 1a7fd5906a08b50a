"""How editors write down houses, hours, services, the guide and answered questions."""

from django import forms
from django.conf import settings
from django.contrib.admin.widgets import AdminURLFieldWidget
from django.forms.models import BaseInlineFormSet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from news import hours_said, slugs, timetable
from news.models import Access, SpecialDay, Weekday
from news.writing import clean_html


class SpokenForm(forms.ModelForm):
    """Something that has a name in at least one language, and an address made of it."""

    name_field = "title"
    html_fields: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name.rpartition("_")[2] in dict(settings.LANGUAGES):
                field.required = False
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _("Left empty, it is made of the name.")
        if "url" in self.fields:
            self.fields["url"].label = capfirst(self.fields["url"].label)

    def clean(self) -> dict:
        data = super().clean()
        names = self.spoken(data, self.name_field)
        if not any(names.values()):
            self.add_error(None, _("Give it a name in at least one language."))
        elif (
            "slug" in self.fields and not data.get("slug") and "slug" not in self.errors
        ):
            data["slug"] = slugs.free(self.instance, names)
        for field in self.html_fields:
            for code, text in self.spoken(data, field).items():
                data[f"{field}_{code}"] = clean_html(text)
        return data

    @staticmethod
    def spoken(data: dict, field: str) -> dict[str, str]:
        """Give one field in each language; what was left empty is an empty text."""
        return {
            code: data.get(f"{field}_{code}") or "" for code, _n in settings.LANGUAGES
        }


class BranchForm(SpokenForm):
    """A house of the library."""

    name_field = "name"
    access = forms.MultipleChoiceField(
        choices=Access.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "access" in self.fields:
            self.fields["access"].label = _("What helps to get in")


class ServiceForm(SpokenForm):
    """A service of the library."""

    url = forms.URLField(
        label=gettext_lazy("online form or link"), required=False, max_length=500,
        assume_scheme="https", widget=AdminURLFieldWidget,
    )  # fmt: skip
    html_fields = ("body",)


class GuideEntryForm(SpokenForm):
    """A site in the guide."""

    url = forms.URLField(
        label=gettext_lazy("address of the site"), max_length=500,
        assume_scheme="https", widget=AdminURLFieldWidget,
    )  # fmt: skip
    html_fields = ("how_to",)


class AnsweredQuestionForm(SpokenForm):
    """A question that all may read, with its answer in at least one language."""

    html_fields = ("answer",)

    def clean(self) -> dict:
        data = super().clean()
        if not any(self.spoken(data, "answer").values()):
            self.add_error(None, _("Write the answer in at least one language."))
        return data


class OpeningHoursForm(forms.ModelForm):
    """The hours of one day of the week."""

    def clean(self) -> dict:
        data = super().clean()
        opens, closes = data.get("opens_at"), data.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error(
                "closes_at", _("It has to close later than it opens, on the same day.")
            )
        return data


class WeekFormSet(BaseInlineFormSet):
    """The hours of a week; two on one day lie one after the other."""

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        days: dict[int, list[timetable.Span]] = {}
        for form in self.forms:
            data = form.cleaned_data
            if data and not data.get("DELETE"):
                span = timetable.Span(data["opens_at"], data["closes_at"])
                days.setdefault(data["weekday"], []).append(span)
        for day, spans in sorted(days.items()):
            if twice := timetable.overlap(spans):
                raise forms.ValidationError(
                    _("%(day)s: %(first)s and %(second)s lie over each other.")
                    % {
                        "day": Weekday(day).label,
                        "first": hours_said.spans(twice[:1]),
                        "second": hours_said.spans(twice[1:]),
                    }
                )


class SpecialDayForm(SpokenForm):
    """A day, or days in a row, that are unlike others."""

    name_field = "reason"

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "last_day" in self.fields:
            self.fields["last_day"].required = False

    def clean(self) -> dict:
        data = super().clean()
        first = data.get("first_day")
        if first and "last_day" not in self.errors:
            data["last_day"] = data.get("last_day") or first
            if data["last_day"] < first:
                self.add_error("last_day", _("The last day is before the first."))
        self._clean_hours(data)
        if first and not self.errors:
            self._refuse_twice(data)
        return data

    def _clean_hours(self, data: dict) -> None:
        if {"opens_at", "closes_at"} & self.errors.keys():
            return
        opens, closes = data.get("opens_at"), data.get("closes_at")
        if bool(opens) != bool(closes):
            self.add_error(
                "closes_at" if opens else "opens_at",
                _("Write both hours, or none where it is closed the whole day."),
            )
        elif opens and closes <= opens:
            self.add_error(
                "closes_at", _("It has to close later than it opens, on the same day.")
            )

    def _refuse_twice(self, data: dict) -> None:
        """Refuse two sayings about one day that cannot both hold."""
        others = SpecialDay.objects.filter(
            branch=data.get("branch"),
            first_day__lte=data["last_day"],
            last_day__gte=data["first_day"],
        ).exclude(pk=self.instance.pk)
        for other in others.order_by("first_day", "pk"):
            both = [(data.get("opens_at"), data.get("closes_at"))]
            both.append((other.opens_at, other.closes_at))
            is_closed = any(opens is None for opens, _closes in both)
            if is_closed or timetable.overlap(timetable.Span(*one) for one in both):
                self.add_error(
                    "first_day",
                    _("For these days there is another entry already: %(entry)s.")
                    % {"entry": other},
                )
                return
