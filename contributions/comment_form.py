"""The form of a comment: a name, an address shown to nobody, words, and a trap."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import display_name
from contributions.comments import LETTERS

CONTROL = dict.fromkeys(
    (*range(32), 127, *range(0x202A, 0x202F), *range(0x2066, 0x206A)), ""
)
"""Characters that turn the direction of a line, or do nothing that can be seen."""
INVISIBLE = {code: "" for code in CONTROL if code not in (9, 10, 13)}


class CommentForm(forms.Form):
    """What a visitor writes under an item or a post."""

    body = forms.CharField(
        label=_("What do you know or remember?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LETTERS,
    )
    name = forms.CharField(label=_("Your name, as all may read it"), max_length=120)
    email = forms.EmailField(
        label=_("Your e-mail"),
        help_text=_("Shown to nobody. We may ask you something."),
    )
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args, user, **kwargs) -> None:
        if user.is_authenticated:
            kwargs.setdefault("initial", {"name": display_name(user)})
        super().__init__(*args, auto_id="comment_%s", **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["email"].widget.attrs["autocomplete"] = "email"
        if user.is_authenticated:
            del self.fields["email"]

    def is_trapped(self) -> bool:
        """Say whether the field that people do not see was filled in."""
        return bool(self.data.get("website", ""))

    def words(self) -> dict[str, str]:
        """Give the cleaned words without invisible characters."""
        cleaned = self.cleaned_data
        return {
            "name": cleaned["name"].translate(CONTROL),
            "email": cleaned.get("email", ""),
            "body": cleaned["body"].translate(INVISIBLE),
        }
