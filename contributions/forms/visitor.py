"""The form of the desk on a scan day: who stands here, and what the box is."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from contributions import visiting
from contributions.forms.fields import is_blank
from contributions.models import Contribution
from news.models import Event


class VisitorForm(forms.Form):
    """Who stands here; an e-mail address is a kindness to them, not a condition."""

    name = forms.CharField(
        label=_("Name of the person"),
        max_length=120,
        error_messages={"required": _("Please write the name of the person.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=_("Their e-mail, if they have one"),
        help_text=_("Without it they follow everything by the printed slip."),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "inputmode": "email"}),
    )
    language = forms.ChoiceField(
        label=_("Their language"), choices=settings.LANGUAGES, initial="uk"
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if is_blank(name):
            raise forms.ValidationError(self.fields["name"].error_messages["required"])
        return name

    def clean_email(self) -> str:
        return self.cleaned_data["email"].strip().lower()


class BoxForm(forms.Form):
    """What one more box of this person holds."""

    kind = forms.ChoiceField(
        label=_("What is in it?"),
        choices=[(kind, kind.label) for kind in visiting.KINDS],
        initial=Contribution.Kind.PHOTOS,
        widget=forms.RadioSelect,
    )
    occasion = forms.ModelChoiceField(
        label=_("Do they come from an event?"),
        queryset=Event.objects.none(),
        required=False,
        empty_label=_("No, by themselves"),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["occasion"].queryset = visiting.events_of_today()
        self.has_events = self.fields["occasion"].queryset.exists()
