"""The fields about when and where that are more than one line of words."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contributions import pinning
from contributions.forms.steps import StepForm

PIN = ("latitude", "longitude", "bearing")


class WhenAndWhere(StepForm):
    """How sure the date is, and the pin on the map; the numbers are typed or drawn."""

    latitude = forms.CharField(
        label=_("Latitude"),
        help_text=_("Degrees, for example 47.95. Both numbers may be pasted here."),
        max_length=60,
        widget=forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"}),
    )
    longitude = forms.CharField(
        label=_("Longitude"),
        max_length=60,
        widget=forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"}),
    )
    bearing = forms.CharField(
        label=_("Direction of view, in degrees"),
        help_text=_("0 is north, 90 is east, 180 is south, 270 is west."),
        max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        """Turn what was typed into a whole point, or say beside which number it fails."""
        cleaned = super().clean()
        given = {name: str(cleaned.get(name) or "") for name in PIN}
        try:
            point = pinning.read(given["latitude"], given["longitude"])
            cleaned["latitude"] = point.latitude if point else None
            cleaned["longitude"] = point.longitude if point else None
        except pinning.NoPoint as refusal:
            self._refuse(refusal)
        if not {"latitude", "longitude"} <= set(self.data):
            self._leave_the_point()
        try:
            cleaned["bearing"] = pinning.bearing(given["bearing"])
        except pinning.NoPoint as refusal:
            self._refuse(refusal)
        return cleaned

    def _refuse(self, refusal: pinning.NoPoint) -> None:
        self.add_error(refusal.field, refusal.sentence)
        if refusal.field != "bearing":
            self._leave_the_point()

    def _leave_the_point(self) -> None:
        """Keep the point that was there: half of one is none."""
        self.cleaned_data.pop("latitude", None)
        self.cleaned_data.pop("longitude", None)
