"""The forms of a question to a librarian: asked by anybody, answered by the staff."""

from django import forms
from django.utils.translation import gettext_lazy as _

from contributions.forms.fields import is_blank

LONGEST_QUESTION, LONGEST_ANSWER = 4000, 10_000
TOO_LONG = _("This is too long: please write at most %(limit_value)d letters.")


def _words(*, label, help_text="", rows: int, longest: int, missing) -> forms.CharField:
    """Make a field for some lines; nothing typed is cut by the browser."""
    field = forms.CharField(
        label=label, help_text=help_text, max_length=longest,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing, "max_length": TOO_LONG},
    )  # fmt: skip
    field.widget.attrs.pop("maxlength", None)
    return field


class EnquiryForm(forms.Form):
    """What somebody wants to know, and where the answer goes."""

    question = _words(
        label=_("Your question"), rows=6, longest=LONGEST_QUESTION,
        help_text=_("Say what you know already, and what you need it for: so we find it sooner."),
        missing=_("Please write your question."),
    )  # fmt: skip
    name = forms.CharField(
        label=_("Your name"), max_length=120,
        help_text=_("So that we know how to address you."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Please write your name.")},
    )  # fmt: skip
    email = forms.EmailField(
        label=_("Your e-mail"), max_length=254,
        help_text=_("Only the library sees it, and only for this question."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        error_messages={
            "required": _("Please write your e-mail, so that we can answer you."),
            "invalid": _("Please look at the address: it should be like name@site.ua."),
        },
    )  # fmt: skip
    may_publish = forms.BooleanField(
        label=_("The question with its answer may be published, without my name"),
        help_text=_("Others ask the same. The library writes it in its own words; you can take this back at any time."),
        required=False,
    )  # fmt: skip

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if is_blank(name):
            raise forms.ValidationError(_("Please write your name."))
        return name

    def clean_question(self) -> str:
        question = self.cleaned_data["question"]
        if is_blank(question):
            raise forms.ValidationError(_("Please write your question."))
        return question

    @property
    def is_program(self) -> bool:
        """Say whether the field that people do not see was filled in."""
        return bool(self.data.get("website"))


class AskOnForm(forms.Form):
    """One more question after the answer."""

    body = _words(
        label=_("One more question"), rows=4, longest=LONGEST_QUESTION,
        missing=_("Please write your question."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)


class AnswerForm(forms.Form):
    """The answer of the library; `seen` is how many letters of the thread were read."""

    body = _words(
        label=_("The answer"), rows=8, longest=LONGEST_ANSWER,
        help_text=_("It goes out by mail and stands on the reader's private page."),
        missing=_("Please write the answer."),
    )  # fmt: skip
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)


class PublishedForm(forms.Form):
    """How a question with its answer is told to all."""

    title = forms.CharField(
        label=_("The question in one line"), max_length=200,
        error_messages={"required": _("Please write the question in one line.")},
    )  # fmt: skip
    question = forms.CharField(
        label=_("More of the question"), required=False, max_length=LONGEST_QUESTION,
        help_text=_("Without names, addresses and whatever would tell who asked."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    answer = _words(
        label=_("The answer for all"), rows=8, longest=LONGEST_ANSWER,
        missing=_("Please write the answer."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
