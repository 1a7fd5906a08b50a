"""The step "tell": what it is, when, where, and who is in it."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from contributions import drafting, pairing
from contributions.forms.photos import PhotoForm
from contributions.forms.steps import StepForm, WithFiles
from contributions.forms.where import PIN, WhenAndWhere
from contributions.models import Contribution

STORY_LETTERS = 20_000
Kind = Contribution.Kind


class TellForm(WhenAndWhere, WithFiles):
    """The words; a memory may have a picture with it, on the same screen."""

    template = "contributions/residents/steps/tell.html"
    needed = ("title",)
    choices = ("date_sure", "accuracy")

    class Meta(StepForm.Meta):
        fields = [
            "title", "story", "date_said", "date_sure", "date_reason", "place_said",
            *PIN, "accuracy", "people_said",
        ]  # fmt: skip
        widgets = {
            "date_sure": forms.RadioSelect,
            "accuracy": forms.RadioSelect,
            "story": forms.Textarea(attrs={"rows": 7}),
            "people_said": forms.TextInput,
            "place_said": forms.TextInput(attrs={"list": "street-names"}),
        }
        labels = {
            "title": _("Title"),
            "story": _("What do you know about it?"),
            "date_said": _("When was it?"),
            "date_sure": _("How sure are you of the date?"),
            "date_reason": _("How do you know it?"),
            "place_said": _("Where was it?"),
            "accuracy": _("How exact is the pin?"),
            "people_said": _("Who is in it?"),
        }
        help_texts = {
            "title": _("A few words, for example: “First of May on Mill Street”."),
            "story": _("Anything helps: what is seen, what happened, how you know it."),
            "date_said": _(
                "In your own words: “1962”, “summer 1968”, “early 60s”, “before the "
                "war”. “I don't know” is fine."
            ),
            "date_reason": _("For example: “it is written on the back”."),
            "place_said": _("A street by any of its names, a house, a courtyard."),
            "people_said": _("Names from left to right, if you know them."),
        }

    def shape(self) -> None:
        self.limit("story", STORY_LETTERS)
        if self.instance.needs_files:
            del self.fields["files"]
            self._shape_for_files()
        else:
            self._shape_for_words()

    def _say(self, name: str, label: str, help_text: str = "") -> None:
        if label:
            self.fields[name].label = label
        if help_text:
            self.fields[name].help_text = help_text

    def _shape_for_files(self) -> None:
        if self.instance.kind == Kind.DOCUMENT:
            self._say("people_said", _("Who is named in it?"))
            self._say("title", "", _("A few words, for example: “Ration card, 1947”."))
        if self.instance.kind == Kind.AUDIO:
            self._say(
                "people_said", _("Who speaks or sings?"), _("Names, if you know them.")
            )
            self._say(
                "title",
                "",
                _("A few words, for example: “Grandfather on the flood of 1931”."),
            )

    def _shape_for_words(self) -> None:
        self.needed = ("title", "story")
        self._say("files", _("Add a picture, if you have one"))
        self._say("people_said", _("Whom is it about?"))
        self.fields["story"].widget.attrs["rows"] = 12
        if self.instance.is_about_own_words:
            self._say(
                "story",
                _("Your words as they are published"),
                _("Change in them what is wrong, or write below what is missing."),
            )
        elif self.instance.kind == Kind.CORRECTION:
            self._say(
                "story", _("What should be different?"), _("And how do you know it?")
            )
        else:
            self._say(
                "story",
                _("What do you remember?"),
                _("Write as you would tell it to a grandchild. It may be short."),
            )
            self._say(
                "title",
                "",
                _("A few words, for example: “How we waited for the tram”."),
            )

    def clean_title(self) -> str:
        return self.seen("title")

    def clean_story(self) -> str:
        return self.seen("story")

    def clean_place_said(self) -> str:
        """Take the name that was picked from those offered, or the words as typed."""
        picked = self.data.get("place_pick", "").replace("\x00", "")[:200]
        return picked or self.cleaned_data["place_said"]

    @cached_property
    def photos(self) -> list[PhotoForm]:
        """One small form a picture; none where there is nothing to tell apart."""
        if self.instance.kind != Kind.PHOTOS or not self.instance.pk:
            return []
        pairs = pairing.in_pairs(
            self.instance.attachments.select_related("master")
            .defer("master__text", "master__more_pages")
            .order_by("position", "pk")
        )
        if len(pairs) < 2:
            return []
        for pair in pairs:
            pair[0].contribution = self.instance
        data = self.data if self.is_bound else None
        return [PhotoForm(data, attachment=pair[0]) for pair in pairs]

    def clean(self) -> dict[str, Any]:
        """Look at the words of each picture as well."""
        for photo in self.photos:
            for name, errors in photo.errors.items():
                said = f"{photo.fields[name].label} — {' '.join(errors)}"
                self.add_error(
                    None,
                    _("“%(name)s”: %(sentence)s")
                    % {"name": photo.attachment.original_name, "sentence": said},
                )
        return super().clean()

    def stopping(self) -> dict[str, str]:
        """Name a date that cannot be: better now than on the last page."""
        words = self.cleaned_data.get("date_said", "")
        understood = drafting.understand(words, language=self.instance.language)
        return {"date_said": understood.sentence} if understood.is_impossible else {}
