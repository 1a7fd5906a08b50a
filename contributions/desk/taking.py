"""What a correction proposes beside what the item says: take it, keep ours, edit it."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contributions.models import Contribution
from contributions.workflow import Taken
from history import dates, differences, periods, revisions
from history.models import Item
from history.naming import names_in, people_named, place_named
from history.presenting import picture_of, placed_today

TAKE, KEEP, EDIT = "take", "keep", "edit"
WAYS = [
    (TAKE, gettext_lazy("Take it")),
    (KEEP, gettext_lazy("Keep what stands")),
    (EDIT, gettext_lazy("Write it differently")),
]
LABELS = {
    "title": gettext_lazy("Title"),
    "description": gettext_lazy("What is seen"),
    "story": gettext_lazy("Story"),
    "date": gettext_lazy("When"),
    "place": gettext_lazy("Where"),
    "people": gettext_lazy("Who else is there"),
}
LONGEST = {"title": 200, "date": 120, "place": 200, "people": 400}
PROSE = ("description", "story")


@dataclass(frozen=True)
class Row:
    """One field: what stands, what is proposed, how they differ, the two inputs."""

    name: str
    label: str
    stands: str
    proposed: str
    pieces: list[differences.Piece]
    choice: forms.BoundField
    words: forms.BoundField


class TakeForm(forms.Form):
    """One choice and one text a field; only fields about which something is proposed."""

    item_seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, contribution: Contribution, item: Item) -> None:
        self.contribution, self.item = contribution, item
        super().__init__(
            data, auto_id="take_%s", initial={"item_seen": revisions.version_of(item)}
        )
        self.stands = _stands(item)
        self.proposed = {
            name: words
            for name, words in _proposed(contribution).items()
            if words and (name == "description" or words != self.stands[name].strip())
        }
        for name, words in self.proposed.items():
            # What a resident tells is seldom a text to publish: it is read, then edited.
            is_prose = name in PROSE and not self._is_whole(name)
            self.fields[f"take_{name}"] = forms.ChoiceField(
                label=LABELS[name],
                choices=[
                    way
                    for way in WAYS
                    if way[0] != TAKE or name != "story" or not is_prose
                ],
                widget=forms.RadioSelect,
                initial=KEEP if is_prose else None,
                error_messages={"required": _("Please choose: take, keep or edit.")},
            )
            self.fields[f"value_{name}"] = forms.CharField(
                label=_("In these words"),
                required=False,
                max_length=LONGEST.get(name, 100_000),
                initial=self.stands[name] if is_prose else words,
                widget=forms.Textarea(attrs={"rows": 6 if name in PROSE else 2})
                if name in (*PROSE, "people")
                else forms.TextInput,
            )

    @property
    def picture(self):
        """The first picture of the item, to be looked at while one compares."""
        cover = self.item.media.select_related("master").order_by("position").first()
        if cover is None:
            return None
        return picture_of(cover, title=self.item.title, even_covered=True)

    def rows(self) -> list[Row]:
        """Give the fields for the page."""
        return [
            Row(
                name=name, label=str(LABELS[name]), stands=self.stands[name],
                # What is told is read once, above.
                proposed="" if name == "story" and "description" in self.proposed else words,
                pieces=differences.by_word(self.stands[name], words)
                if self._is_whole(name)
                else [],
                choice=self[f"take_{name}"], words=self[f"value_{name}"],
            )
            for name, words in self.proposed.items()
        ]  # fmt: skip

    def _is_whole(self, name: str) -> bool:
        """Tell whether what is proposed could stand in the place of what stands."""
        if name == "story":
            return "description" not in self.proposed
        return name not in ("people", "description")

    def clean(self) -> dict:
        """Find what is meant by the words that were chosen."""
        cleaned = super().clean()
        self.chosen: dict[str, str] = {}
        for name in self.proposed:
            words = self._words(name)
            if words is not None:
                self.chosen[name] = words
        self.place = self.people = None
        if self.chosen.get("date"):
            self._understand(self.chosen["date"])
        if self.chosen.get("place"):
            self.place = self._place(self.chosen["place"])
        if self.chosen.get("people"):
            self.people = self._people(self.chosen["people"])
        return cleaned

    def taken(self) -> Taken:
        """Give what is to be written into the item."""
        said = {
            name: words
            for name, words in self.chosen.items()
            if name in ("title", "date", "place")
        }
        changes: dict[str, Any] = {
            name: self.chosen[name] for name in PROSE if name in self.chosen
        }
        gift = self.contribution
        if "place" in said and self.place == gift.place and gift.latitude is not None:
            changes |= {
                name: getattr(gift, name)
                for name in ("latitude", "longitude", "accuracy", "bearing")
            }
        return Taken(
            item=self.item, seen=self.cleaned_data["item_seen"], said=said,
            place=self.place, people=tuple(self.people or ()), changes=changes,
        )  # fmt: skip

    def _words(self, name: str) -> str | None:
        """Give the words chosen for a field; None where ours are kept."""
        way = self.cleaned_data.get(f"take_{name}")
        if way == TAKE:
            return self.proposed[name]
        if way != EDIT:
            return None
        words = self.cleaned_data.get(f"value_{name}", "").strip()
        if not words and name not in PROSE:
            self.add_error(f"value_{name}", _("Please write the words, or keep ours."))
            return None
        return None if words == self.stands[name] else words

    def _understand(self, words: str) -> None:
        try:
            periods.understand(words, language=self.contribution.language)
        except dates.NotADate as error:
            self.add_error("value_date", str(error))

    def _place(self, words: str):
        gift = self.contribution
        if words == self.proposed["place"] and gift.place is not None:
            return gift.place
        return place_named(words)

    def _people(self, words: str) -> list:
        names = names_in(words)
        found = people_named(names)
        unknown = [name for name in names if name.casefold() not in found]
        if unknown:
            self.add_error(
                "value_people",
                _(
                    "We have nobody called “%(name)s”. Write the name as in the "
                    "catalogue, or leave it out."
                )
                % {"name": unknown[0]},
            )
        here = set(self.item.people.all())
        return [
            person
            for person in {one.pk: one for one in found.values()}.values()
            if person not in here
        ]


def compare(contribution: Contribution, *, data=None) -> TakeForm | None:
    """Put a correction beside the item that it is about; None where there is none."""
    item = contribution.about_item
    is_correction = contribution.kind == Contribution.Kind.CORRECTION
    if not is_correction or item is None or item.status == Item.Status.REMOVED:
        return None
    return TakeForm(data, contribution=contribution, item=item)


def _stands(item: Item) -> dict[str, str]:
    return {
        "title": item.title,
        "description": item.description,
        "story": item.story,
        "date": item.date_said or item.date_edtf,
        "place": item.place_said or placed_today(item),
        "people": "\n".join(str(person) for person in item.people.all()),
    }


def _proposed(gift: Contribution) -> dict[str, str]:
    return {
        "title": gift.title.strip(),
        "date": gift.date_said.strip(),
        "place": gift.place_said.strip() or (gift.place.name if gift.place else ""),
        "people": "\n".join(names_in(gift.people_said)),
        **_told(gift),
    }


def _told(gift: Contribution) -> dict[str, str]:
    """Give what was told: the story with some words changed, or something to be read."""
    told = gift.story.strip()
    if differences.is_version_of(gift.about_item.story, told):
        return {"story": told}
    return {"description": told, "story": told}
