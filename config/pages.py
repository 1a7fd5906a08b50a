"""Pages that compose several apps: home, and what is shown when something is wrong."""

import random

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from history import citing
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
    pictured = found.filter(media__position=0).with_cover()
    onward = pictured.filter(pk__gte=start, pk__lt=start + LOOKED_THROUGH)
    newest = pictured.filter(pk__gt=last - LOOKED_THROUGH)
    return onward.order_by("pk").first() or newest.order_by("pk").first()


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
    has_date = item.date_earliest is not None or item.date_latest is not None
    has_place = item.place is not None or item.place_said
    if has_date:
        ask = _("Do you recognise this?")
    elif has_place:
        ask = _("When was this?")
    else:
        ask = _("Where and when was this?")
    return {
        **words.card(item),
        "picture": words.picture_of(item.covers[0], title=item.title),
        "ask": ask,
        "reference": item.reference,
    }


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
