"""The forms of the door: an address is enough; a password is for who has one."""

from allauth.account.forms import AddEmailForm as AllauthAddEmailForm
from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import RequestLoginCodeForm as AllauthCodeForm
from allauth.account.forms import ResetPasswordForm as AllauthResetForm
from allauth.account.forms import SignupForm as AllauthSignupForm
from django.utils.translation import gettext_lazy as _


class LoginForm(AllauthLoginForm):
    """Sign in by a mailed code; with a password filled in, by that."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        password = self.fields["password"]
        password.required = False
        password.help_text = _(
            "Only if you have set one. Without it we mail you a code."
        )
        password.widget.attrs.pop("placeholder", None)
        _name_plainly(self.fields["login"])


class SignupForm(AllauthSignupForm):
    """Ask for the address only; who wants a password sets one later."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password1", None)
        _name_plainly(self.fields["email"])


class AddEmailForm(AllauthAddEmailForm):
    """One more address of the same person."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        _name_plainly(self.fields["email"])


class ResetPasswordForm(AllauthResetForm):
    """The address to which a link for another password goes."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        _name_plainly(self.fields["email"])


class CodeForm(AllauthCodeForm):
    """The address to which a code goes."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        _name_plainly(self.fields["email"])


def _name_plainly(address) -> None:
    address.label = _("Your e-mail")
    address.widget.attrs.pop("placeholder", None)
