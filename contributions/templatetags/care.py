"""The bar of the staff: its rooms, how much is stuck, what waits to be read."""

from django import template

from contributions import mailed, rooms, stuck
from news import reviewing

register = template.Library()


@register.simple_tag
def staff_rooms(user, here: str) -> dict[str, list[dict]]:
    """Give the rooms this person may enter: {% staff_rooms user here as rooms %}."""
    return rooms.rooms_of(user, here=here)


@register.simple_tag
def stuck_count(user) -> int:
    """Count what is stuck, for those who may try it again; 0 for the others."""
    return stuck.count() if stuck.may_care(user) else 0


@register.simple_tag
def posts_to_read(user) -> int:
    """Count the posts that wait for this person's eyes; 0 for who edits no news."""
    may = user.has_perm("news.change_post")
    return reviewing.waiting_for(user).count() if may else 0


@register.simple_tag
def letters_by_mail(contribution) -> list[dict]:
    """Give the mails about a contribution: {% letters_by_mail gift as mailed %}."""
    return mailed.about(contribution)


@register.filter
def may(user, permission: str) -> bool:
    """Tell whether a person has a right, where `perms` does not reach."""
    return user.has_perm(permission)
