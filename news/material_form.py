"""How editors add a document to a post: a PDF, looked into before anything is saved."""

from django import forms
from django.core import signing
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from history.models import Master
from news import materials
from news.models import Material

SALT = "news.material"
KEPT_FOR = 24 * 3600


class MaterialForm(forms.ModelForm):
    """One document. Its file is kept at once, so no mistake beside it costs the upload."""

    file = forms.FileField(
        label=gettext_lazy("PDF"), required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf"}),
    )  # fmt: skip
    kept = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Material
        fields: list[str] = []

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:  # another file is another document
            for name in ("file", "kept"):
                self.fields[name].disabled = True
                self.fields[name].widget = forms.HiddenInput()

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean(self) -> dict:
        data = super().clean()
        if self.instance.pk:
            return data
        try:
            upload = data.get("file")
            master = materials.keep(upload) if upload else _kept(data.get("kept") or "")
        except materials.Refused as refusal:
            self.add_error("file", refusal.sentence)
            return data
        if master is None:
            if "file" not in self.errors:
                self.add_error("file", _("Choose the file of the document."))
            return data
        self.instance.master = master
        self.data = self.data.copy()
        self.data[self.add_prefix("kept")] = signing.dumps(master.pk, salt=SALT)
        told = _("“{name}” has arrived; it need not be chosen again.")
        self.fields["file"].help_text = format_html(told, name=master.original_name)
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


def _kept(token: str) -> Master | None:
    try:
        number = signing.loads(token, salt=SALT, max_age=KEPT_FOR)
    except signing.BadSignature:
        return None
    return Master.objects.filter(pk=number).first()
