"""The forms in which curators choose the picture of a day, and move it."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from history import presenting as words
from history.filters import ItemFilter
from history.models import DayPicture, Item
from history.naming import item_named

FOUND_MOST = 12


class DayForm(forms.Form):
    """An item by reference, address or words to look for, and a note in each language.

    Where only words are typed, `found` holds what they may mean, to be chosen from.
    """

    item = forms.CharField(
        label=gettext_lazy("Which picture"),
        help_text=gettext_lazy(
            "A reference such as ST-000123, the address of its page, or words to look for."
        ),
        max_length=200,
        error_messages={
            "required": gettext_lazy("Please say which picture it is to be.")
        },
    )
    pick = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=60, required=False)

    def __init__(self, *args, user, **kwargs) -> None:
        super().__init__(*args, auto_id="day_%s", **kwargs)
        self.user, self.found = user, []
        for code, language in settings.LANGUAGES:
            self.fields[f"note_{code}"] = forms.CharField(
                label=_("A few words (%(language)s)") % {"language": language},
                max_length=DayPicture.NOTE_LONGEST,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3, "lang": code}),
            )

    def notes(self) -> list:
        """Give the fields of the note, one a language."""
        return [self[f"note_{code}"] for code, _label in settings.LANGUAGES]

    def said(self) -> dict[str, str]:
        """Give the notes as `days.choose` takes them."""
        return {name: value for name, value in self.cleaned_data.items()
                if name.startswith("note_")}  # fmt: skip

    def look_for(self) -> list[dict]:
        """Find pictures by the words that were typed, or the one that they name."""
        typed = " ".join(self.data.get("item", "").split())[:200]
        named = item_named(typed, user=None) if typed else None
        if named is not None:
            items = list(Item.objects.filter(pk=named.pk).with_cover())
        else:
            question = ItemFilter({"q": typed, "size": "48"})
            items = question.cards if typed and question.is_valid() else []
        self.found = [
            words.card(item) | {"reference": item.reference}
            for item in items
            if item.covers and item.covers[0].picture and not item.sensitive
        ][:FOUND_MOST]
        return self.found

    def clean(self) -> dict:
        """Find the item that was picked or named; words alone are looked for."""
        cleaned = super().clean()
        named = cleaned.get("pick") or cleaned.get("item", "")
        if cleaned.get("pick"):
            self.errors.pop("item", None)
        item: Item | None = item_named(named, user=self.user) if named else None
        cleaned["item"] = item
        if item is None and "item" not in self.errors:
            self.add_error("item", self._sentence())
        return cleaned

    def _sentence(self) -> str:
        if self.look_for():
            return _("Please choose one of these.")
        return _("We found no picture by these words. Try a street, a year or a name.")


class MoveForm(forms.Form):
    """Another day for what stands on this one."""

    to = forms.DateField(
        label=gettext_lazy("Another day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=60, required=False)
