"""Pages that compose several apps: home, and what is shown when something is wrong."""

from django.shortcuts import render
from django.utils.translation import gettext as _


def home(request):
    """Show what is new and where to begin."""
    return render(request, "config/home.html")


def csrf_failure(request, reason=""):
    """Say in plain words that the form has to be sent once more."""
    return render(
        request,
        "403.html",
        {
            "message": _(
                "The page was open for too long. Go back and send it once more."
            )
        },
        status=403,
    )
