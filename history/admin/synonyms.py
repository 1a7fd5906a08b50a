"""The town's own words for search, kept by the staff; an edit counts at once."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from history.models import Synonym
from history.search.spelling import words
from history.search.synonyms import MOST_WORDS


class SynonymForm(forms.ModelForm):
    """Two words at least; several words behind one comma would never be found."""

    class Meta:
        model = Synonym
        fields = ("words", "note")

    def clean_words(self) -> str:
        """Write the list in one way, and refuse what search could not use."""
        parts = [part.strip() for part in self.cleaned_data["words"].split(",")]
        parts = list(dict.fromkeys(part for part in parts if part))
        for part in parts:
            if len(words(part)) != 1:
                raise forms.ValidationError(
                    _(
                        "“%(part)s” is not one word. A name of several words belongs to "
                        "a place, as one of its names."
                    )
                    % {"part": part}
                )
        if not 2 <= len(parts) <= MOST_WORDS:
            raise forms.ValidationError(
                _("Please write from 2 to %(most)s words.") % {"most": MOST_WORDS}
            )
        return ", ".join(parts)


@admin.register(Synonym)
class SynonymAdmin(admin.ModelAdmin):
    """Staff may also delete: nothing hangs on a synonym."""

    form = SynonymForm
    list_display = ("words", "note")
    search_fields = ("words", "note")
    ordering = ("words", "pk")
