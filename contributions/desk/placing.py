"""Into which collections something goes while it is published: where in each, with what note."""

from dataclasses import dataclass
from functools import cached_property

from django import forms
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contributions.workflow import Placement
from history.models import Collection, CollectionEntry

RECENT = 5
NOTE_LONGEST = 2000


@dataclass
class Row:
    """One collection to choose, with the place and the note typed for it."""

    collection: Collection
    depth: int
    is_recent: bool
    is_chosen: bool
    note: str
    place: str
    problem: str = ""

    @property
    def key(self) -> str:
        return str(self.collection.pk)


class PlacingMixin(forms.Form):
    """The part of a form that chooses collections; the form has `user`."""

    collections = forms.MultipleChoiceField(
        label=gettext_lazy("Collections"),
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy(
                "A collection that you chose is no longer there. The others are "
                "still ticked; please look again."
            )
        },
    )
    new_collection = forms.CharField(
        label=gettext_lazy("A new collection, by its title"),
        help_text=gettext_lazy(
            "It is made with this item in it and stays a draft until a curator "
            "publishes it."
        ),
        widget=forms.TextInput(attrs={"placeholder": " "}),
        max_length=160,
        required=False,
    )
    new_note = forms.CharField(
        label=gettext_lazy("Note beside it in the new collection"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=NOTE_LONGEST,
        required=False,
    )

    def offer_collections(self) -> None:
        """Fill in what can be chosen; call at the end of `__init__`."""
        self.fields["collections"].choices = [
            (key, str(one.collection)) for key, one in self._all.items()
        ]
        if not self.user.has_perm("history.add_collection"):
            del self.fields["new_collection"], self.fields["new_note"]

    @cached_property
    def _all(self) -> dict[str, Row]:
        found = Collection.objects.visible_to(self.user).in_order()
        collections = list(found.annotate(entry_count=Count("entries")))
        recent = set(
            CollectionEntry.objects.filter(added_by=self.user)
            .order_by("-pk")
            .values_list("collection_id", flat=True)[: RECENT * 10]
        )
        given = self.data if self.is_bound else self.initial
        chosen = given.get("collections") or []
        if hasattr(given, "getlist"):
            chosen = given.getlist("collections")
        chosen = {str(key) for key in chosen}
        return {
            str(one.pk): Row(
                collection=one,
                depth=depth,
                is_recent=one.pk in recent,
                is_chosen=str(one.pk) in chosen,
                note=str(given.get(f"note-{one.pk}", "")),
                place=str(given.get(f"place-{one.pk}", "")),
            )
            for one, depth in _as_tree(collections)
        }

    @property
    def rows(self) -> list[Row]:
        """List the collections as a tree: parts follow the whole."""
        return list(self._all.values())

    @property
    def recent_rows(self) -> list[Row]:
        """List those that this person filled last and that are not chosen yet."""
        return [row for row in self.rows if row.is_recent][:RECENT]

    def clean_collections(self) -> list[Collection]:
        """Give the collections themselves."""
        return [self._all[pk].collection for pk in self.cleaned_data["collections"]]

    def clean_new_collection(self) -> str:
        """Refuse a title that a collection has already."""
        title = " ".join(self.cleaned_data["new_collection"].split())
        if title and Collection.objects.titled(title).exists():
            raise forms.ValidationError(
                _("There is a collection of this title already. Please tick it.")
            )
        return title

    def refuse_unclear_places(self) -> None:
        """Say beside each collection what is wrong with its place or note."""
        for row in self._all.values():
            if not row.is_chosen:
                continue
            words = row.place.strip()
            is_number = words.isascii() and words.isdecimal() and len(words) <= 6
            if words and not (is_number and int(words) >= 1):
                row.problem = _(
                    "Write a number: 1 is the first place, empty is the end."
                )
            elif len(row.note) > NOTE_LONGEST:
                row.problem = _("This note is too long.")
            if row.problem:
                self.add_error(
                    "collections",
                    _("%(title)s: %(problem)s")
                    % {"title": row.collection, "problem": row.problem},
                )

    def placements(self) -> list[Placement]:
        """Give where it goes, as the workflow takes it."""
        found = [
            Placement(
                collection=row.collection,
                note=row.note.strip(),
                place=int(row.place) if row.place.strip() else None,
            )
            for row in self._all.values()
            if row.is_chosen
        ]
        if title := self.cleaned_data.get("new_collection"):
            note = self.cleaned_data.get("new_note", "").strip()
            found.append(Placement(title=title, note=note))
        return found


def _as_tree(collections: list[Collection]) -> list[tuple[Collection, int]]:
    """Order a list so that parts follow the whole, with the depth of each."""
    children: dict[int | None, list[Collection]] = {}
    for one in collections:
        children.setdefault(one.parent_id, []).append(one)
    ordered: list[tuple[Collection, int]] = []

    def grow(parent: int | None, depth: int) -> None:
        for one in children.pop(parent, []):
            ordered.append((one, depth))
            grow(one.pk, depth + 1)

    grow(None, 0)
    while children:  # parts of what this person may not see
        grow(next(iter(children)), 0)
    return ordered
