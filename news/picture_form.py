"""How editors add pictures to a post: the file, what is to be seen, words under it."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from history.models import Master
from news import picturing
from news.kept_upload import KeptUploadForm
from news.models import PostPicture


class PictureForm(KeptUploadForm):
    """One picture. Its file is kept at once, so no mistake beside it costs the upload."""

    salt = "news.picture"
    file = forms.FileField(
        label=gettext_lazy("File"), required=False,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )  # fmt: skip
    kept = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = PostPicture
        fields: list[str] = []

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.master: Master | None = None

    def clean(self) -> dict:
        data = super().clean()
        if not self.instance.pk:
            self._keep(data)
        said = any(data.get(f"alt_{code}") for code, _n in settings.LANGUAGES)
        if not said and not data.get("is_decorative"):
            self.add_error(
                f"alt_{settings.LANGUAGE_CODE[:2]}",
                _("Say what is to be seen, or tick that it only adorns the text."),
            )
        return data

    def _keep(self, data: dict) -> None:
        """Keep the original, or find the one that came with an earlier try."""
        if file := data.get("file"):
            try:
                self.master = picturing.keep(file)
            except picturing.Refused as refusal:
                self.add_error("file", refusal.sentence)
                return
        else:
            self.master = self.kept_before(data.get("kept") or "")
        if self.master is None:
            if "file" not in self.errors:
                self.add_error("file", _("Choose the file of the picture."))
            return
        self.remember(self.master)


class PictureFormSet(forms.BaseInlineFormSet):
    """The pictures of a post; each new one gets the next number."""

    def save_new(self, form: PictureForm, commit=True) -> PostPicture:
        names = [
            f"{field}_{code}"
            for field in ("alt", "caption")
            for code, _n in settings.LANGUAGES
        ]
        values = {name: form.cleaned_data.get(name) or "" for name in names}
        return picturing.attach(
            self.instance,
            form.master,
            is_decorative=form.cleaned_data["is_decorative"],
            **values,
        )
