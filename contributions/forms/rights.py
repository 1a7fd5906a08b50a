"""The step "rights": who made it, and what others may do with it."""

from datetime import date, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contributions.forms.steps import StepForm
from contributions.models import Contribution
from contributions.rights import Answer

FIRST_PHOTOGRAPH = 1826
EMBARGO_AT_MOST = timedelta(days=100 * 366)
GROWN_UP = timedelta(days=18 * 366)
Kind = Contribution.Kind


class RightsForm(StepForm):
    """Plain questions; the statement that follows from them is said back at once."""

    template = "contributions/residents/steps/rights.html"
    choices = (
        "taken_by", "author_living", "print_owner", "people_living", "people_agree",
        "children_shown", "children_agree", "reuse", "audience",
    )  # fmt: skip
    needed = ("taken_by", "audience")

    class Meta(StepForm.Meta):
        fields = [
            "taken_by", "author_name", "author_living", "author_died_year",
            "print_owner", "people_living", "people_agree", "children_shown",
            "children_agree", "reuse", "audience", "embargo_until",
        ]  # fmt: skip
        widgets = {
            "author_living": forms.RadioSelect,
            "print_owner": forms.RadioSelect,
            "people_living": forms.RadioSelect,
            "people_agree": forms.RadioSelect,
            "children_shown": forms.RadioSelect,
            "children_agree": forms.RadioSelect,
            "embargo_until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "taken_by": forms.RadioSelect,
            "reuse": forms.RadioSelect,
            "audience": forms.RadioSelect,
            "author_died_year": forms.TextInput(attrs={"inputmode": "numeric"}),
        }
        labels = {
            "taken_by": _("Who took it?"),
            "author_name": _("Name of the author"),
            "author_died_year": _("The year the author died"),
            "author_living": _("Is the author living?"),
            "print_owner": _("Whose print is it?"),
            "people_living": _("Can living people be recognised?"),
            "people_agree": _("Do they agree to be shown?"),
            "children_shown": _("Are there children in it who are under 18 today?"),
            "children_agree": _("Do their parents agree?"),
            "embargo_until": _("Show it from this day on"),
            "reuse": _("May others use it?"),
            "audience": _("Who may see it?"),
        }
        help_texts = {
            "embargo_until": _("Until then only the library sees it, whoever asks."),
            "author_name": _("If you know it, or if it stands on the back."),
            "author_died_year": _("70 years after that the picture is free for all."),
        }

    def shape(self) -> None:
        if not self.instance.needs_files:
            for name in (
                "taken_by", "author_name", "author_living", "author_died_year",
                "print_owner", "people_living", "people_agree", "children_shown",
                "children_agree",
            ):  # fmt: skip
                del self.fields[name]
            return
        if self._is_older_than_any_child():
            del self.fields["children_shown"], self.fields["children_agree"]
        label = {
            Kind.DOCUMENT: _("Who made it?"),
            Kind.AUDIO: _("Who recorded it?"),
        }.get(self.instance.kind)
        if label:
            self.fields["taken_by"].label = label

    def _is_older_than_any_child(self) -> bool:
        """Say whether whoever was a child in it has grown up: then we do not ask."""
        latest = self.instance.date_latest
        return latest is not None and latest < timezone.localdate() - GROWN_UP

    def clean_author_died_year(self) -> int | None:
        year = self.cleaned_data["author_died_year"]
        if year is not None and not FIRST_PHOTOGRAPH <= year <= timezone.now().year:
            raise forms.ValidationError(
                _("Please write the year with four digits, or leave it empty.")
            )
        return year

    def clean_embargo_until(self) -> date | None:
        day = self.cleaned_data["embargo_until"]
        today = timezone.localdate()
        if day is not None and not today < day <= today + EMBARGO_AT_MOST:
            raise forms.ValidationError(
                _("Please choose a day that is still to come, or leave it empty.")
            )
        return day

    def stopping(self) -> dict[str, str]:
        """Say it where the author is living and has a year of death."""
        said = self.cleaned_data
        if said.get("author_living") == Answer.YES and said.get("author_died_year"):
            return {
                "author_died_year": _(
                    "You say that the author is living: please leave the year empty."
                )
            }
        return {}
