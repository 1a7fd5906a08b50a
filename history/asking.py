"""Own what is asked of visitors about an item: when, where, who."""

from django.utils.translation import gettext as _

from history.models import Item


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
