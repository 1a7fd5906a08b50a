"""The table of periods: what “before the war” or “in the old name's days” means."""

from django import forms
from django.contrib import admin
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from history import dates
from history.models import NamedPeriod

WIDGETS = {
    f"names_{code}": forms.Textarea(attrs={"rows": 4}) for code in ("uk", "ru", "en")
}


class PeriodForm(forms.ModelForm):
    """Names, and the time in words or in EDTF; a period of no time is refused."""

    class Meta:
        model = NamedPeriod
        fields = ("scope", "names_uk", "names_ru", "names_en", "edtf")
        widgets = WIDGETS
        help_texts = {
            **dict.fromkeys(
                WIDGETS, _("One name a line; other endings are understood.")
            ),
            "edtf": _(
                "In words or in EDTF: “1927–1935”, “12 May 1942 – 2 September 1943”, "
                "“../1941-06-21”. Dates that were understood before stay as they are."
            ),
        }

    def clean_edtf(self) -> str:
        """Understand the time without the table itself, so that no period names another."""
        try:
            found = dates.parse(
                self.cleaned_data["edtf"], language=get_language() or "uk"
            )
        except dates.NotADate as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        if not found:
            raise forms.ValidationError(_("Please write at least one end of the time."))
        self.instance.earliest, self.instance.latest = found.earliest, found.latest
        return found.edtf

    def clean(self) -> dict:
        """Ask for one name at least, and for names that no other period has."""
        cleaned = super().clean() or {}
        names = {
            line.strip().casefold()
            for code in ("uk", "ru", "en")
            for line in cleaned.get(f"names_{code}", "").splitlines()
            if line.strip()
        }
        if not names:
            self.add_error("names_uk", _("Please write at least one name."))
        elif not any(char.isalpha() for name in names for char in name):
            self.add_error("names_uk", _("A name has letters: a number means a year."))
        others = NamedPeriod.objects.filter(scope=cleaned.get("scope")).exclude(
            pk=self.instance.pk
        )
        for other in others:
            taken = {n.casefold() for some in other.names().values() for n in some}
            if both := sorted(names & taken):
                self.add_error(
                    None,
                    _("“%(name)s” is a name of another period already: %(other)s.")
                    % {"name": both[0], "other": other},
                )
        return cleaned


@admin.register(NamedPeriod)
class NamedPeriodAdmin(admin.ModelAdmin):
    """Staff may also delete: dates understood before keep their days."""

    form = PeriodForm
    list_display = (
        "__str__",
        "scope",
        "understood",
        "names_uk",
        "names_ru",
        "names_en",
    )
    list_filter = ("scope",)
    search_fields = ("names_uk", "names_ru", "names_en")
    ordering = ("scope", "earliest", "latest", "pk")

    @admin.display(description=_("what residents read"))
    def understood(self, period: NamedPeriod) -> str:
        """Say it as the field of a resident would."""
        return dates.display(
            period.earliest, period.latest, period.edtf, get_language() or "uk"
        )
