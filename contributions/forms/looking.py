"""The small form of somebody who found nothing: what they look for, where to answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

LETTERS = 4000


class LookingForm(forms.Form):
    """A question to the library; nobody else reads it."""

    words = forms.CharField(
        label=_("What do you look for?"),
        help_text=_("Who, where, about when: all that may help us to find it."),
        widget=forms.Textarea(attrs={"rows": 5}), max_length=LETTERS,
        error_messages={
            "required": _("Please say in a few words what you look for."),
            "null_characters_not_allowed": _(
                "There is a character in these words that cannot be kept."
            ),
        },
    )  # fmt: skip
    name = forms.CharField(
        label=_("Your name"), max_length=120, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    email = forms.EmailField(
        label=_("Your e-mail"),
        help_text=_(
            "We mail you a link first, then the answer. It is shown to nobody."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        error_messages={
            "required": _("Please write your e-mail, so that we can answer you."),
            "invalid": _("Please look at the address: it should be like name@site.ua."),
        },
    )
    consent = forms.BooleanField(
        label=_("I agree"),
        error_messages={"required": _("Please tick that you agree.")},
    )

    def __init__(self, *args, user, **kwargs) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["words"].widget.attrs.pop("maxlength", None)
        if user is not None:  # the account says who it is
            del self.fields["name"], self.fields["email"]

    @property
    def is_program(self) -> bool:
        """Say whether the field that people do not see was filled in."""
        return bool(self.data.get("website"))

    def said(self) -> dict[str, str]:
        """Give what `looking_for.ask` takes."""
        return {
            name: self.cleaned_data.get(name, "").strip()
            for name in ("words", "name", "email")
        }
