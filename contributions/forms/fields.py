"""Fields that several forms share."""

import unicodedata

from django import forms

INVISIBLE = {"\u115f", "\u1160", "\u2800", "\u3164", "\uffa0"}


def is_blank(words: str) -> bool:
    """Say whether nothing of it can be seen on paper."""
    return all(
        letter in INVISIBLE or unicodedata.category(letter)[0] in "CZ"
        for letter in words
    )


class FilesInput(forms.FileInput):
    """A file chooser for several files at once."""

    allow_multiple_selected = True

    def value_from_datadict(self, data, files, name):
        return files.getlist(name) if hasattr(files, "getlist") else []


class FilesField(forms.Field):
    """Several files; `intake` looks into them, one by one."""

    widget = FilesInput(attrs={"multiple": True})

    def clean(self, value):
        return value or []


class HoneypotMixin(forms.Form):
    """One more field that people do not see; who fills it in is a program."""

    website = forms.CharField(required=False, max_length=None)

    @property
    def is_program(self) -> bool:
        """Say whether a program filled in the form."""
        return bool(self.data.get("website"))
