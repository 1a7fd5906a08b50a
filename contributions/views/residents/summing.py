"""What a draft says so far, row by row, for the last screen before it is sent."""

from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from contributions import drafting
from contributions.models import Contribution
from contributions.states import Step
from contributions.views.residents import telling
from history import presenting

STORY_SHOWN = 100  # words of it on the last screen


def rows(contribution: Contribution, step: Step) -> list[dict]:
    """Say in words what one screen has brought; what was left open says so quietly.

    A field that another part adds to a step has its row here.
    """
    tell = {Step.TELL: _told, Step.RIGHTS: _allowed}.get(step)
    told = tell(contribution) if tell else []
    return [
        {"term": term, "value": value, "note": note}
        for term, value, note in told
        if value
    ]


def _told(contribution: Contribution) -> list[tuple]:
    understood = ""
    if contribution.date_edtf:
        language = (get_language() or "uk")[:2]
        understood = drafting.understand(
            contribution.date_said, language=language
        ).sentence
    return [
        (_("Title"), contribution.title, ""),
        (_("Story"), Truncator(contribution.story).words(STORY_SHOWN), ""),
        (_("When"), contribution.date_said, understood),
        (_("How sure"), contribution.get_date_sure_display(), contribution.date_reason)
        if contribution.date_sure
        else (_("How you know it"), contribution.date_reason, ""),
        (_("Where"), contribution.place_said, place_echo(contribution)),
        (_("On the map"), _pin(contribution), contribution.get_accuracy_display()),
        (_("Who"), contribution.people_said, ""),
        *_of_files(contribution),
    ]


def _of_files(contribution: Contribution) -> list[tuple]:
    """Say what is different about single pictures."""
    return [
        (
            one.original_name,
            "\n".join(filter(None, (one.caption, one.date_said, one.place_said))),
            one.people_said,
        )
        for one in contribution.attachments.order_by("position", "pk")
    ]


def _pin(contribution: Contribution) -> str:
    """Say the pin in numbers, or that help is wanted."""
    if contribution.latitude is None:
        return contribution.get_accuracy_display() and _("No pin")
    point = f"{contribution.latitude}, {contribution.longitude}"
    if contribution.bearing is None:
        return point
    return _("%(point)s, looking %(bearing)s° from north") % {
        "point": point,
        "bearing": contribution.bearing,
    }


def place_echo(contribution: Contribution) -> str:
    """Say which place we understood, by its name of that time and today's."""
    if contribution.place is None:
        return ""
    name = presenting.named_in(
        contribution.place,
        contribution.date_earliest,
        contribution.date_latest,
        contribution.language,
    )
    return _("We understood: %(date)s.") % {"date": name}


def _allowed(contribution: Contribution) -> list[tuple]:
    made = contribution.get_taken_by_display() if contribution.needs_files else ""
    return [
        (_("Who made it"), made, contribution.author_name),
        (_("Whose print it is"), contribution.get_print_owner_display(), ""),
        (_("Living people in it"), contribution.get_people_living_display(), ""),
        (_("Children in it"), contribution.get_children_shown_display(), ""),
        (_("Rights"), telling.rights(contribution), ""),
        (_("Shown from"), _day(contribution.embargo_until), ""),
        (_("Who may see it"), contribution.get_audience_display(), ""),
    ]


def _day(day) -> str:
    return date_format(day, "j E Y") if day else ""
