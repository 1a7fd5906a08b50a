"""What every step of a draft shares: it keeps what is valid and forgives what is not yet."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from contributions import intake, versions
from contributions.forms.fields import FilesField, HoneypotMixin, is_blank
from contributions.models import Contribution


class StepForm(HoneypotMixin, forms.ModelForm):
    """One step; its `Meta.fields` are the columns of the contribution that it asks for.

    A new field belongs to `Meta.fields`, to the template partial of its step, and to
    the sentences of the page "check" (`views/residents/summing.py`).
    """

    template = ""
    merged: versions.Merged | None = (
        None  # what became of the words of a press (drafting.merge)
    )
    photos: list = []  # small forms, one a picture, where a step has them
    choices: tuple[str, ...] = ()  # radios: nothing is chosen for anybody
    needed: tuple[str, ...] = ()  # without the word "optional" beside the label

    class Meta:
        model = Contribution
        fields: list[str] = []

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        for field in self.fields.values():
            field.required = False
            # A cut-off text is a lost text: we say what is too long instead.
            field.widget.attrs.pop("maxlength", None)
        for name in self.choices:
            field = self.fields[name]
            field.choices = [choice for choice in field.choices if choice[0]]
        self.shape()
        for name in self.needed:
            if name in self.fields:
                self.fields[name].required = True

    def shape(self) -> None:
        """Fit labels and fields to the kind that is given."""

    def limit(self, name: str, letters: int) -> None:
        """Set how long a text may be, with a sentence and without cutting it off."""
        self.fields[name].max_length = letters
        self.fields[name].validators.append(MaxLengthValidator(letters))

    def seen(self, name: str) -> str:
        """Give typed words, or nothing where nobody would see any."""
        words = self.cleaned_data[name]
        return "" if is_blank(words) else words

    def clean(self) -> dict[str, Any]:
        """Forgive what is not written yet: whether it may be sent is asked later."""
        for name, errors in list(self.errors.items()):
            if {error.code for error in errors.as_data()} == {"required"}:
                del self.errors[name]
                has_none = isinstance(
                    self.fields[name], forms.IntegerField | forms.DateField
                )
                self.cleaned_data[name] = None if has_none else ""
        return self.cleaned_data

    def _post_clean(self) -> None:
        """Leave the instance alone: `drafting` writes what is valid."""

    def words(self) -> dict[str, Any]:
        """Give what was typed and may be kept; what the page did not send is left out."""
        return {
            name: self.cleaned_data[name]
            for name in self._meta.fields
            if name in self.data and name in self.cleaned_data
        }

    def stopping(self) -> dict[str, str]:
        """Say what is kept as typed but should be mended before going on, by field."""
        return {}

    def say_what_is_missing(self, lacks: dict[str, str]) -> None:
        """Set the sentences of what still lacks beside the fields."""
        for name, sentence in lacks.items():
            if name in self.fields and name not in self.errors:
                self.add_error(name, sentence)


class WithFiles(StepForm):
    """A step that takes files as well."""

    files = FilesField(label=_("Choose photographs"))

    def say_refused(self, refusals: list[tuple[str, intake.Refused]]) -> None:
        """Name each file that was not taken, with its sentence."""
        for name, refusal in refusals:
            self.add_error(
                "files",
                _("“%(name)s”: %(sentence)s")
                % {"name": name, "sentence": refusal.sentence},
            )
