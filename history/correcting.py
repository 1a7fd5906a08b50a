"""The form in which staff correct an item, and what happens when two do so at once."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from history import dates
from history.models import Item, Person, Place, Subject
from history.naming import item_named, person_named
from history.rights import Rights
from history.states import Sensitive

WORDS_ROWS = {"rows": 4}
DATE = ("date_said",)
CLAIMED = {
    "title": "title", "date_said": "date", "place": "place", "place_said": "place",
    "people": "person", "creator": "creator",
}  # fmt: skip
"""Which claims a field of the form may outdate."""


class CorrectionForm(forms.Form):
    """Everything that the library says of an item, and why it is changed."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    description = forms.CharField(
        label=gettext_lazy("What is seen"),
        widget=forms.Textarea(attrs=WORDS_ROWS),
        max_length=20_000,
        required=False,
    )
    story = forms.CharField(
        label=gettext_lazy("Story"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=100_000,
        required=False,
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of these words"), choices=settings.LANGUAGES
    )
    date_said = forms.CharField(
        label=gettext_lazy("When, in words"), max_length=120, required=False
    )
    date_reason = forms.CharField(
        label=gettext_lazy("How do we know?"), max_length=200, required=False
    )
    place = forms.ModelChoiceField(
        label=gettext_lazy("Place"),
        queryset=Place.objects.none(),
        empty_label=pgettext_lazy("place", "Not known"),
        required=False,
    )
    place_said = forms.CharField(
        label=gettext_lazy("Where, in words"), max_length=200, required=False
    )
    people = forms.CharField(
        label=gettext_lazy("People of the catalogue"),
        help_text=gettext_lazy(
            "One name a line, as in the catalogue. The living are shown by initials."
        ),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    subjects = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Subjects"),
        queryset=Subject.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    about = forms.CharField(
        label=gettext_lazy("Tells about (reference of the other item)"),
        max_length=200,
        required=False,
    )
    creator = forms.CharField(
        label=gettext_lazy("Author"), max_length=200, required=False
    )
    credit_line = forms.CharField(
        label=gettext_lazy("Credit"), max_length=200, required=False
    )
    provenance = forms.CharField(
        label=gettext_lazy("Where it comes from"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=4000,
        required=False,
    )
    rights = forms.ChoiceField(label=gettext_lazy("Rights"), choices=Rights.choices)
    sensitive = forms.ChoiceField(
        label=gettext_lazy("Cover the picture until a visitor opens it"),
        choices=[("", gettext_lazy("No, show it")), *Sensitive.choices],
        required=False,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why you change it"),
        help_text=gettext_lazy("Colleagues read it in the history of the item."),
        max_length=100,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, item: Item, user, **kwargs) -> None:
        self.item, self.user = item, user
        self.date: dates.FuzzyDate | None = None
        super().__init__(*args, auto_id="item_%s", **kwargs)
        self.fields["place"].queryset = Place.objects.order_by("name", "pk")
        self.fields["subjects"].queryset = Subject.objects.order_by("name", "pk")

    def clean_date_said(self) -> str:
        """Understand the words; those that stand already are left as they are."""
        words = self.cleaned_data["date_said"].strip()
        if words != self.item.date_said:
            if words:
                try:
                    self.date = dates.parse(words, language=self.item.language)
                except dates.NotADate as error:
                    raise forms.ValidationError(str(error)) from error
            else:
                self.date = dates.unknown()
        return words

    def clean_people(self) -> list[Person]:
        """Find the people named; a name we do not have, or have twice, is said."""
        names = [
            " ".join(line.split()) for line in self.cleaned_data["people"].splitlines()
        ]
        mine = {str(person).casefold(): person for person in self.item.people.all()}
        found = {}
        for name in filter(None, names):
            person = mine.get(name.casefold()) or person_named(name)
            if person is None:
                raise forms.ValidationError(
                    _(
                        "We have nobody called “%(name)s”. Write the name as in the "
                        "catalogue, or leave it out."
                    )
                    % {"name": name}
                )
            found[person.pk] = person
        return list(found.values())

    def clean_about(self) -> Item | None:
        """Find the item that this one tells about."""
        words = self.cleaned_data["about"].strip()
        if not words:
            return None
        about = item_named(words, user=self.user)
        if about is None or about.pk == self.item.pk:
            raise forms.ValidationError(_("There is no such item. Please look again."))
        return about

    def changes(self) -> dict[str, Any]:
        """Give what differs from the item, as `publishing.correct` takes it."""
        cleaned = self.cleaned_data
        found = {
            name: cleaned[name]
            for name in cleaned
            if name not in ("reason", "seen", "people", "subjects")
            and cleaned[name] != getattr(self.item, name)
        }
        for name in ("people", "subjects"):
            if set(cleaned[name]) != set(getattr(self.item, name).all()):
                found[name] = list(cleaned[name])
        if self.date is not None:
            found |= {
                "date_edtf": self.date.edtf,
                "date_earliest": self.date.earliest,
                "date_latest": self.date.latest,
                "date_sure": "",
            }
        return found


def typed_values(state, *, people: list[Person], subjects: list[int]) -> dict[str, Any]:
    """Give an item, or a stored state of it, as the fields of the form hold it."""
    same = (
        "title", "description", "story", "language", "date_said", "date_reason",
        "place_said", "creator", "credit_line", "provenance", "rights", "sensitive",
    )  # fmt: skip
    return {
        **{name: getattr(state, name) for name in same},
        "place": str(state.place_id or ""),
        "people": "\n".join(str(person) for person in people),
        "subjects": [str(pk) for pk in sorted(subjects)],
        "about": Item(pk=state.about_id).reference if state.about_id else "",
    }


def joined(base: dict, mine: dict, theirs: dict) -> tuple[dict, list[str]]:
    """Join two edits of one state: theirs where I changed nothing, else mine.

    Returns: the values, and the fields that both changed to different ones.
    """
    values, clashes = {}, []
    for name, earlier in base.items():
        if _same(mine[name], earlier):
            values[name] = theirs[name]
            continue
        values[name] = mine[name]
        if not _same(theirs[name], earlier) and not _same(theirs[name], mine[name]):
            clashes.append(name)
    return values, clashes


def _same(one, other) -> bool:
    if isinstance(one, list):
        return sorted(one) == sorted(other)
    return one.replace("\r\n", "\n").strip() == other.replace("\r\n", "\n").strip()
