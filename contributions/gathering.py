"""What the weekly letter tells: chosen once by number, read anew whenever it is said.

What was hidden or taken down between the two is left out.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from history import asking, presenting
from history.models import Item
from news import announcing, occurring, when
from news import presenting as posts
from news.models import Event, Post

AHEAD = timedelta(days=14)
"""How far into the future events are announced; some came too late for last week's."""
POSTS, EVENTS, ITEMS, QUESTIONS = 8, 12, 8, 3
LOOKED_AT = 200
CONTENTS = ("posts", "events", "items", "questions")


def gather(*, since: datetime, until: datetime) -> dict:
    """Choose what one issue tells; empty where there is nothing to tell.

    Open questions go along, but they alone are no reason for a letter.
    Shape: {"posts", "events", "items", "questions": numbers of rows, "rest": how many
    more items there are}.
    """
    window = {"published_at__gt": since, "published_at__lte": until}
    told = Post.objects.listed().news().filter(**window).newest_first()
    items = Item.objects.published().filter(**window).newest_first()
    found = {
        "posts": _numbers(told[:POSTS]),
        "events": [event.pk for __, event in _coming(at=until)[:EVENTS]],
        "items": _numbers(items[:ITEMS]),
    }
    if not any(found.values()):
        return {}
    questions = Item.objects.published().exclude(pk__in=found["items"])
    found["questions"] = _numbers(questions.open_questions().newest_first()[:QUESTIONS])
    return found | {"rest": max(0, items.count() - ITEMS)}


def parts(contents: dict, *, at: datetime | None = None) -> list[dict]:
    """Say in the language that is active what of it visitors still see.

    Shape: a list of {"name", "url", "items": [{"title", "line", "url"}], "rest"}.
    """
    at = at or timezone.now()
    found = [
        _part(_("News"), reverse("news:post_list"), _posts(contents)),
        _part(_("Events to come"), reverse("news:event_list"), _events(contents, at)),
        _part(
            _("New in the archive"),
            f"{reverse('history:item_list')}?sort=newest",
            _items(contents),
            rest=contents.get("rest", 0),
        ),
    ]
    if not any(part["items"] for part in found):
        return []
    help_url = reverse("history:help_wanted")
    found.append(_part(_("Do you know it?"), help_url, _questions(contents)))
    return [part for part in found if part["items"]]


def _coming(*, at: datetime) -> list:
    rows = Event.objects.published(at=at).to_come(at=at).with_branch().by_start()
    rows = rows.exclude(status=Event.Status.CANCELLED).filter(starts_at__lt=at + AHEAD)
    pairs = announcing.soonest(rows[:LOOKED_AT], at=timezone.localtime(at))
    return [pair for pair in pairs if pair[0].starts_at < at + AHEAD]


def _numbers(rows) -> list[int]:
    return list(rows.values_list("pk", flat=True))


def _part(name: str, path: str, rows: list[dict], *, rest: int = 0) -> dict:
    more = ngettext("and %(n)s more", "and %(n)s more", rest) % {"n": rest}
    return {
        "name": name,
        "url": f"{settings.SITE_URL}{path}",
        "items": rows,
        "rest": more if rest else "",
    }


def _row(row: Model, line: str, url: str) -> dict:
    return {
        "title": " ".join(row.title.split()),
        "line": line,
        "url": f"{settings.SITE_URL}{url}",
    }


def _in_order(rows: Iterable, numbers: list[int]) -> list:
    by_number = {row.pk: row for row in rows}
    return [by_number[pk] for pk in numbers if pk in by_number]


def _posts(contents: dict) -> list[dict]:
    numbers = contents.get("posts", [])
    rows = Post.objects.listed().filter(pk__in=numbers)
    return [
        _row(
            post,
            presenting.first_lines(post.summary, posts.SUMMARY_CHARACTERS),
            post.get_absolute_url(),
        )
        for post in _in_order(rows, numbers)
    ]


def _events(contents: dict, at: datetime) -> list[dict]:
    numbers = contents.get("events", [])
    rows = Event.objects.published(at=at).to_come(at=at).filter(pk__in=numbers)
    kept = rows.exclude(status=Event.Status.CANCELLED).with_branch()
    here = timezone.localtime(at)
    told = []
    for event in _in_order(kept, numbers):
        coming = occurring.coming(event, here)
        if coming:
            said = [when.once(event, coming[0]), announcing.where_short(event)]
            line = "; ".join(one for one in said if one)
            line = line[:1].upper() + line[1:]
            told.append(_row(event, line, event.get_absolute_url()))
    return told


def _items(contents: dict) -> list[dict]:
    numbers = contents.get("items", [])
    rows = Item.objects.published().filter(pk__in=numbers).select_related("place")
    return [
        _row(item, presenting.sentence(item), item.get_absolute_url())
        for item in _in_order(rows, numbers)
    ]


def _questions(contents: dict) -> list[dict]:
    numbers = contents.get("questions", [])
    rows = Item.objects.published().open_questions().filter(pk__in=numbers)
    rows = rows.select_related("place")
    return [
        _row(item, asking.ask(item), item.get_absolute_url())
        for item in _in_order(rows, numbers)
    ]
