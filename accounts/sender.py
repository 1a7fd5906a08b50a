"""Who a letter is from: the archive by name, in the reader's language."""

from email.utils import formataddr

from django.conf import settings


def sender() -> str:
    """Give the `From` of a letter; an address that has a name already keeps it."""
    address = settings.DEFAULT_FROM_EMAIL
    return address if "<" in address else formataddr((str(settings.SITE_NAME), address))
