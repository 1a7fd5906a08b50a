"""The form in which staff say how a picture is shown, in percent and degrees."""

import hashlib
import json
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from history import images

STEEPEST = 15
SMALLEST_PERCENT = 5
MOST_MASKS = images.MAX_MASKS
SPARE_ROWS = 2
TURNS = {"left": 270, "right": 90, "half": 180}
STYLES = [("fill", gettext_lazy("plain grey")), ("blur", gettext_lazy("blurred"))]


class Number(forms.FloatField):
    """A number within bounds; a decimal comma is understood."""

    def __init__(self, *, lowest: float, highest: float, **kwargs) -> None:
        sentence = gettext_lazy("Please write a number from %(lowest)s to %(highest)s.")
        bounds = {"lowest": lowest, "highest": highest}
        self.sentence, self.bounds = sentence, bounds
        widget = forms.NumberInput(attrs={"min": lowest, "max": highest, "step": "any"})
        super().__init__(widget=widget, **kwargs)

    def to_python(self, value) -> float | None:
        if isinstance(value, str):
            value = value.strip().replace(",", ".").replace("−", "-").rstrip("%°")
        try:
            number = super().to_python(value)
        except forms.ValidationError:
            number = float("nan")
        if number is not None and not (
            self.bounds["lowest"] <= number <= self.bounds["highest"]
        ):
            raise forms.ValidationError(self.sentence % self.bounds, code="range")
        return number


def percent(label, *, required: bool = True, lowest: float = 0) -> Number:
    """Make a field for a share of a side."""
    return Number(label=label, lowest=lowest, highest=100, required=required)


class MaskForm(forms.Form):
    """One covered place; an empty row covers nothing."""

    x = percent(gettext_lazy("from the left, %"), required=False)
    y = percent(gettext_lazy("from the top, %"), required=False)
    width = percent(gettext_lazy("width, %"), required=False)
    height = percent(gettext_lazy("height, %"), required=False)
    style = forms.ChoiceField(
        label=gettext_lazy("how"), choices=STYLES, required=False, initial="fill"
    )

    SIDES = ("x", "y", "width", "height")

    def clean(self) -> dict:
        """Want all four numbers or none, and something to cover."""
        cleaned = super().clean()
        missing = [name for name in self.SIDES if cleaned.get(name) is None]
        if self.errors or len(missing) == len(self.SIDES):
            return cleaned
        for name in missing:
            self.add_error(name, _("Please write this number too, or empty the row."))
        if not missing and (not cleaned["width"] or not cleaned["height"]):
            self.add_error("width", _("A mask needs a width and a height."))
        if not missing and (cleaned["x"] >= 100 or cleaned["y"] >= 100):
            self.add_error("x", _("This lies outside of the picture."))
        return cleaned

    def mask(self) -> dict[str, Any] | None:
        """Give the mask as the edits have it."""
        sides = [self.cleaned_data.get(name) for name in self.SIDES]
        if any(side is None for side in sides):
            return None
        box = [round(side / 100, 6) for side in sides]
        return {"box": box, "style": self.cleaned_data.get("style") or "fill"}


class MaskFormSet(forms.BaseFormSet):
    """All covered places of a picture."""

    def clean(self) -> None:
        """Say when there are too many, in our words."""
        if self.total_form_count() > MOST_MASKS + SPARE_ROWS or len(self.masks()) > (
            MOST_MASKS
        ):
            raise forms.ValidationError(
                _("At most %(limit)s places can be covered. Please join some.")
                % {"limit": MOST_MASKS}
            )

    def masks(self) -> list[dict[str, Any]]:
        """Give the rows that cover something."""
        rows = [form.mask() for form in self.forms if hasattr(form, "cleaned_data")]
        return [row for row in rows if row is not None]


