"""Three or four common points of two pictures, as numbers that anybody can type."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from history import images

ROWS = range(1, images.MOST_POINTS + 1)
SIDES = ("then", "now")
LABELS = {
    ("then", "x"): gettext_lazy("Old: from the left, %"),
    ("then", "y"): gettext_lazy("Old: from the top, %"),
    ("now", "x"): gettext_lazy("Today's: from the left, %"),
    ("now", "y"): gettext_lazy("Today's: from the top, %"),
}
DIGITS = 2


class PointsForm(forms.Form):
    """Where the same spots lie on both pictures, in percent of the sides."""

    then = forms.IntegerField(widget=forms.HiddenInput)
    now = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for row in ROWS:
            for (side, axis), label in LABELS.items():
                self.fields[f"{side}_{axis}_{row}"] = forms.DecimalField(
                    label=label, required=False, min_value=0, max_value=100,
                    widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
                )  # fmt: skip

    def clean(self) -> dict:
        """Gather the points; each is needed on both pictures."""
        data, pairs = super().clean(), []
        for row in ROWS:
            names = [f"{side}_{axis}_{row}" for side, axis in LABELS]
            values = [data.get(name) for name in names]
            if any(name in self.errors for name in names) or values.count(None) == 4:
                continue
            if None in values:
                missing = names[values.index(None)]
                self.add_error(
                    missing, _("Mark this point on both pictures, or on none.")
                )
                continue
            ax, ay, bx, by = (float(value) / 100 for value in values)
            pairs.append(((ax, ay), (bx, by)))
        data["points"] = pairs
        return data

    def rows(self) -> list[dict]:
        """Give the fields of each point, for the page."""
        return [
            {
                "number": row,
                "fields": [self[f"{side}_{axis}_{row}"] for side, axis in LABELS],
            }
            for row in ROWS
        ]

    def typed(self, side: str) -> list[dict]:
        """Give the points of one picture that are numbers, as shares of its sides."""
        found = []
        for row in ROWS:
            values = [_share(self[f"{side}_{axis}_{row}"].value()) for axis in "xy"]
            if None not in values:
                found.append({"number": row, "x": values[0], "y": values[1]})
        return found


def values_of(pairs) -> dict:
    """Give the values of the fields for points that are shares of the sides."""
    values = {}
    for row, pair in zip(ROWS, pairs, strict=False):
        for side, point in zip(SIDES, pair, strict=True):
            for axis, share in zip("xy", point, strict=True):
                values[f"{side}_{axis}_{row}"] = round(share * 100, DIGITS)
    return values


def _share(value) -> float | None:
    try:
        share = float(str(value).replace(",", ".")) / 100
    except ValueError:
        return None
    return share if 0 <= share <= 1 else None
