"""The form in which curators lay a scanned map over the map of today."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from history.atlas import plain
from history.collection_form import Languages
from history.exhibit_form import Reference
from history.models import Media, OldMap
from history.old_maps import SIDES

CODES = [code for code, _label in settings.LANGUAGES]
EDGE = 85  # degrees: a flat map does not reach the poles


def _side(label, most: int) -> forms.FloatField:
    return forms.FloatField(
        label=label, min_value=-most, max_value=most, required=False, localize=False,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
    )  # fmt: skip


class OldMapForm(Languages):
    """A map's name in three languages, its picture, its four sides."""

    texts = (("title", gettext_lazy("Name of the map"), 160, 1),)

    item = Reference(label=gettext_lazy("The scan (reference of its item)"))
    picture = forms.IntegerField(
        label=gettext_lazy("Which of its pictures"), min_value=1, max_value=500,
        initial=1, required=False,
    )  # fmt: skip
    year = forms.IntegerField(
        label=gettext_lazy("Year the map shows"), min_value=1000, max_value=2199,
        required=False,
    )  # fmt: skip
    north = _side(gettext_lazy("Upper side: latitude"), EDGE)
    south = _side(gettext_lazy("Lower side: latitude"), EDGE)
    west = _side(gettext_lazy("Left side: longitude"), 180)
    east = _side(gettext_lazy("Right side: longitude"), 180)
    is_shown = forms.BooleanField(
        label=gettext_lazy("Visitors may lay it over the map"), required=False
    )

    def __init__(self, *args, user, **kwargs) -> None:
        super().__init__(*args, auto_id="oldmap_%s", **kwargs)
        self.fields["item"].user = user

    def sides(self) -> list:
        """Give the four sides, for a fieldset."""
        return [self[name] for name in ("north", "south", "west", "east")]

    def others(self) -> list:
        """Give what is asked before the names."""
        return [self[name] for name in ("item", "picture", "year")]

    def clean(self) -> dict:
        """Find the picture; four sides belong together and each has its order."""
        cleaned = super().clean()
        if item := cleaned.get("item"):
            number = cleaned.get("picture") or 1
            pictures = Media.objects.filter(item=item, width_px__isnull=False)
            found = list(pictures.order_by("position")[number - 1 : number])
            if found:
                cleaned["media"] = found[0]
            else:
                self.add_error("picture", _("This item has no such picture."))
        given = [cleaned.get(side) for side in SIDES]
        if any(side in self.errors for side in SIDES):
            return cleaned
        if all(value is None for value in given):
            home = plain.home()
            cleaned |= {side: getattr(home, side) for side in SIDES}
            cleaned["is_shown"] = False  # nobody has said yet where it lies
            return cleaned
        for side in SIDES:
            if cleaned.get(side) is None:
                self.add_error(side, _("Please write all four sides, or none."))
                return cleaned
        if cleaned["south"] >= cleaned["north"]:
            self.add_error("south", _("The lower side must lie south of the upper."))
        if cleaned["west"] >= cleaned["east"]:
            self.add_error("east", _("The right side must lie east of the left."))
        return cleaned

    def values(self) -> dict:
        """Give what `old_maps` takes."""
        kept = ("media", "year", "is_shown", *SIDES)
        names = {
            f"name_{code}": self.cleaned_data[f"title_{code}"].strip() for code in CODES
        }
        return {name: self.cleaned_data[name] for name in kept} | names


def typed(row: OldMap) -> dict:
    """Give a row as the fields of its form hold it."""
    media = row.media
    before = Media.objects.filter(
        item=media.item_id, width_px__isnull=False, position__lt=media.position
    )
    return {
        "item": media.item.reference,
        "picture": before.count() + 1,
        "year": row.year,
        "is_shown": row.is_shown,
        **{side: round(getattr(row, side), 6) for side in SIDES},
        **{f"title_{code}": getattr(row, f"name_{code}") or "" for code in CODES},
    }
