"""The forms of the weekly letter: who wants it; its foreword and its hour."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contributions.forms.follow import FollowForm
from contributions.models import LONGEST_FOREWORD, Issue

FURTHEST = timedelta(days=90)


class NewsletterForm(FollowForm):
    """An address, and the language in which the letter comes."""

    language = forms.ChoiceField(
        label=_("In which language?"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose a language.")},
    )


class ForewordForm(forms.ModelForm):
    """The librarian's own words before what is new, in each language."""

    class Meta:
        model = Issue
        fields = tuple(f"foreword_{code}" for code, _name in settings.LANGUAGES)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        for code, name in settings.LANGUAGES:
            field = self.fields[f"foreword_{code}"]
            field.label, field.max_length = name, LONGEST_FOREWORD
            field.widget = forms.Textarea(attrs={"rows": 4, "lang": code})

    def words(self) -> dict[str, str]:
        """Give what was typed, by language."""
        return {
            code: self.cleaned_data[f"foreword_{code}"].strip()
            for code, _name in settings.LANGUAGES
        }


class WhenForm(forms.Form):
    """When an issue leaves."""

    send_at = forms.DateTimeField(
        label=_("When it leaves"),
        help_text=_("By the clock of the library. Within half a minute if it is past."),
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
        ),
        error_messages={
            "required": _("Please say when the letter leaves."),
            "invalid": _("Please write the day and the hour like 2026-12-03 10:00."),
        },
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)

    def clean_send_at(self):
        """Keep slips of the year away: a letter of next spring would surprise all."""
        moment = self.cleaned_data["send_at"]
        if moment > timezone.now() + FURTHEST:
            raise forms.ValidationError(
                _("This is more than three months away. Please look at the date.")
            )
        return moment
