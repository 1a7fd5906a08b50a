"""The form of following: one address, and a trap."""

from django import forms
from django.utils.translation import gettext_lazy as _


class FollowForm(forms.Form):
    """Where the weekly letter goes."""

    email = forms.EmailField(
        label=_("Your e-mail"),
        help_text=_("It is shown to nobody and used for these letters only."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        max_length=254,
        error_messages={
            "required": _("Please write your e-mail, so that the letters find you."),
            "invalid": _("Please look at the address: it should be like name@site.ua."),
        },
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)

    @property
    def is_program(self) -> bool:
        """Say whether the field that people do not see was filled in."""
        return bool(self.data.get("website"))
