"""Pages that compose several apps: home, and what is shown when something is wrong."""

import errno
import random
import sys

from django.db import OperationalError
from django.db.models import Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from history import asking, citing
from history import presenting as words
from history.models import Collection, Item
from history.views.collections import open_rooms
from news import presenting as news
from news.models import Post

NEWEST_SHOWN = 8
ROOMS_SHOWN = 4
POSTS_SHOWN = 3
LOOKED_THROUGH = 2_000


def home(request):
    """Show what is new and where to begin; no query grows with the archive."""
    published = Item.objects.published()
    last = published.order_by("-pk").values_list("pk", flat=True).first() or 0
    told = published.filter(kind=Item.Kind.PHOTO).exclude(story="")
    today = _of_the_day(told, last)
    questions = published.open_questions()
    asked = _of_the_day(questions.exclude(pk=today.pk) if today else questions, last)
    newest = published.newest_first().with_cover()[:NEWEST_SHOWN]
    posts = Post.objects.published().news().newest_first().with_cover()[:POSTS_SHOWN]
    return render(
        request,
        "config/home.html",
        {
            "today": _told(today) if today else None,
            "newest": words.cards(newest),
            "question": _question(asked) if asked else None,
            "rooms": open_rooms(Collection.objects.published())[:ROOMS_SHOWN],
            "posts": [news.teaser(post, with_picture=False) for post in posts],
            "canonical": citing.absolute("/"),
        },
    )


def _of_the_day(found, last: int) -> Item | None:
    """Choose an item with a picture, another one each day, near a chosen reference."""
    seed = timezone.localdate().toordinal()
    start = random.Random(seed).randint(1, max(last, 1))  # noqa: S311 (not a secret)
    pictured = found.filter(media__position=0, sensitive="").order_by("pk").values("pk")
    onward = pictured.filter(pk__gte=start, pk__lt=start + LOOKED_THROUGH)
    newest = pictured.filter(pk__gt=last - LOOKED_THROUGH)
    # One question with both ways in it, so that every day costs the same.
    chosen = Coalesce(Subquery(onward[:1]), Subquery(newest[:1]))
    return Item.objects.published().filter(pk=chosen).with_cover().first()


def _told(item: Item) -> dict:
    cover = item.covers[0]
    return {
        **words.card(item),
        "picture": words.picture_of(cover, title=item.title),
        "story": words.first_lines(item.story, 320),
        "sentence": words.sentence(item),
    }


def _question(item: Item) -> dict:
    """Ask for what is missing: the date, the place, or both."""
    return {
        **words.card(item),
        "picture": words.picture_of(item.covers[0], title=item.title),
        "ask": asking.ask(item),
        "reference": item.reference,
    }


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
