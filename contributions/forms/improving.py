"""The form in which a giver corrects what was published from their gift."""

from django import forms
from django.utils.translation import gettext_lazy as _

from contributions.workflow.improving import MAIN_WORDS

NAMES_AT_ONCE = 20


class ImproveForm(forms.Form):
    """The words as they should be; what stands there now is filled in."""

    title = forms.CharField(
        label=_("Title"), max_length=200,
        error_messages={"required": _("Please write a few words as a title.")},
    )  # fmt: skip
    date_said = forms.CharField(
        label=_("When was it?"), max_length=120, required=False,
        help_text=_("In your own words: “1962”, “summer 1968”, “early 60s”."),
    )  # fmt: skip
    place_said = forms.CharField(
        label=_("Where was it?"), max_length=200, required=False
    )
    people = forms.CharField(
        label=_("Who else is in it?"), required=False, max_length=2000,
        help_text=_("One name a line. Please name the living only if they agree."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    story = forms.CharField(
        label=_("Story"), required=False, max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("How do you know it?"), required=False, max_length=300,
        help_text=_("For example: “it is written on the back”."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        for name in ("story", "people"):
            self.fields[name].widget.attrs.pop("maxlength", None)

    def clean_people(self) -> list[str]:
        """Read one name a line."""
        names = [
            " ".join(line.split()) for line in self.cleaned_data["people"].splitlines()
        ]
        return [name[:200] for name in names if name][:NAMES_AT_ONCE]

    def words(self) -> dict:
        """Give what `workflow.improve` takes."""
        cleaned = self.cleaned_data
        return {
            "words": {name: cleaned[name] for name in MAIN_WORDS},
            "people": cleaned["people"],
            "reason": cleaned["reason"],
        }
