"""A file that arrived and is kept, so that a mistake beside it costs no second upload."""

from django import forms
from django.core import signing
from django.utils.html import format_html
from django.utils.translation import gettext as _

from history.models import Master

KEPT_FOR = 24 * 3600


class KeptUploadForm(forms.ModelForm):
    """A row of a post with a file of its own; the form says `salt`, `file` and `kept`."""

    salt = ""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:  # another file is another row
            for name in ("file", "kept"):
                self.fields[name].disabled = True
                self.fields[name].widget = forms.HiddenInput()

    def kept_before(self, token: str) -> Master | None:
        """Find the original that came with an earlier try; None for a stranger's word."""
        try:
            number = signing.loads(token, salt=self.salt, max_age=KEPT_FOR)
        except signing.BadSignature:
            return None
        return Master.objects.filter(pk=number).first()

    def remember(self, master: Master) -> None:
        """Let the form that is shown again name the original, and say that it is here."""
        self.data = self.data.copy()
        self.data[self.add_prefix("kept")] = signing.dumps(master.pk, salt=self.salt)
        told = _("“{name}” has arrived; it need not be chosen again.")
        self.fields["file"].help_text = format_html(told, name=master.original_name)
