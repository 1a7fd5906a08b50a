"""The step "choose": the files, their order, fronts and backs."""

from django.utils.translation import gettext_lazy as _

from contributions.forms.steps import StepForm, WithFiles
from contributions.models import Contribution


class ChooseForm(WithFiles):
    """Only the files: each goes at once, or with the press where there are no scripts."""

    template = "contributions/residents/steps/choose.html"
    needed = ("files",)

    class Meta(StepForm.Meta):
        fields: list[str] = []

    def shape(self) -> None:
        label = {
            Contribution.Kind.DOCUMENT: _("Choose pictures of the document"),
            Contribution.Kind.AUDIO: _("Choose the recording"),
        }.get(self.instance.kind)
        if label:
            self.fields["files"].label = label
