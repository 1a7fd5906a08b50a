"""How much is stuck, for the bar of the staff: {% stuck_count user as stuck %}."""

from django import template

from contributions import stuck

register = template.Library()


@register.simple_tag
def stuck_count(user) -> int:
    """Count what is stuck, for those who may try it again; 0 for the others."""
    return stuck.count() if stuck.may_care(user) else 0
