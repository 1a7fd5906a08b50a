"""What the forms of posts and events share: two editors at once, and text not saved yet.

A form names by digests what it was built on. What only a colleague changed is taken
over; what both changed is shown, and kept as typed until it is saved once more.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.models import User
from news import keeping, revising, saying, states

SHOWN_LETTERS = 300
FIELDS = {
    "starts_at": "first_day", "ends_at": "to_time", "skipped": "skipped_days",
}  # fmt: skip
"""Where a column is written, when it is not under its own name."""


class WritingForm(forms.ModelForm):
    """The form of a post or of an event, open in the browser of one of several editors."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    form_key = forms.CharField(widget=forms.HiddenInput, required=False)
    by: User | None = None
    is_looked_at = False
    """Whether its words are only put back into the form, to be looked at."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.taken_over: list[str] = []
        row = self.instance
        self.stands: dict[str, Any] = states.of_columns(row) if row.pk else {}
        stands = states.taken(row) if row.pk and not self.is_bound else self.stands
        self.initial["seen"] = " ".join(
            f"{name}:{states.digest(value)}" for name, value in stands.items()
        )
        self.built_on: dict[str, str] = {}
        self.initial["form_key"] = keeping.new_key()

    def clean_form_key(self) -> str:
        key = self.cleaned_data["form_key"]
        return key if keeping.is_key(key) else ""

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.stands:
            self._meet_colleagues()
        if self.is_looked_at:
            self.add_error(
                None,
                _(
                    "Here are your words. They are not saved yet: look at them, then save."
                ),
            )

    def _meet_colleagues(self) -> None:
        """Take over what only a colleague changed; refuse where both changed a field."""
        built_on = self.built_on = _read(self.data.get(self.add_prefix("seen"), ""))
        mine, both = states.of_columns(self.instance), []
        for column in states.columns(type(self.instance)):
            name = column.name
            theirs = self.stands[name]
            if built_on.get(name, states.digest(theirs)) == states.digest(theirs):
                continue
            if states.digest(mine[name]) == built_on[name]:
                states.give(self.instance, column, theirs)
                self.taken_over.append(saying.label(type(self.instance), name))
            elif mine[name] != theirs:
                both.append(name)
                built_on[name] = states.digest(theirs)
        if both:
            self._show(both, built_on)

    def _show(self, both: list[str], built_on: dict[str, str]) -> None:
        model = type(self.instance)
        last = revising.latest(self.instance)
        told = {
            "name": revising.who(last) if last else _("A colleague"),
            "fields": ", ".join(saying.label(model, name) for name in both),
            "url": revising.url(self.instance),
        }
        sentence = _(
            "%(name)s changed this meanwhile: %(fields)s. Your words are kept below and "
            "not saved yet. Save once more, and yours stand."
        )
        link = format_html(
            ' <a href="{}" target="_blank">{}</a>', told["url"], _("See what changed")
        )
        self.add_error(
            None, ValidationError(format_html("{}{}", sentence % told, link))
        )
        words = saying.Words(model, [self.stands])
        for name in both:
            said = words.value(name, self.stands[name])[:SHOWN_LETTERS]
            field = FIELDS.get(name, name)
            self.add_error(
                field if field in self.fields else None,
                _("It says now: “%(words)s”") % {"words": said},
            )
        # The next press is built on what is shown here.
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = " ".join(
            f"{name}:{value}" for name, value in built_on.items()
        )


def _read(text: str) -> dict[str, str]:
    pairs = (pair.partition(":") for pair in text.split())
    return {name: value for name, _colon, value in pairs}
