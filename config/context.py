"""Own what every page may know of the archive itself: names, address, promise."""

from django.conf import settings


def site(request):
    """Give templates `archive`: who we are and how to reach us.

    `site` is the same, for pages of ours; on the pages of the door that word
    belongs to allauth, so the head and the foot of a page say `archive`.
    """
    archive = {
        "name": settings.SITE_NAME,
        "city": settings.CITY_NAME,
        "url": settings.SITE_URL,
        "library": settings.LIBRARY_NAME,
        "address": settings.LIBRARY_ADDRESS,
        "hours": settings.LIBRARY_HOURS,
        "email": settings.LIBRARY_EMAIL,
        "answer_days": settings.ANSWER_PROMISE_DAYS,
    }
    return {
        "SITE_NAME": settings.SITE_NAME,
        "CITY_NAME": settings.CITY_NAME,
        "archive": archive,
        "site": archive,
    }
