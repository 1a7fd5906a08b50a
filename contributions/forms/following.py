"""What is typed on the page of something sent, and where a link was lost."""

from django import forms
from django.utils.translation import gettext_lazy as _

from contributions.forms.fields import FilesField
from contributions.models import RemovalCase

LETTERS = 20_000


class AnswerForm(forms.Form):
    """An answer to a question of the library, with more files if they help."""

    note = forms.CharField(
        label=_("Your answer"),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Please write your answer.")},
    )
    files = FilesField(label=_("Add files, if they help"), required=False)


class WriteForm(forms.Form):
    """A few words to the library that nobody asked for."""

    note = forms.CharField(
        label=_("Your words"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LETTERS,
        error_messages={"required": _("Please write a few words.")},
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].widget.attrs.pop("maxlength", None)


class RemovalForm(forms.Form):
    """Why something published should be taken down, or out of sight at once."""

    ground = forms.ChoiceField(
        label=_("What is wrong?"),
        help_text=_(
            "What shows a child, or is private, nobody sees from the moment you ask, "
            "until the library has decided."
        ),
        choices=RemovalCase.Ground.choices,
        initial=RemovalCase.Ground.OTHER,
        widget=forms.RadioSelect,
        required=False,
    )
    reason = forms.CharField(
        label=_("Why should it be removed?"),
        help_text=_("A few words are enough. A person of the library reads them."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Please say why, in a few words.")},
    )

    def clean_ground(self) -> str:
        """Take a request without a ground as one for another reason."""
        return self.cleaned_data["ground"] or RemovalCase.Ground.OTHER


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
