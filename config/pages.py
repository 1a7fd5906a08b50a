"""Pages that compose several apps: home, and what is shown when something is wrong."""

import errno
import sys

from django.db import OperationalError
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from config import daily
from history import citing
from history import presenting as words
from history.models import Collection, Item
from history.rooms import open_rooms
from news import announcing, houses
from news import presenting as news
from news.models import Event, Post

NEWEST_SHOWN = 8
ROOMS_SHOWN = 4
POSTS_SHOWN = 3
EVENTS_SHOWN = 3
EVENTS_READ = 100


def home(request):
    """Show what is new and where to begin; no query grows with the archive."""
    published = Item.objects.published()
    last = published.order_by("-pk").values_list("pk", flat=True).first() or 0
    day = timezone.localdate()
    today = daily.picture(day, last)
    shown = today["pk"] if today else None
    newest = published.newest_first().with_cover()[:NEWEST_SHOWN]
    posts = Post.objects.listed().news().pinned_first().with_cover()[:POSTS_SHOWN]
    context = {
        "today": today,
        "former": daily.former_years(day, but=shown),
        "newest": words.cards(newest),
        "question": daily.question(day, last, but=shown),
        "rooms": open_rooms(Collection.objects.published())[:ROOMS_SHOWN],
        "houses": houses.today(),
        "events": _next_events(),
        "posts": [news.teaser(post, with_picture=False) for post in posts],
        "canonical": citing.absolute("/"),
    }
    context["first_steps"] = [] if context["newest"] else _first_steps(request.user)
    return render(request, "config/home.html", context)


def _next_events() -> list[dict]:
    """Give what comes next, each event with its nearest time."""
    now = timezone.localtime()
    rows = Event.objects.published().to_come(at=now).with_branch().by_start()
    pairs = announcing.soonest(rows[:EVENTS_READ], at=now)[:EVENTS_SHOWN]
    return [announcing.teaser(event, one, under="month") for one, event in pairs]


def _first_steps(user) -> list[dict]:
    """Say to the staff of an empty archive how it begins, as far as each may do it."""
    steps = [
        ("history.change_collection", "history:collection_new", _("Make a first collection: a street, a school, a works")),
        ("contributions.moderate", "contributions:scan_day", _("Invite to a scan day and take in a first box")),
        ("history.change_exhibit", "history:story_new", _("Tell a first story")),
        ("news.add_post", "admin:news_post_add", _("Write to the town what you begin")),
    ]  # fmt: skip
    return [
        {"url": reverse(name), "label": label}
        for right, name, label in steps
        if user.has_perm(right)
    ]


def server_error(request, template_name="500.html"):
    """Say that something broke; where it is only a full disk, say that (507)."""
    if not is_disk_full(sys.exc_info()[1]):
        return HttpResponse(render_to_string(template_name), status=500)
    context = {
        "title": _("The library has no room just now"),
        "lead": _(
            "The disk is full. We are making room. Please go back and send it once more "
            "tonight: everything you had sent before is kept."
        ),
    }
    answer = HttpResponse(render_to_string(template_name, context), status=507)
    answer["Retry-After"] = "3600"
    return answer


def is_disk_full(error: BaseException | None) -> bool:
    """Tell whether an error, or one that led to it, is for want of room."""
    while error is not None:
        if getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT):
            return True
        if isinstance(error, OperationalError) and "full" in str(error):
            return True  # SQLite: "database or disk is full"
        error = error.__cause__ or error.__context__
    return False


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
