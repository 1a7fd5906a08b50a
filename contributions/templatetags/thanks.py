"""The one press of thanks on the page of an item: {% thanks_of item %}."""

from django import template

from contributions import thanking

register = template.Library()


@register.inclusion_tag("contributions/thanks.html", takes_context=True)
def thanks_of(context, item):
    """Show how many said thank you, and the button; its giver gets no button."""
    user = context["request"].user
    return {
        "item": item,
        "number": thanking.number(item),
        "is_own": user.is_authenticated and user.pk == item.contributor_id,
        "csrf_token": context.get("csrf_token"),
    }
