"""How far the rule of trust reaches, told to its subject: {% trust_of user as words %}."""

from django import template

from contributions import trust

register = template.Library()


@register.simple_tag
def trust_of(user) -> str:
    """Say the rule and where this person stands; nothing to who has no account."""
    return trust.standing_of_account(user).in_words() if user.is_authenticated else ""
