"""What every page knows about the site."""

from django.conf import settings


def site(request) -> dict:
    """Give the names and contacts of the library."""
    return {"SITE_NAME": settings.SITE_NAME, "CITY_NAME": settings.CITY_NAME}
