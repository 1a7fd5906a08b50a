"""The press under the text of consent, and at the desk the signature under it."""

from django.utils.translation import gettext as _

from contributions import papers, workflow
from contributions.forms import StepForm
from contributions.models import Contribution
from contributions.refusals import Refused
from contributions.views.residents.door import account


def take(request, contribution: Contribution, form: StepForm) -> None:
    """Keep that somebody agreed, and how they signed at the desk."""
    signed = form.signed() if contribution.visitor_id else {}
    if contribution.visitor_id and (photo := form.cleaned_data.get("paper")):
        try:
            signed["paper"] = papers.keep(contribution, photo)
        except Refused as refusal:
            form.say_what_is_missing({"paper": refusal.sentence})
    if signed:
        signed["witness"] = account(request)
    try:
        workflow.agree(
            contribution,
            version=form.cleaned_data.get("consent_version", ""),
            choices={
                name: getattr(contribution, name)
                for name in ("audience", "credit", "reuse", "rights")
            },
            **signed,
        )
    except workflow.Incomplete as refusal:
        form.say_what_is_missing({refusal.field: str(refusal.sentence)})


def is_signed(contribution: Contribution) -> bool:
    """Say whether what was agreed to last bears a signature of any kind."""
    last = contribution.consents.order_by("-pk").first()
    return bool(last and last.is_signed)


def sign_please() -> str:
    """Name the three ways to sign."""
    return _(
        "Please sign with a finger, write your full name, or photograph the signed paper."
    )


def once_more() -> str:
    """Say that a photograph without the tick was not taken."""
    return _("Please tick above that the person agrees, and choose the photo again.")
