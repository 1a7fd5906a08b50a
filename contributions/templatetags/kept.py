"""Own the sign under which a browser keeps what the library does not have yet."""

from django import template

from contributions import access

register = template.Library()


@register.simple_tag
def browser_sign(request):
    """Name whose browser this is without telling who: {% browser_sign request as who %}."""
    return access.sign(request)
