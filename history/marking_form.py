"""The form in which staff mark people on a picture: a row a mark, in percent of what
visitors see, so that it works without scripts as well."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from history import images, naming
from history.editing import Number, percent
from history.marking import MOST, UNKNOWN, Mark
from history.models import Depiction, Person
from history.regions import Placed

SPARE_ROWS = 2
SMALLEST_PERCENT = 0.5
SIDES = ("x", "y", "width", "height")
WHO = [
    ("person", gettext_lazy("a person of the catalogue")),
    ("gone", gettext_lazy("a new person, no longer living")),
    ("living", gettext_lazy("a new person, living or not known")),
    ("words", gettext_lazy("only these words: a thing, a guess")),
    ("unknown", gettext_lazy("nobody knows yet")),
]


class MarkForm(forms.Form):
    """One mark; a row without numbers and name marks nothing."""

    mark = forms.IntegerField(widget=forms.HiddenInput, required=False)
    number = forms.IntegerField(
        label=gettext_lazy("number"), min_value=1, max_value=999, required=False
    )
    name = forms.CharField(
        label=gettext_lazy("name"), max_length=160, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "people-names"}),
    )  # fmt: skip
    who = forms.ChoiceField(
        label=gettext_lazy("who it is"), choices=WHO, required=False
    )
    said_by = forms.CharField(
        label=gettext_lazy("who says so"), max_length=160, required=False
    )
    x = percent(gettext_lazy("from the left, %"), required=False)
    y = percent(gettext_lazy("from the top, %"), required=False)
    width = percent(gettext_lazy("width, %"), required=False)
    height = percent(gettext_lazy("height, %"), required=False)
    remove = forms.BooleanField(label=gettext_lazy("remove"), required=False)

    def __init__(self, *args, placed: dict[int, Placed], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.empty_permitted = False  # what is empty, `is_touched` says
        self.placed = placed
        self.person: Person | None = None

    @property
    def standing(self) -> Placed | None:
        """Give the mark that this row is about, if it stands already."""
        said = str(self["mark"].value() or "")
        is_number = said.isascii() and said.isdecimal() and len(said) < 18
        return self.placed.get(int(said)) if is_number else None

    @property
    def is_cut_off(self) -> bool:
        """Say whether visitors see nothing of the place, as the picture is cropped."""
        return self.standing is not None and self.standing.is_cut_off

    @property
    def is_touched(self) -> bool:
        """Say whether the row marks something."""
        typed = ("x", "y", "width", "height", "name", "said_by")
        return self.standing is not None or any(
            str(self[name].value() or "").strip() for name in typed
        )

    def full_clean(self) -> None:
        """Pass over what is not judged: an empty row, and one that goes."""
        super().full_clean()
        if self.is_bound and (not self.is_touched or self.goes):
            self._errors.clear()

    @property
    def goes(self) -> bool:
        """Say whether the row is to be removed."""
        return bool(self["remove"].value())

    def clean(self) -> dict:
        """Want a place on the picture and a word of who it is."""
        cleaned = super().clean()
        if not self.is_touched or self.goes:
            return cleaned
        if not (self.is_cut_off or self._keeps_its_place()):
            self._clean_place(cleaned)
        self._clean_who(cleaned)
        return cleaned

    def _clean_place(self, cleaned: dict) -> None:
        missing = [name for name in SIDES if cleaned.get(name) is None]
        for name in missing:
            if name not in self.errors:
                self.add_error(name, _("Please write this number too."))
        if missing:
            return
        for side in ("width", "height"):
            if cleaned[side] < SMALLEST_PERCENT:
                self.add_error(
                    side,
                    _("A mark needs a width and a height of at least %(least)s %%.")
                    % {"least": SMALLEST_PERCENT},
                )
        for start, side in (("x", "width"), ("y", "height")):
            if side in self.errors:
                continue
            if cleaned[start] + cleaned[side] > 100.1:
                self.add_error(start, _("This reaches over the edge of the picture."))

    def _clean_who(self, cleaned: dict) -> None:
        who = cleaned.get("who") or "person"
        name = " ".join(cleaned.get("name", "").split())
        cleaned["who"], cleaned["name"] = who, name
        if who == "unknown" or "name" in self.errors:
            return
        if not name:
            self.add_error(
                "name", _("Please write a name, or choose “nobody knows yet”.")
            )
        elif who == "person":
            self._find(name)
        elif who in ("gone", "living") and naming.people_called(name):
            self.add_error(
                "name",
                _(
                    "There is somebody of this name already. Choose “a person of the "
                    "catalogue”, or add what tells them apart, such as a birth name."
                ),
            )

    def _find(self, name: str) -> None:
        """Take the person of the list; of several with one name none is guessed."""
        mine = self.standing.row.person if self.standing else None
        same = {str(mine).casefold(), addressed(mine).casefold()} if mine else set()
        if name.casefold() in same:
            self.person = mine
            return
        found = naming.people_called(name)
        if len(found) == 1:
            self.person = found[0]
        elif found:
            self.add_error(
                "name",
                _("Several people are called so. Write one of these: %(names)s")
                % {"names": "; ".join(map(addressed, found))},
            )
        else:
            self.add_error(
                "name",
                _(
                    "We have nobody of this name. Choose one of the list, or say that "
                    "it is a new person."
                ),
            )

    def _keeps_its_place(self) -> bool:
        """Say whether the numbers are as they were shown: then nothing is rounded."""
        if self.standing is None:
            return False
        shown = percents(self.standing)
        return all(_same(self[name].value(), shown[name]) for name in SIDES)

    def wanted(self, *, size: tuple[int, int], edits: dict) -> Mark:
        """Give the mark as `marking.save` takes it."""
        cleaned, standing = self.cleaned_data, self.standing
        if standing is not None and (self.is_cut_off or self._keeps_its_place()):
            box = standing.row.box
        else:
            box = _inside(
                images.box_of_original(
                    tuple(cleaned[name] / 100 for name in SIDES), size, edits
                )
            )
        who, name = cleaned["who"], cleaned["name"]
        return Mark(
            box=box,
            pk=standing.row.pk if standing else None,
            person=self.person if who == "person" else None,
            new_name=name if who in ("gone", "living") else "",
            is_living=who == "living",
            label={"unknown": UNKNOWN, "words": name}.get(who, ""),
            said_by=" ".join(cleaned["said_by"].split()),
        )


class MarkFormSet(forms.BaseFormSet):
    """All marks of a picture."""

    def clean(self) -> None:
        """Say when there are too many, in our words."""
        if len(self.kept()) > MOST or self.total_form_count() > MOST + SPARE_ROWS:
            raise forms.ValidationError(
                _("At most %(limit)s marks fit on one picture.") % {"limit": MOST}
            )

    def kept(self) -> list[MarkForm]:
        """Give the rows that mark something, in the order of their numbers."""
        rows = [form for form in self.forms if form.is_touched and not form.goes]
        last = MOST * 20
        return sorted(rows, key=lambda form: _whole(form["number"].value(), last))

    def removed(self) -> set[int]:
        """Give the marks that go."""
        rows = [form.standing for form in self.forms if form.goes]
        return {standing.row.pk for standing in rows if standing is not None}


def forms_for(placed: list[Placed], data=None, *, rows: list[dict] | None = None):
    """Make the rows, filled from the marks, from `rows`, or bound to what was sent."""
    initial = None if data is not None else shown(placed) if rows is None else rows
    made = forms.formset_factory(
        MarkForm, MarkFormSet, extra=SPARE_ROWS, max_num=MOST + SPARE_ROWS,
        absolute_max=2 * MOST,
    )  # fmt: skip
    by_pk = {one.row.pk: one for one in placed}
    return made(
        data, initial=initial, prefix="marks", form_kwargs={"placed": by_pk},
        auto_id="mark_%s",
    )  # fmt: skip


def shown(placed: list[Placed]) -> list[dict[str, Any]]:
    """Give marks as the fields of their rows hold them."""
    names = spelled([one.row.person for one in placed if one.row.person])
    return [
        {
            "mark": one.row.pk,
            "number": one.number,
            "name": names.get(one.row.person_id or 0) or _words(one.row),
            "who": _who(one.row),
            "said_by": one.row.said_by,
            **percents(one),
        }
        for one in placed
    ]


def _words(row: Depiction) -> str:
    return "" if row.label == UNKNOWN else row.label


def _who(row: Depiction) -> str:
    if row.person_id:
        return "person"
    return "unknown" if row.label == UNKNOWN else "words"


def percents(one: Placed) -> dict[str, Any]:
    """Give the place of a mark in percent, as far as it is seen."""
    if one.is_cut_off:
        return dict.fromkeys(SIDES, "")
    left, top, wide, high = one.box
    right, bottom = min(left + wide, 1), min(top + high, 1)
    left, top = max(left, 0), max(top, 0)
    sides = (left, top, right - left, bottom - top)
    return {name: round(side * 100, 2) for name, side in zip(SIDES, sides, strict=True)}


def addressed(person: Person) -> str:
    """Give a name with its address, as of two people with one name."""
    return f"{person} [{person.slug}]"


def spelled(people: list[Person]) -> dict[int, str]:
    """Give the names by which people are found again, by their keys."""
    shared = naming.shared_names(people)
    return {
        one.pk: addressed(one) if str(one) in shared else str(one) for one in people
    }


def renumbered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Number rows as people are read on a photograph: row by row, left to right.

    Who stands at the height of a row's first belongs to that row.
    """
    seen = [
        row for row in rows if all(_number(row[name]) is not None for name in SIDES)
    ]
    rest = [row for row in rows if row not in seen]
    seen.sort(key=lambda row: _middle(row, "y", "height"))
    lines: list[list[dict[str, Any]]] = []
    for row in seen:
        middle = _middle(row, "y", "height")
        first = lines[-1][0] if lines else None
        if first is not None and middle < _number(first["y"]) + _number(
            first["height"]
        ):
            lines[-1].append(row)
        else:
            lines.append([row])
    ordered = [
        row
        for line in lines
        for row in sorted(line, key=lambda one: _middle(one, "x", "width"))
    ]
    return [row | {"number": n} for n, row in enumerate([*ordered, *rest], start=1)]


def _middle(row: dict[str, Any], start: str, side: str) -> float:
    return (_number(row[start]) or 0) + (_number(row[side]) or 0) / 2


def _number(said) -> float | None:
    try:
        number = Number(lowest=0, highest=100, required=False).clean(said)
    except forms.ValidationError:
        return None
    return number


def _whole(said, otherwise: int) -> int:
    text = str(said or "").strip()
    is_number = text.isascii() and text.isdecimal() and len(text) < 6
    return int(text) if is_number else otherwise


def _same(typed, was) -> bool:
    if was == "":
        return str(typed or "").strip() == ""
    number = _number(typed)
    return number is not None and abs(number - was) < 0.006


def _inside(box: images.Box) -> images.Box:
    """Push a box into the picture; one that reaches over loses what is outside."""
    left, top, wide, high = box
    right, bottom = min(left + wide, 1.0), min(top + high, 1.0)
    left, top = max(left, 0.0), max(top, 0.0)
    wide, high = max(right - left, 0.001), max(bottom - top, 0.001)
    # The database subtracts, as here: sums of fractions may come to more than one.
    return min(left, 1 - wide), min(top, 1 - high), wide, high
