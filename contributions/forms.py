"""The shape of what residents type: it validates and cleans, and writes nothing."""

import unicodedata
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contributions import consent, drafting, intake
from contributions.models import Contribution

STORY_LETTERS = 20_000
FIRST_PHOTOGRAPH = 1826
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


class DraftForm(HoneypotMixin, forms.ModelForm):
    """Everything that is asked about a contribution, on one page."""

    wrong_date = ""
    files = FilesField(label=_("Choose photographs"))
    consent = forms.BooleanField(label=_("I agree"))
    consent_version = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Contribution
        fields = [
            "title",
            "story",
            "date_said",
            "place_said",
            "people_said",
            "taken_by",
            "author_name",
            "author_died_year",
            "reuse",
            "credit",
            "audience",
            "name",
            "email",
        ]
        widgets = {
            "story": forms.Textarea(attrs={"rows": 7}),
            "taken_by": forms.RadioSelect,
            "reuse": forms.RadioSelect,
            "credit": forms.RadioSelect,
            "audience": forms.RadioSelect,
            "author_died_year": forms.TextInput(attrs={"inputmode": "numeric"}),
            "people_said": forms.TextInput,
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(
                attrs={"autocomplete": "email", "inputmode": "email"}
            ),
            "place_said": forms.TextInput(attrs={"list": "street-names"}),
        }
        labels = {
            "title": _("Title"),
            "story": _("What do you know about it?"),
            "date_said": _("When was it?"),
            "place_said": _("Where was it?"),
            "people_said": _("Who is in it?"),
            "taken_by": _("Who took it?"),
            "author_name": _("Name of the author"),
            "author_died_year": _("The year the author died"),
            "reuse": _("May others use it?"),
            "credit": _("How shall we name you?"),
            "audience": _("Who may see it?"),
            "name": _("Your name"),
            "email": _("Your e-mail"),
        }
        help_texts = {
            "title": _("A few words, for example: “First of May on Mill Street”."),
            "story": _("Anything helps: what is seen, what happened, how you know it."),
            "date_said": _(
                "In your own words: “1962”, “summer 1968”, “early 60s”, “before the "
                "war”. “I don't know” is fine."
            ),
            "place_said": _("A street by any of its names, a house, a courtyard."),
            "people_said": _("Names from left to right, if you know them."),
            "author_name": _("If you know it, or if it stands on the back."),
            "author_died_year": _("70 years after that the picture is free for all."),
            "name": _("We show it only the way you choose below."),
            "email": _("We write to you about this only. It is shown to nobody."),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        contribution = self.instance
        for field in self.fields.values():
            field.required = False
            # A cut-off text is a lost text: we say what is too long instead.
            field.widget.attrs.pop("maxlength", None)
        for name in ("taken_by", "reuse", "credit", "audience"):
            field = self.fields[name]
            field.choices = [choice for choice in field.choices if choice[0]]
        self.fields["story"].max_length = STORY_LETTERS
        self.fields["story"].validators.append(
            forms.fields.validators.MaxLengthValidator(STORY_LETTERS)
        )
        if contribution.needs_files:
            self._shape_for_files()
        else:
            self._shape_for_words()
        needed = ["title", "email", "consent", "credit", "audience"]
        needed += ["files", "taken_by"] if contribution.needs_files else ["story"]
        for name in needed:
            self.fields[name].required = True
        self.fields["consent_version"].initial = consent.VERSION
        if contribution.pk and not self.is_bound:
            self.fields["consent"].initial = contribution.consents.exists()

    def _shape_for_files(self) -> None:
        if self.instance.kind == Contribution.Kind.DOCUMENT:
            self.fields["files"].label = _("Choose pictures of the document")
            self.fields["taken_by"].label = _("Who made it?")
            self.fields["people_said"].label = _("Who is named in it?")
            self.fields["title"].help_text = _(
                "A few words, for example: “Ration card, 1947”."
            )
        if self.instance.kind == Contribution.Kind.AUDIO:
            self.fields["files"].label = _("Choose the recording")
            self.fields["taken_by"].label = _("Who recorded it?")
            self.fields["people_said"].label = _("Who speaks or sings?")
            self.fields["people_said"].help_text = _("Names, if you know them.")
            self.fields["title"].help_text = _(
                "A few words, for example: “Grandfather on the flood of 1931”."
            )

    def _shape_for_words(self) -> None:
        for name in ("taken_by", "author_name", "author_died_year"):
            del self.fields[name]
        self.fields["files"].label = _("Add a picture, if you have one")
        self.fields["people_said"].label = _("Whom is it about?")
        self.fields["story"].widget.attrs["rows"] = 12
        if self.instance.kind == Contribution.Kind.CORRECTION:
            self.fields["story"].label = _("What should be different?")
            self.fields["story"].help_text = _("And how do you know it?")
        else:
            self.fields["story"].label = _("What do you remember?")
            self.fields["story"].help_text = _(
                "Write as you would tell it to a grandchild. It may be short."
            )
            self.fields["title"].help_text = _(
                "A few words, for example: “How we waited for the tram”."
            )

    def clean_date_said(self) -> str:
        words = self.cleaned_data["date_said"]
        understood = drafting.understand(words, language=self.instance.language)
        if understood.is_impossible:
            self.wrong_date = understood.sentence
        return words

    def clean_title(self) -> str:
        title = self.cleaned_data["title"]
        return "" if is_blank(title) else title

    def clean_story(self) -> str:
        story = self.cleaned_data["story"]
        return "" if is_blank(story) else story

    def clean_email(self) -> str:
        return self.cleaned_data["email"].strip().lower()

    def clean_author_died_year(self) -> int | None:
        year = self.cleaned_data["author_died_year"]
        if year is not None and not FIRST_PHOTOGRAPH <= year <= timezone.now().year:
            raise forms.ValidationError(
                _("Please write the year with four digits, or leave it empty.")
            )
        return year

    def clean(self) -> dict[str, Any]:
        """Forgive what is not written yet: whether it may be sent is asked later."""
        for name, errors in list(self.errors.items()):
            if {error.code for error in errors.as_data()} == {"required"}:
                del self.errors[name]
                empty = None if name == "author_died_year" else ""
                self.cleaned_data[name] = empty
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

    def say_what_is_missing(self, lacks: dict[str, str]) -> None:
        """Set the sentences of what still lacks beside the fields."""
        for name, sentence in lacks.items():
            if name in self.fields and name not in self.errors:
                self.add_error(name, sentence)

    def say_refused(self, refusals: list[tuple[str, intake.Refused]]) -> None:
        """Name each file that was not taken, with its sentence."""
        for name, refusal in refusals:
            self.add_error(
                "files",
                _("“%(name)s”: %(sentence)s")
                % {"name": name, "sentence": refusal.sentence},
            )


class AnswerForm(forms.Form):
    """An answer to a question of the library, with more files if they help."""

    note = forms.CharField(
        label=_("Your answer"),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Please write your answer.")},
    )
    files = FilesField(label=_("Add files, if they help"), required=False)


class RemovalForm(forms.Form):
    """Why something published should be taken down."""

    reason = forms.CharField(
        label=_("Why should it be removed?"),
        help_text=_("A few words are enough. A person of the library reads them."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Please say why, in a few words.")},
    )


class AddressForm(forms.Form):
    """The address to which a new private link goes."""

    email = forms.EmailField(
        label=_("Your e-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        error_messages={
            "required": _("Please write the address you gave us."),
            "invalid": _("Please look at the address: it should be like name@site.ua."),
        },
    )
