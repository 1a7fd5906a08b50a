"""The desk of the news: what waits for whom, what will appear, what is begun."""

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from history.presenting import language_of
from news import appearing, publishing, reviewing
from news.models import Event, Post, Review
from news.views.door import editors_only, find, number_of
from news.written import Written, name_of, word_of

SHOWN = 30
LATELY = 5


@editors_only
@require_safe
def desk(request):
    """Show what waits for this person first, then what is not public yet."""
    now = timezone.now()
    people = ("asked_by", "asked_of", "answered_by")
    reviews = Prefetch("reviews", Review.objects.select_related(*people))
    posts = Post.objects.prefetch_related(reviews, "tags", "bylines", "pictures")
    waiting = reviewing.waiting_for(request.user).values("post")
    others = posts.exclude(pk__in=waiting)
    drafts = others.filter(published_at=None).order_by("-updated_at", "-pk")
    coming = others.filter(published_at__gt=now).order_by("published_at", "pk")
    events = Event.objects.order_by("starts_at", "pk")
    groups = [
        (_("Waits for you"), posts.filter(pk__in=waiting).order_by("pk")),
        (_("Will appear"), coming),
        (_("Drafts"), drafts),
        (_("Events that will appear"), events.filter(published_at__gt=now)),
        (_("Events in draft"), events.filter(published_at=None, over_at__gt=now)),
        (_("Lately on the site"), posts.listed().newest_first()[:LATELY]),
    ]
    context = {
        "groups": [
            {"title": title, "rows": rows}
            for title, found in groups
            if (rows := [_line(row) for row in found[:SHOWN]])
        ],
        "all_posts": reverse("admin:news_post_changelist"),
        "all_events": reverse("admin:news_event_changelist"),
        "new_post": reverse("admin:news_post_add"),
        "new_event": reverse("admin:news_event_add"),
    }
    return render(request, "news/staff/desk.html", context)


def _line(thing: Written) -> dict:
    reading = ""
    if isinstance(thing, Post):
        reading = reviewing.in_words(thing, next(iter(thing.reviews.all()), None))
    return {
        "title": str(thing),
        "lang": language_of(thing, "title"),
        "url": reverse("news:preview", args=[word_of(thing), thing.pk]),
        "edit_url": reverse(f"admin:news_{name_of(thing)}_change", args=[thing.pk]),
        "appears": appearing.in_words(thing),
        "reading": reading,
    }


@editors_only
@require_POST
def review(request, pk: int):
    """Ask a colleague to read a post, find it good, or send it back with words."""
    post = find("posts", pk)
    asked = request.POST
    said = asked.get("said", "").replace("\x00", "").strip()
    try:
        match asked.get("do"):
            case "ask":
                of = number_of(asked.get("of", ""))
                people = {one.pk: one for one in reviewing.colleagues(but=request.user)}
                reviewing.ask(
                    post, by=request.user, of=people.get(of), words=said[:500]
                )
                told = _("Asked. Your colleague finds it on the desk of the news.")
            case "approve":
                reviewing.approve(
                    post, by=request.user, seen=asked.get("seen", ""), said=said[:1000]
                )
                told = _("Found good. It can be published.")
            case "send_back":
                reviewing.send_back(
                    post, by=request.user, seen=asked.get("seen", ""), said=said[:1000]
                )
                told = _("Sent back with your words.")
            case "publish":
                publishing.publish(post, by=request.user)
                told = _("It is public now.")
            case _other:
                told = ""
    except reviewing.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        if told:
            messages.success(request, told)
    return redirect(reverse("news:preview", args=["posts", post.pk]))
