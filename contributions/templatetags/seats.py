"""The seats of an event, beside when and where it is: {% seats_of event %}."""

from django import template

from contributions import seats

register = template.Library()


@register.inclusion_tag("contributions/seats/_seats.html", takes_context=True)
def seats_of(context, event):
    """Say how many seats are left, with the way to reserve one; nothing where none are kept."""
    user = context["request"].user
    return {
        "event": event,
        "is_open": seats.is_open(event),
        "left": seats.left(event) if event.capacity else 0,
        "may_list": bool(event.capacity) and user.has_perm("news.change_event"),
    }
