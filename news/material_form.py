"""How editors add a document to a post: a PDF, looked into before anything is saved."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from news import materials
from news.kept_upload import KeptUploadForm
from news.models import Material


class MaterialForm(KeptUploadForm):
    """One document. Its file is kept at once, so no mistake beside it costs the upload."""

    salt = "news.material"
    file = forms.FileField(
        label=gettext_lazy("PDF"), required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf"}),
    )  # fmt: skip
    kept = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Material
        fields: list[str] = []

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean(self) -> dict:
        data = super().clean()
        if self.instance.pk:
            return data
        try:
            upload = data.get("file")
            earlier = self.kept_before(data.get("kept") or "")
            master = materials.keep(upload) if upload else earlier
        except materials.Refused as refusal:
            self.add_error("file", refusal.sentence)
            return data
        if master is None:
            if "file" not in self.errors:
                self.add_error("file", _("Choose the file of the document."))
            return data
        self.instance.master = master
        self.remember(master)
        return data


class MaterialFormSet(forms.BaseInlineFormSet):
    """The documents of a post, each of them once."""

    def clean(self) -> None:
        super().clean()
        seen: set[int] = set()
        for form in self.forms:
            pk = form.instance.master_id
            if pk in seen and not self._should_delete_form(form):
                form.add_error(None, _("This document stands here already."))
            if pk:
                seen.add(pk)
