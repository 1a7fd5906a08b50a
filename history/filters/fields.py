"""Owns how one value of a question is read, strictly, with a sentence when it fails."""

import re

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from django_filters.fields import ModelChoiceField

from history import addresses

FIRST_YEAR, LAST_YEAR = 1000, 2199
_PERIOD = re.compile(r"(?:(?P<decade>\d{3}0)s?|(?P<first>\d{4})[-–](?P<last>\d{4}))\Z", re.A)  # fmt: skip
_NUMBER = re.compile(r"\d{1,6}\Z", re.A)
_SLUG = re.compile(r"[-\w]{1,80}\Z", re.A)


class PeriodField(forms.CharField):
    """Read `1960s`, `1960` (the decade) or `1950-1969`; clean to (first, last)."""

    default_error_messages = {
        "invalid": _("Write a decade such as 1960s, or years such as 1950-1969."),
        "backwards": _("The first year must come before the last."),
    }

    def to_python(self, value):
        text = super().to_python(value)
        if not text:
            return None
        match = _PERIOD.match(text)
        if not match:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        if match["decade"]:
            first = int(match["decade"])
            last = first + 9
        else:
            first, last = int(match["first"]), int(match["last"])
        if first > last:
            raise forms.ValidationError(
                self.error_messages["backwards"], code="backwards"
            )
        if first < FIRST_YEAR or last > LAST_YEAR:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return first, last


class NumberField(forms.CharField):
    """Read a whole number written with the digits 0 to 9, within limits."""

    default_error_messages = {
        "invalid": _("Write a whole number from 1 to %(most)s."),
    }

    def __init__(self, *, most: int, **kwargs):
        self.most = most
        super().__init__(**kwargs)

    def to_python(self, value):
        text = super().to_python(value)
        if not text:
            return None
        if not _NUMBER.match(text) or not 1 <= int(text) <= self.most:
            raise forms.ValidationError(
                self.error_messages["invalid"],
                code="invalid",
                params={"most": self.most},
            )
        return int(text)


class SlugChoiceField(ModelChoiceField):
    """Find a row by its slug; what cannot be a slug never reaches the database."""

    def to_python(self, value):
        if value and (not isinstance(value, str) or not _SLUG.match(value)):
            raise forms.ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice"
            )
        try:
            return super().to_python(value)
        except forms.ValidationError:
            # What was merged or renamed is still found by its old address.
            now = addresses.find(self.queryset.model._meta.model_name, value)
            if now is None or not self.queryset.filter(pk=now.pk).exists():
                raise
            return now


class Asked(django_filters.CharFilter):
    """A question that the search room answers, not the queryset."""

    def filter(self, qs, value):
        return qs


class PeriodAsked(Asked):
    """A span of years."""

    field_class = PeriodField


class NumberAsked(Asked):
    """A number of a page or a size."""

    field_class = NumberField


class OneOf(django_filters.ChoiceFilter):
    """One of the words we offer."""

    def filter(self, qs, value):
        return qs


class Known(django_filters.ModelChoiceFilter):
    """A row named by its slug."""

    field_class = SlugChoiceField

    def __init__(self, *, unknown, **kwargs):
        kwargs.setdefault("to_field_name", "slug")
        super().__init__(
            error_messages={"invalid_choice": unknown}, empty_label="", **kwargs
        )

    def filter(self, qs, value):
        return qs
