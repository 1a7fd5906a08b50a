"""Owns what may be asked of the map, with a sentence for what cannot be answered."""

import math
import re

from django import forms
from django.utils.translation import gettext_lazy as _

from history.atlas.grid import Box, NoBox
from history.filters.fields import NumberField, SlugChoiceField
from history.models import Place

MOST_PAGES = 100
YEAR = re.compile(r"[12]\d{3}\Z", re.A)


class YearField(forms.CharField):
    """Read one year of four digits."""

    def to_python(self, value):
        text = super().to_python(value)
        if not text:
            return None
        if not YEAR.match(text) or int(text) > 2199:
            raise forms.ValidationError(
                _("Write a year of four digits, such as 1950."), code="invalid"
            )
        return int(text)


class BoxField(forms.CharField):
    """Read a part of the map as its four sides."""

    SENTENCES = {
        "four": _(
            "A part of the map is four numbers: west, south, east and north, in degrees."
        ),
        "world": _(
            "This part of the map lies outside the world: west and east go from −180 to "
            "180, south and north from −90 to 90."
        ),
        "order": _("The south of this part of the map lies north of its north."),
    }

    def to_python(self, value):
        text = super().to_python(value)
        if not text:
            return None
        try:
            return Box.read(text)
        except NoBox as refusal:
            raise forms.ValidationError(
                self.SENTENCES[refusal.why], code=refusal.why
            ) from None


class SpotField(forms.CharField):
    """Read a point: its latitude and longitude."""

    def to_python(self, value):
        text = super().to_python(value)
        if not text:
            return None
        try:
            latitude, longitude = (float(part) for part in text[:80].split(","))
        except ValueError:
            latitude = longitude = math.nan
        if not (abs(latitude) <= 90 and abs(longitude) <= 180):
            raise forms.ValidationError(
                _("A point is two numbers: latitude and longitude, in degrees."),
                code="invalid",
            )
        return latitude, longitude


class MapForm(forms.Form):
    """A question to the map: which part, which years, around what."""

    bbox = BoxField(required=False)
    place = SlugChoiceField(
        queryset=Place.objects.prefetch_related("names"),
        to_field_name="slug",
        required=False,
        error_messages={"invalid_choice": _("We do not know this place.")},
    )
    at = forms.CharField(
        required=False,
        max_length=200,
        error_messages={
            "null_characters_not_allowed": _(
                "There is a character in these words that cannot be searched for."
            ),
            "max_length": _("This name is too long to be looked for."),
        },
    )
    spot = SpotField(required=False)
    old = NumberField(most=999_999, required=False)
    cover = NumberField(most=100, required=False)
    zoom = NumberField(most=22, required=False)
    page = NumberField(most=MOST_PAGES, required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from"] = YearField(required=False)
        self.fields["to"] = YearField(required=False)

    def clean(self) -> dict:
        data = super().clean()
        first, last = data.get("from"), data.get("to")
        if first and last and first > last:
            self.add_error("to", _("The first year must come before the last."))
        return data

    @property
    def years(self) -> tuple[int | None, int | None]:
        return self.cleaned_data["from"], self.cleaned_data["to"]

    @property
    def sentences(self) -> list[str]:
        """Everything that is wrong with the question."""
        return [sentence for errors in self.errors.values() for sentence in errors]
