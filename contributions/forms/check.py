"""The step "check": how to reach and to name the giver, and the consent."""

from django import forms
from django.utils.translation import gettext_lazy as _

from contributions import consent, visiting
from contributions.forms.steps import StepForm


class CheckForm(StepForm):
    """The last questions, under everything that was said."""

    template = "contributions/residents/steps/check.html"
    choices = ("credit",)
    needed = ("email", "credit", "consent")
    consent = forms.BooleanField(label=_("I agree"))
    consent_version = forms.CharField(widget=forms.HiddenInput, required=False)

    signed_name = forms.CharField(
        label=_("Or write your full name as a signature"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    signature = forms.CharField(widget=forms.HiddenInput, required=False)
    paper = forms.FileField(
        label=_("Or a photo of the signed paper"),
        help_text=_("Only the library sees it; it is kept with the consent."),
        widget=forms.FileInput(
            attrs={"accept": "image/*,application/pdf", "capture": "environment"}
        ),
        required=False,
        error_messages={"empty": _("This file is empty. Please take the photo again.")},
    )

    class Meta(StepForm.Meta):
        fields = ["name", "email", "credit"]
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(
                attrs={"autocomplete": "email", "inputmode": "email"}
            ),
            "credit": forms.RadioSelect,
        }
        labels = {
            "name": _("Your name"),
            "email": _("Your e-mail"),
            "credit": _("How shall we name you?"),
        }
        help_texts = {
            "name": _("We show it only the way you choose below."),
            "email": _("We write to you about this only. It is shown to nobody."),
        }

    def shape(self) -> None:
        self.fields["consent_version"].initial = consent.VERSION
        if self.instance.pk and not self.is_bound:
            self.fields["consent"].initial = self.instance.consents.exists()
        if self.instance.visitor_id is None:  # only at the desk something is signed
            for name in ("signed_name", "signature", "paper"):
                del self.fields[name]
        else:
            self.needed = ("credit", "consent")

    def clean_signature(self) -> str:
        """Take a drawing of lines and nothing else."""
        path = self.cleaned_data["signature"].strip()
        if path and not visiting.is_drawn(path):
            self.add_error("signed_name", _("Please sign once more."))
            return ""
        return path

    def signed(self) -> dict[str, str]:
        """Give how the consent was signed at the desk; nothing where it was not."""
        return {
            name: self.cleaned_data[name]
            for name in ("signed_name", "signature")
            if self.cleaned_data.get(name)
        }

    def clean_email(self) -> str:
        return self.cleaned_data["email"].strip().lower()
