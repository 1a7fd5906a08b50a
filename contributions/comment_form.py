"""The form of a comment: a name, an address shown to nobody, words, and two traps."""

import time

from django import forms
from django.conf import settings
from django.core import signing
from django.utils.translation import gettext_lazy as _

from accounts.models import display_name
from contributions import spoken
from contributions.comments import LETTERS

SALT = "comment opened"


def opened(*, at: float | None = None) -> str:
    """Note when a form was opened, so that nobody can say another time."""
    return signing.dumps(int(time.time() if at is None else at), salt=SALT)


class WordsField(forms.CharField):
    """Words of some lines: too many are counted and kept, never cut off."""

    widget = forms.Textarea

    def clean(self, value) -> str:
        words = spoken.tidy(super().clean(value))
        if sentence := spoken.too_long(words, LETTERS):
            raise forms.ValidationError(sentence)
        if spoken.is_links_only(words):
            raise forms.ValidationError(spoken.links_only())
        return words


class CommentForm(forms.Form):
    """What a visitor writes under an item, a post or a story."""

    body = WordsField(
        label=_("What do you know or remember?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Please write your words.")},
    )
    name = forms.CharField(
        label=_("Your name, as all may read it"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Please write your name.")},
    )
    email = forms.EmailField(
        label=_("Your e-mail"),
        help_text=_("Shown to nobody. You get a letter with one button to press."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        error_messages={
            "required": _("Please write your e-mail, so that the letters find you."),
            "invalid": _("Please look at the address: it should be like name@site.ua."),
        },
    )
    wants_answers = forms.BooleanField(
        label=_("Write to me when somebody answers"), required=False
    )
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args, user, **kwargs) -> None:
        if user.is_authenticated:
            kwargs.setdefault("initial", {"name": display_name(user)})
        super().__init__(
            *args, auto_id="comment_%s", use_required_attribute=False, **kwargs
        )
        self.fields["name"].widget.attrs.pop("maxlength", None)
        self.opened = opened()
        self.is_known = user.is_authenticated
        if self.is_known:
            del self.fields["email"]

    def clean_name(self) -> str:
        name = spoken.tidy_line(self.cleaned_data["name"])
        if spoken.is_empty(name):
            raise forms.ValidationError(_("Please write your name."))
        return name

    def is_trapped(self) -> bool:
        """Say whether the field that people do not see was filled in."""
        return bool(self.data.get("website", ""))

    def is_hasty(self) -> bool:
        """Say whether it came back sooner than a person without an account can type.

        A form that does not say when it was opened was not opened by a person.
        """
        fastest = settings.FASTEST_PERSON_SECONDS
        if self.is_known or not fastest:
            return False
        try:
            since = signing.loads(self.data.get("opened", ""), salt=SALT)
        except signing.BadSignature:
            return True
        return time.time() - since < fastest

    def words(self) -> dict:
        """Give what the verb of writing takes."""
        cleaned = self.cleaned_data
        return {
            "name": cleaned["name"],
            "email": cleaned.get("email", ""),
            "body": cleaned["body"],
            "wants_answers": cleaned["wants_answers"],
        }
