"""What is different about one picture of several."""

from django import forms
from django.utils.translation import gettext_lazy as _

from contributions.models import Attachment

LIMITS = {"caption": 200, "date_said": 120, "place_said": 200, "people_said": 400}


class PhotoForm(forms.Form):
    """All of it may stay empty: then what is said of all the pictures counts."""

    caption = forms.CharField(label=_("Its own title"), required=False)
    date_said = forms.CharField(label=_("When was it?"), required=False)
    place_said = forms.CharField(label=_("Where was it?"), required=False)
    people_said = forms.CharField(label=_("Who is in it?"), required=False)

    def __init__(self, data=None, *, attachment: Attachment) -> None:
        self.attachment = attachment
        super().__init__(
            data,
            prefix=f"file-{attachment.pk}",
            initial={name: getattr(attachment, name) for name in LIMITS},
        )
        for name, letters in LIMITS.items():
            field = self.fields[name]
            field.validators.append(forms.fields.validators.MaxLengthValidator(letters))
        self.fields["place_said"].widget.attrs["list"] = "street-names"

    @property
    def is_different(self) -> bool:
        """Say whether anything is said of this picture alone."""
        return any(self[name].value() for name in LIMITS)

    def standing(self) -> dict[str, str]:
        """Give what is kept of this picture, by the name of each field of the page."""
        return {
            self.add_prefix(name): getattr(self.attachment, name) for name in LIMITS
        }

    def words(self) -> dict[str, str]:
        """Give what was typed and may be kept; what the page did not send is left out."""
        return {
            name: self.cleaned_data[name]
            for name in LIMITS
            if self.add_prefix(name) in self.data and name in self.cleaned_data
        }
