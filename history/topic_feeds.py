"""Feeds of one place, person, subject, collection, item or question (Atom)."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from history import asking, citing, newest
from history.feeds import NEWEST_SHOWN, NewestItems
from history.models import Item


@dataclass(frozen=True)
class Topic:
    """What a feed is about, and what is new of it."""

    name: str
    url: str
    feed_url: str
    items: list[Item]


class TopicFeed(NewestItems):
    """The newest photos and memories of one topic."""

    def get_object(self, request, topic: Topic) -> Topic:
        return topic

    def title(self, topic: Topic) -> str:
        return _("%(topic)s: new photos and memories") % {"topic": topic.name}

    def link(self, topic: Topic) -> str:
        return citing.absolute(topic.url)

    def feed_url(self, topic: Topic) -> str:
        return citing.absolute(topic.feed_url)

    def items(self, topic: Topic) -> list[Item]:
        return topic.items


class HelpFeed(TopicFeed):
    """Pictures of which nobody could tell something, each with its question."""

    def title(self, topic: Topic) -> str:
        return _("%(name)s, %(city)s: who knows more?") % {
            "name": settings.SITE_NAME,
            "city": settings.CITY_NAME,
        }

    def subtitle(self, topic: Topic) -> str:
        return topic.name

    def item_title(self, item: Item) -> str:
        return f"{item.title}: {asking.ask(item, self.about)}"

    def __init__(self, about: str) -> None:
        super().__init__()
        self.about = about


@require_safe
def of_help(request):
    """Tell the newest open questions, narrowed as on the board."""
    data = request.GET.copy()
    data["help"] = data.get("help") or "any"
    question = newest.question_of(data)
    if not question.is_valid():
        return _refuse(request, question)
    about = question.form.cleaned_data["help"]
    page = reverse("history:help_wanted") + question.query()
    found = newest.answers(question, most=NEWEST_SHOWN)
    return _answer(request, newest.named(question), page, found, HelpFeed(about))


@require_safe
def of_row(request, kind: str, slug: str):
    """Tell what is new around a place, a person, a subject or a collection."""
    row = newest.find(kind, slug)
    if row is None:
        raise Http404
    if row.slug != slug:
        return redirect(f"history:{kind}_feed", row.slug, permanent=True)
    name = row.title if kind == "collection" else row.name
    page = reverse(f"history:{kind}", args=[slug])
    return _answer(request, name, page, newest.around(row))


@require_safe
def of_item(request, pk: int):
    """Tell what others remember of an item, and when it was changed itself."""
    item = get_object_or_404(Item.objects.published(), pk=pk)
    found = Item.objects.published().filter(Q(about=item) | Q(pk=pk)).newest_first()
    return _answer(request, item.title, item.get_absolute_url(), found)


@require_safe
def of_question(request):
    """Tell what is new among the answers to a question to the catalogue."""
    question = newest.question_of(request.GET)
    if not question.is_valid():
        return _refuse(request, question)
    name = newest.named(question) or _("Photos and memories")
    page = reverse("history:item_list") + question.query()
    return _answer(request, name, page, newest.answers(question, most=NEWEST_SHOWN))


def _refuse(request, question):
    """Say what of a question cannot be answered."""
    sentences = [one for errors in question.errors.values() for one in errors]
    context = {"sentences": sentences, "query": "", "crumbs": []}
    page = render_to_string("history/item_list.html", context, request)
    return HttpResponseBadRequest(page)


def _answer(request, name: str, page: str, found: Any, feed: TopicFeed | None = None):
    """Answer with the feed, or say that the reader has this state of it already."""
    items = list(found.with_cover().prefetch_related("media")[:NEWEST_SHOWN])
    shown = repr([(item.pk, item.updated_at) for item in items])
    digest = hashlib.sha256(f"{name}{shown}".encode()).hexdigest()[:20]
    etag = f'W/"{digest}-{get_language()}"'
    topic = Topic(name, page, request.get_full_path(), items)
    response = get_conditional_response(request, etag=etag)
    response = response or (feed or TopicFeed())(request, topic=topic)
    response["ETag"] = etag
    return response
