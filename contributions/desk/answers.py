"""The small forms of the desk: a question, a reason, a note."""

from django import forms
from django.utils.translation import gettext_lazy

from contributions.states import Reason
from history.models import Claim

WORDS_ROWS = {"rows": 3}


class AskForm(forms.Form):
    """A question to the resident."""

    note = forms.CharField(
        label=gettext_lazy("What would you like to know?"),
        help_text=gettext_lazy("It is mailed in your words, with a link to answer."),
        widget=forms.Textarea(attrs=WORDS_ROWS),
        max_length=4000,
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, auto_id="ask_%s", **kwargs)


class DeclineForm(forms.Form):
    """Why it is not taken; the resident reads it."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why do we not take it?"),
        widget=forms.RadioSelect,
        choices=Reason.choices,
        error_messages={"required": gettext_lazy("Please choose a reason.")},
    )
    note = forms.CharField(
        label=gettext_lazy("In your own words"),
        help_text=gettext_lazy("A kind sentence helps: somebody looked in an album."),
        widget=forms.Textarea(attrs=WORDS_ROWS),
        max_length=4000,
        required=False,
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, auto_id="decline_%s", **kwargs)


class NoteForm(forms.Form):
    """Words that only colleagues read."""

    body = forms.CharField(
        label=gettext_lazy("A note for colleagues"),
        widget=forms.Textarea(attrs={"rows": 2, "data-key": "n"}),
        max_length=4000,
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, auto_id="note_%s", **kwargs)


class TakeDownForm(forms.Form):
    """Why something published goes."""

    reason = forms.CharField(
        label=gettext_lazy("Why is it taken down?"),
        help_text=gettext_lazy(
            "Everyone can read it where the item was. Name no person."
        ),
        max_length=300,
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, auto_id="take_down_%s", **kwargs)


class KeepForm(forms.Form):
    """Why something published stays although its giver asked."""

    note = forms.CharField(
        label=gettext_lazy("Why does it stay?"),
        widget=forms.Textarea(attrs=WORDS_ROWS),
        max_length=4000,
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, auto_id="keep_%s", **kwargs)


class ReopenForm(forms.Form):
    """A word for the record when something is taken up again."""

    note = forms.CharField(
        label=gettext_lazy("Why again?"), max_length=300, required=False
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, auto_id="reopen_%s", **kwargs)


class MarkForm(forms.Form):
    """Words of the giver, and what they say about the item."""

    words = forms.CharField(
        label=gettext_lazy("The words"),
        help_text=gettext_lazy(
            "Select them in the story or in a letter, or copy them."
        ),
        max_length=200,
        error_messages={"required": gettext_lazy("Please mark or write the words.")},
    )
    field = forms.ChoiceField(
        label=gettext_lazy("They say its"),
        choices=[
            (field.value, field.label)
            for field in Claim.Field
            if field != Claim.Field.CREATOR
        ],
    )
    confidence = forms.ChoiceField(
        label=gettext_lazy("How sure?"),
        choices=Claim.Confidence.choices,
        initial=Claim.Confidence.LIKELY,
        required=False,
    )
    reason = forms.CharField(
        label=gettext_lazy("How do they know?"), max_length=300, required=False
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **{"auto_id": "mark_%s"} | kwargs)

    def clean_confidence(self) -> str:
        """Take “likely” where nothing was chosen."""
        return self.cleaned_data["confidence"] or Claim.Confidence.LIKELY
