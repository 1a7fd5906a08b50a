"""The form of a seat: a name, an address, and a trap."""

from django import forms
from django.utils.translation import gettext_lazy as _

from contributions.forms.fields import is_blank


class SeatForm(forms.Form):
    """Who comes, and where the letter goes."""

    name = forms.CharField(
        label=_("Your name"),
        help_text=_("As it should stand on the list at the door."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        max_length=120,
        error_messages={"required": _("Please write your name.")},
    )
    email = forms.EmailField(
        label=_("Your e-mail"),
        help_text=_("Only the library sees it, and only for letters about this event."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        max_length=254,
        error_messages={
            "required": _("Please write your e-mail, so that the letters find you."),
            "invalid": _("Please look at the address: it should be like name@site.ua."),
        },
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if is_blank(name):
            raise forms.ValidationError(_("Please write your name."))
        return name

    @property
    def is_program(self) -> bool:
        """Say whether the field that people do not see was filled in."""
        return bool(self.data.get("website"))
