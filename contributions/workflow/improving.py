"""Words that the giver changes after publication: proposed to the staff, never shown.

What can be a claim becomes one; the whole is a letter in the thread as well, so that
nothing depends on how it was understood.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from contributions import permissions
from contributions.models import Contribution
from contributions.permissions import as_actor
from contributions.states import Status
from contributions.workflow import writing
from contributions.workflow.refusals import Incomplete, NotAllowed, WrongState
from history import claiming
from history.models import Claim, Item
from history.names import credit

FIELDS = {
    "title": Claim.Field.TITLE,
    "date_said": Claim.Field.DATE,
    "place_said": Claim.Field.PLACE,
}
MAIN_WORDS = ("title", "date_said", "place_said", "story")


def standing(item: Item) -> dict[str, str]:
    """Give what the item says now, as its giver may change it."""
    place = item.place_said or (item.place.name if item.place else "")
    return {
        "title": item.title, "date_said": item.date_said, "place_said": place,
        "story": item.story,
    }  # fmt: skip


@transaction.atomic
def improve(
    contribution: Contribution,
    item: Item,
    *,
    by,
    words: dict[str, str],
    people: Iterable[str] = (),
    reason: str = "",
    at: datetime | None = None,
) -> list[Claim]:
    """Propose other words for what was published; the item stays as it is.

    `words` holds title, date_said, place_said and story as they should be; `people` are
    names to add. Raises: NotAllowed, WrongState, Incomplete with the field.
    """
    if not permissions.is_owner(as_actor(by), contribution):
        raise NotAllowed
    if contribution.status != Status.PUBLISHED or item.status != Item.Status.PUBLISHED:
        raise WrongState
    now = standing(item)
    changed = {
        name: said
        for name in MAIN_WORDS
        if (said := _plain(words.get(name, ""))) and said != _plain(now[name])
    }
    people = [name for name in map(str.strip, people) if name]
    if not (changed or people or reason.strip()):
        raise Incomplete(_("Nothing is changed yet. Please write what should be."), "")
    claims = [
        _propose(contribution, item, FIELDS[name], said, name, reason, at)
        for name, said in changed.items()
        if name in FIELDS
    ]
    claims += [
        _propose(contribution, item, Claim.Field.PERSON, name, "people", reason, at)
        for name in people
    ]
    letter = _letter(item, changed, people, reason.strip())
    writing.hear(contribution, letter, at=at)
    return claims


def _plain(words: str) -> str:
    return words.replace("\r\n", "\n").strip()


def _propose(
    contribution: Contribution, item: Item, field, words: str, typed_in: str, reason, at
) -> Claim:
    said = claiming.Said(
        field=field, words=words, language=contribution.language, reason=reason,
        source=Claim.Source.CONTRIBUTION, source_ref=contribution.reference,
        credit=credit(contribution.name, contribution.credit),
    )  # fmt: skip
    try:
        return claiming.propose(item, said, by=None, at=at)
    except claiming.Unclear as unclear:
        raise Incomplete(unclear.sentence, typed_in) from unclear


def _letter(item: Item, changed: dict[str, str], people: list[str], reason: str) -> str:
    """Write the proposal as one letter, in the language of the page."""
    labels = {
        "title": _("Title"), "date_said": _("When"), "place_said": _("Where"),
        "story": _("Story"),
    }  # fmt: skip
    lines = [_("A correction of “%(title)s”:") % {"title": item.title}]
    lines += [f"{labels[name]}: {said}" for name, said in changed.items()]
    if people:
        who = _("Who")
        lines.append(f"{who}: {', '.join(people)}")
    return "\n\n".join([*lines, *filter(None, [reason])])