class EditsForm(forms.Form):
    """Turn, straighten, crop; `seen` says which edits the page was opened with."""

    rotate = forms.TypedChoiceField(
        choices=[(degrees, degrees) for degrees in (0, 90, 180, 270)],
        coerce=int,
        widget=forms.HiddenInput,
        required=False,
        empty_value=0,
    )
    straighten = Number(
        label=gettext_lazy("Straighten, degrees"),
        help_text=gettext_lazy("From −15 to 15; clockwise is positive."),
        lowest=-STEEPEST,
        highest=STEEPEST,
        required=False,
    )
    crop_x = percent(gettext_lazy("from the left, %"))
    crop_y = percent(gettext_lazy("from the top, %"))
    crop_width = percent(gettext_lazy("width, %"))
    crop_height = percent(gettext_lazy("height, %"))
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label=gettext_lazy("Why is it changed?"),
        help_text=gettext_lazy(
            "Colleagues read it in the history of the item. Name no person."
        ),
        max_length=200,
    )

    def __init__(self, *args, needs_reason: bool, **kwargs) -> None:
        super().__init__(*args, auto_id="edit_%s", **kwargs)
        if not needs_reason:
            del self.fields["reason"]

    def clean(self) -> dict:
        """Refuse a crop that leaves next to nothing."""
        cleaned = super().clean()
        for side, start in (("crop_width", "crop_x"), ("crop_height", "crop_y")):
            length, first = cleaned.get(side), cleaned.get(start)
            if length is None or first is None:
                continue
            if min(length, 100 - first) < SMALLEST_PERCENT:
                self.add_error(
                    side,
                    _("Too little of the picture would be left: at least %(least)s %%.")
                    % {"least": SMALLEST_PERCENT},
                )
        return cleaned

    def values(self) -> dict[str, Any]:
        """Give turn, straightening and crop as the edits have them."""
        cleaned = self.cleaned_data
        sides = ("crop_x", "crop_y", "crop_width", "crop_height")
        return {
            "rotate": cleaned.get("rotate") or 0,
            "straighten": round(cleaned.get("straighten") or 0.0, 2),
            "crop": [round(cleaned[side] / 100, 6) for side in sides],
        }


class Editor:
    """Both forms of the page together, filled from edits or bound to what was sent."""

    def __init__(
        self,
        *,
        edits: dict[str, Any] | None = None,
        data=None,
        seen: str = "",
        reason: str = "",
        needs_reason: bool = False,
    ) -> None:
        edits = images.check_edits(edits)
        initial = _percents(edits) | {"seen": seen or mark_of(edits), "reason": reason}
        rows = forms.formset_factory(
            MaskForm,
            MaskFormSet,
            extra=SPARE_ROWS,
            max_num=MOST_MASKS + SPARE_ROWS,
            absolute_max=2 * MOST_MASKS,
        )
        self.form = EditsForm(data, initial=initial, needs_reason=needs_reason)
        masks = [_mask_percents(mask) for mask in edits["masks"]]
        self.masks = rows(data, initial=masks, prefix="masks")

    def is_valid(self) -> bool:
        """Say whether all of it can be done."""
        return all([self.form.is_valid(), self.masks.is_valid()])

    def edits(self) -> dict[str, Any]:
        """Give the edits that were asked for."""
        return images.check_edits(self.form.values() | {"masks": self.masks.masks()})


def mark_of(edits: dict[str, Any] | None) -> str:
    """Give a short mark of edits, by which a page knows what it was opened with."""
    text = json.dumps(images.check_edits(edits), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def preview_query(edits: dict[str, Any] | None, *, page: int = 0) -> str:
    """Write edits of a page into the query of a preview's address."""
    asked: dict[str, Any] = {"page": page} if page else {}
    return urlencode(asked | {"edits": json.dumps(images.check_edits(edits))})


def page_asked(data) -> int:
    """Read which page of a file is meant; what is no number is the first."""
    asked = data.get("page", "")
    is_number = asked.isascii() and asked.isdecimal() and len(asked) < 5
    return int(asked) if is_number else 0


def in_words(edits: dict[str, Any] | None) -> list[str]:
    """Say what edits do, in short words."""
    edits = images.check_edits(edits)
    said = []
    if edits["rotate"]:
        said.append(_("turned by %(degrees)s°") % {"degrees": edits["rotate"]})
    if edits["straighten"]:
        said.append(
            _("straightened by %(degrees)s°") % {"degrees": _short(edits["straighten"])}
        )
    if edits["crop"] != [0.0, 0.0, 1.0, 1.0]:
        said.append(_("cropped"))
    if edits["masks"]:
        said.append(_("places covered: %(count)s") % {"count": len(edits["masks"])})
    return said or [_("as the original")]


def _percents(edits: dict[str, Any]) -> dict[str, Any]:
    x, y, width, height = (_short(side * 100) for side in edits["crop"])
    return {
        "rotate": edits["rotate"],
        "straighten": _short(edits["straighten"]),
        "crop_x": x,
        "crop_y": y,
        "crop_width": width,
        "crop_height": height,
    }


def _mask_percents(mask: dict[str, Any]) -> dict[str, Any]:
    sides = (_short(side * 100) for side in mask["box"])
    return dict(zip(MaskForm.SIDES, sides, strict=True)) | {"style": mask["style"]}


def _short(number: float) -> float | int:
    """Write a number without digits that nobody reads."""
    rounded = round(number, 2)
    return int(rounded) if rounded == int(rounded) else rounded
