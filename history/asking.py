"""Own what is asked of visitors about an item, and the thanks for what they told."""

from django.utils.translation import gettext as _

from history import dates
from history import presenting as words
from history.models import Claim, Item

THANKED = 6
LOOKED_AT = 60


def ask(item: Item, about: str = "any") -> str:
    """Say what nobody could tell us of an item, as one question.

    `about` is "date", "place" or "person" where only that is wanted.
    """
    if about == "person":
        return _("Who is this?")
    has_date = item.date_earliest is not None or item.date_latest is not None
    has_place = item.place is not None or bool(item.place_said)
    if about == "date" or (about == "any" and has_place and not has_date):
        return _("When was this?")
    if about == "place" or (has_date and not has_place):
        return _("Where is this?")
    if has_date and has_place:
        return _("Who is this?")
    return _("Where and when was this?")


def thanks(most: int = THANKED) -> list[dict]:
    """Say what people told lately, by the name that each of them allowed.

    An item is told once. Who a living person is, stays on the item's page.
    """
    found = Claim.objects.answers().select_related("item", "place")[:LOOKED_AT]
    told = {claim.item_id: claim for claim in reversed(found)}
    latest = sorted(told.values(), key=lambda one: (one.decided_at, one.pk))[::-1]
    return [
        {
            "title": claim.item.title,
            "url": words.url_of(claim.item),
            "lang": words.if_foreign(claim.item.language),
            "words": _thanked(claim),
        }
        for claim in latest[:most]
    ]


def _thanked(claim: Claim) -> str:
    """Thank for one answer; a sentence of its own for who wants no name."""
    said = {"who": claim.credit, "value": _value(claim)}
    if claim.field == Claim.Field.DATE:
        if claim.credit:
            return _("%(who)s told us when it was: %(value)s") % said
        return _("A resident told us when it was: %(value)s") % said
    if claim.field == Claim.Field.PLACE:
        if claim.credit:
            return _("%(who)s named the place: %(value)s") % said
        return _("A resident named the place: %(value)s") % said
    if claim.credit:
        return _("%(who)s told us who it is") % said
    return _("A resident told us who it is")


def _value(claim: Claim) -> str:
    if claim.field == Claim.Field.DATE:
        return dates.display(
            claim.date_earliest, claim.date_latest, claim.date_edtf, words.language(),
            whole=False,
        )  # fmt: skip
    return claim.place.name if claim.place else claim.words
