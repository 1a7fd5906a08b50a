"""The rooms of the staff side: one line a page, in the order of the day's work."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MODERATE = "contributions.moderate"


@dataclass(frozen=True)
class Room:
    """A page in the bar of the staff: its address by name, its words, its right."""

    name: str
    label: str | Promise
    permission: str
    is_daily: bool = False


ROOMS = (
    Room("contributions:queue", _("Moderation"), MODERATE, is_daily=True),
    Room("news:desk", _("News and events"), "news.change_post"),
    Room("contributions:comment_queue", _("Comments"), MODERATE),
    Room("contributions:enquiry_list", _("Questions of readers"), MODERATE),
    Room("contributions:figures", _("Our work in figures"), MODERATE),
    Room("contributions:at_once", _("Published at once"), MODERATE),
    Room("contributions:letters", _("Letters"), MODERATE),
    Room(
        "contributions:issue_list", _("Weekly letter"), "contributions.send_newsletter"
    ),
    Room("contributions:invitations", _("Guests of the exchange"), "news.change_post"),
    Room("contributions:audit", _("Who did what"), "accounts.view_auditentry"),
    Room("history:story_tree", _("Stories and walks"), "history.change_exhibit"),
    Room("history:day_list", _("Picture of the day"), "history.change_daypicture"),
    Room("history:old_map_list", _("Old maps"), "history.change_oldmap"),
    Room("news:link_list", _("Broken links"), "news.change_guideentry"),
    Room("admin:index", _("Catalogue"), MODERATE),
)


def rooms_of(user: Any, *, here: str) -> dict[str, list[dict]]:
    """Give the rooms that this person may enter.

    Shape: {"daily": [...], "more": [...]}, each a list of {name, label, is_here}.
    """
    found: dict[str, list[dict]] = {"daily": [], "more": []}
    for room in ROOMS:
        if user.has_perm(room.permission):
            one = {"name": room.name, "label": room.label, "is_here": room.name == here}
            found["daily" if room.is_daily else "more"].append(one)
    return found
