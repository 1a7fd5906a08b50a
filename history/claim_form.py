"""The form in which staff write down what somebody says of an item."""

from django import forms
from django.utils.translation import gettext_lazy

from history.models import Claim


class ClaimForm(forms.Form):
    """One answer to one question about an item."""

    field = forms.ChoiceField(
        label=gettext_lazy("About what"), choices=Claim.Field.choices
    )
    words = forms.CharField(label=gettext_lazy("What is said"), max_length=200)
    reason = forms.CharField(
        label=gettext_lazy("How do they know?"), max_length=300, required=False
    )
    credit = forms.CharField(
        label=gettext_lazy("Who says so, as they want to be named"),
        max_length=120,
        required=False,
    )
    source = forms.ChoiceField(
        label=gettext_lazy("From where"), choices=Claim.Source.choices
    )
    confidence = forms.ChoiceField(
        label=gettext_lazy("How sure"),
        choices=Claim.Confidence.choices,
        initial=Claim.Confidence.LIKELY,
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, auto_id="claim_%s", **kwargs)
