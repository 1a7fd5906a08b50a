"""The forms of the exchange: whom to invite, and what a guest writes."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from contributions.forms.fields import is_blank
from news.models import Post


class InviteForm(forms.Form):
    """A colleague of another library."""

    name = forms.CharField(label=_("Their name"), max_length=120)
    library = forms.CharField(label=_("Their library"), max_length=160)
    email = forms.EmailField(label=_("Their e-mail"), max_length=254)
    language = forms.ChoiceField(
        label=_("In which language they write"), choices=settings.LANGUAGES
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)

    def clean_name(self) -> str:
        return _said(self.cleaned_data["name"])

    def clean_library(self) -> str:
        return _said(self.cleaned_data["library"])


class GuestForm(forms.Form):
    """What a guest writes; what is only saved may lack anything."""

    title = forms.CharField(label=_("Title"), max_length=200)
    summary = forms.CharField(
        label=_("In one sentence"), required=False,
        max_length=Post._meta.get_field("summary").max_length,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    body = forms.CharField(
        label=_("Your experience"), max_length=100_000,
        help_text=_("An empty line begins a new paragraph."),
        widget=forms.Textarea(attrs={"rows": 16}),
    )  # fmt: skip
    file = forms.FileField(
        label=_("A document to take along"), required=False,
        help_text=_("PDF. For several, save after each."),
        widget=forms.FileInput(attrs={"accept": ".pdf"}),
    )  # fmt: skip

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        if self.is_bound and "send" not in self.data:
            for name in ("title", "body"):
                self.fields[name].required = False

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean_summary(self) -> str:
        return " ".join(self.cleaned_data["summary"].split())


def _said(words: str) -> str:
    words = " ".join(words.split())
    if is_blank(words):
        raise forms.ValidationError(_("Please fill this in."))
    return words
