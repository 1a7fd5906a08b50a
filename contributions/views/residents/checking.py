"""Prepare the screens of a draft, and the last one that says everything in words."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from contributions import (
    consent,
    drafting,
    rights,
    suggesting,
    workflow,
)
from contributions.forms import STEPS, StepForm
from contributions.models import Contribution
from contributions.states import Step
from contributions.views.residents import summing, telling
from history import gazetteer

Kind = Contribution.Kind


def lacks(contribution: Contribution) -> dict[str, str]:
    """Say what still stands between a draft and the library, by field."""
    missing = dict(workflow.missing(contribution))
    understood = drafting.understand(
        contribution.date_said, language=contribution.language
    )
    if understood.is_impossible:
        missing["date_said"] = understood.sentence
    needs_name = contribution.credit != Contribution.Credit.ANONYMOUS
    if needs_name and not contribution.name.strip():
        missing["name"] = _("Please write your name, or choose “No name” below.")
    return missing


def step_page(
    contribution: Contribution, step: Step, form: StepForm, *, by, to_check: bool
) -> dict:
    """Gather everything that one screen of a draft shows."""
    context = {
        "contribution": contribution,
        "form": form,
        "heading": HEADINGS[step](contribution),
        "about": telling.subject_of(contribution),
        "keep_days": settings.DRAFT_KEEP_DAYS,
        "then": Step.CHECK if to_check and step != Step.CHECK else "",
        "files": telling.files(contribution, by=by),
        "in_part": telling.came_in_part(contribution),
        "max_megabytes": settings.UPLOAD_MAX_BYTES // 1024 // 1024,
        "max_files": settings.UPLOAD_MAX_FILES,
        "is_sound": contribution.kind == Kind.AUDIO,
        "may_record": contribution.kind == Kind.AUDIO or not contribution.needs_files,
        "accepted": telling.ACCEPTED_SOUND
        if contribution.kind == Kind.AUDIO
        else f"{telling.ACCEPTED},{telling.ACCEPTED_SOUND}",
        **_progress(contribution, step),
    }
    return context | MORE[step](contribution, form)


def _progress(contribution: Contribution, step: Step) -> dict:
    """Say how far it is: "Step 2 of 4"."""
    at = contribution.steps.index(step)
    return {
        "number": at + 1,
        "total": len(contribution.steps),
        "step": step,
        "is_first": at == 0,
        "steps": [
            {
                "label": one.label,
                "value": str(one),
                "state": "now" if one == step else "done" if n < at else "next",
            }
            for n, one in enumerate(contribution.steps)
        ],
    }


def _choose(contribution: Contribution, form: StepForm) -> dict:
    return {}


def _tell(contribution: Contribution, form: StepForm) -> dict:
    language = (get_language() or "uk")[:2]
    said = form["date_said"].value() or ""
    echo = drafting.understand(said, language=language)
    place_said = str(form["place_said"].value() or "")
    pin = ("latitude", "longitude", "bearing", "accuracy")
    places = suggesting.once()
    return {
        "streets": sorted(gazetteer.names()),
        "echo": echo,
        "place_echo": summing.place_echo(contribution),
        "offered": []
        if gazetteer.find(place_said)
        else gazetteer.search(
            place_said,
            language=language,
            first=echo.date.earliest if echo.date else None,
            last=echo.date.latest if echo.date else None,
        ),
        "tells_why": any(
            form[name].value() or form[name].errors
            for name in ("date_sure", "date_reason")
        ),
        "has_pin": any(form[name].value() or form[name].errors for name in pin),
        "photos": [
            {
                "form": photo,
                "pk": photo.attachment.pk,
                "name": photo.attachment.original_name,
                "picture": telling.picture(photo.attachment, contribution),
                "suggestions": suggesting.offered_for(
                    photo.attachment, contribution, places=places
                ),
                "echo": drafting.understand(
                    photo["date_said"].value() or "", language=language
                ),
            }
            for photo in form.photos
        ],
        "suggestions": suggesting.offered(contribution),
    }


def _rights(contribution: Contribution, form: StepForm) -> dict:
    outcome = rights.work_out(rights.said_by(contribution), today=timezone.localdate())
    return {
        "rights_words": telling.rights(contribution),
        "rights_because": outcome.because if contribution.taken_by else "",
        "rights_url": outcome.rights.value,
        "has_embargo": bool(
            contribution.embargo_until or form.errors.get("embargo_until")
        ),
        "knows_author": bool(
            contribution.author_name
            or contribution.author_living
            or contribution.author_died_year
            or form.errors.get("author_died_year")
        ),
    }


def _check(contribution: Contribution, form: StepForm) -> dict:
    return {
        "missing": [
            {
                "field": name,
                "sentence": sentence,
                "url": _field_url(contribution, name),
            }
            for name, sentence in lacks(contribution).items()
            if name not in form.fields
        ],
        "parts": [
            {
                "step": str(step),
                "label": HEADINGS[step](contribution),
                "url": _step_url(contribution, step),
                "rows": summing.rows(contribution, step),
            }
            for step in contribution.steps
            if step != Step.CHECK
        ],
        "consent_text": consent.text((get_language() or "uk")[:2]),
        "has_paper": contribution.visitor_id is not None
        and contribution.consents.exclude(paper=None).exists(),
    }


MORE = {
    Step.CHOOSE: _choose,
    Step.TELL: _tell,
    Step.RIGHTS: _rights,
    Step.CHECK: _check,
}


def _step_url(contribution: Contribution, step: Step) -> str:
    page = reverse("contributions:step", args=[contribution.reference, step])
    return f"{page}?then={Step.CHECK}"


def _field_url(contribution: Contribution, name: str) -> str:
    """Give the address of a field on its screen."""
    for step in contribution.steps:
        if name in STEPS[step](instance=contribution).fields:
            return f"{_step_url(contribution, step)}#id_{name}_field"
    return _step_url(contribution, contribution.steps[0])


def _choose_heading(contribution: Contribution) -> str:
    return {
        Kind.PHOTOS: _("Your photographs"),
        Kind.DOCUMENT: _("Your document"),
        Kind.AUDIO: _("Your recording"),
    }[contribution.kind]


def _tell_heading(contribution: Contribution) -> str:
    return {
        Kind.MEMORY: _("Your memory"),
        Kind.CORRECTION: _("Your correction"),
        Kind.AUDIO: _("What is to be heard?"),
    }.get(contribution.kind, _("What do you know about it?"))


HEADINGS = {
    Step.CHOOSE: _choose_heading,
    Step.TELL: _tell_heading,
    Step.RIGHTS: lambda contribution: _("May we show it?"),
    Step.CHECK: lambda contribution: _("Look it over, and send"),
}
