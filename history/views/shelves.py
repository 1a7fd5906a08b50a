"""A visitor's own shelf, with or without an account, and what others share of theirs."""

import re

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.doors import private
from accounts.models import User
from history import citing, shelving
from history import presenting as words
from history.converters import ReferenceConverter
from history.models import Item, Shelf
from history.shelving import Album, Kept, Refused
from history.views import shelf_acts
from history.views.door import staff

CLOSE = "history.take_down_item"
reference = ReferenceConverter()
reference_like = re.compile(reference.regex)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def own(request):
    """Show the visitor's shelf, or do one thing with it; anybody may, with their own."""
    if request.method == "POST":
        return _act(request)
    if "items" in request.GET:
        return _linked(request)
    return _page(request, number=request.GET.get("album", ""))


@private
@require_safe
def shared(request, key: str):
    """Show an album to whoever has its link, without a word of whose it is."""
    return _shared(request, key)


@staff(CLOSE)
@require_POST
def close(request, key: str):
    """Close the link of an album, with a reason for its owner, or open it again."""
    shelf = get_object_or_404(Shelf, share_key=key)
    if request.POST.get("do") == "open":
        shelving.reopen(shelf, by=request.user)
        return redirect("history:shelf_shared", key=key)
    why = " ".join(request.POST.get("why", "").split())
    if not 0 < len(why) <= shelving.WHY_MOST:
        return _shared(request, key, refused=why)
    shelving.close(shelf, why=why, by=request.user)
    return redirect("history:shelf_shared", key=key)


def _shared(request, key: str, *, refused: str | None = None):
    """Draw what a link opens; `refused` are the words of a reason that will not do."""
    shelf = get_object_or_404(Shelf.objects.prefetch_related("entries"), share_key=key)
    may_close = request.user.has_perm(CLOSE)
    if shelf.closed_at and not may_close:
        return render(request, "history/shelf_closed.html", status=410)
    kept = [Kept(entry.item_id, entry.note) for entry in shelf.entries.all()]
    entries, gone = shown(kept)
    context = {
        "title": shelf.title,
        "entries": entries,
        "gone": gone,
        "shelf": shelf if may_close else None,
        "refused": refused,
        "why_most": shelving.WHY_MOST,
    }
    status = 200 if refused is None else 400
    return render(request, "history/shelf_shared.html", context, status=status)


def _linked(request):
    """Show what a link carries: references in their order, nothing of it stored."""
    told = [part.strip() for part in request.GET["items"].split(",")]
    told = [part for part in told if part][: shelving.ITEMS_MOST]
    keys = [_number(part) for part in told]
    known = dict.fromkeys(pk for pk in keys if pk)
    entries, _gone = shown([Kept(pk) for pk in known])
    context = {"title": "", "entries": entries, "gone": 0, "odd": keys.count(None)}
    return render(request, "history/shelf_shared.html", context)


def _number(text: str) -> int | None:
    try:
        pk = reference.to_python(text) if reference_like.fullmatch(text) else None
    except ValueError:
        return None
    return pk if pk and pk < 2**31 else None


def shown(kept: list[Kept]) -> tuple[list[dict], int]:
    """Give the entries that visitors may see, and how many they may not."""
    keys = [one.pk for one in kept]
    found = Item.objects.published().with_cover().in_bulk(keys) if keys else {}
    entries = [
        {
            "card": words.card(found[one.pk]),
            "ref": found[one.pk].reference,
            "note": one.note,
        }
        for one in kept
        if one.pk in found
    ]
    return entries, len(kept) - len(entries)


def _read(request) -> list[Album]:
    if request.user.is_authenticated:
        return shelving.of_account(request.user)
    return shelving.of_browser(request.COOKIES.get(shelving.COOKIE))


def _act(request):
    """Do what a form asks for, and lead back to where it was pressed."""
    try:
        if request.user.is_authenticated:
            return _in_account(request)
        return _in_browser(request)
    except Refused as refusal:
        if request.accepts("text/html"):
            number = request.POST.get("album", "")
            return _page(request, number=number, refusal=refusal)
        return JsonResponse({"said": str(refusal)}, status=refusal.status)


@transaction.atomic
def _in_account(request):
    User.objects.select_for_update().get(pk=request.user.pk)
    albums = shelving.of_account(request.user)
    cookie = request.COOKIES.get(shelving.COOKIE)
    answer = shelf_acts.do(request, albums, browser=shelving.of_browser(cookie))
    shelving.to_account(request.user, albums)
    if request.POST.get("do") == "join":
        answer.delete_cookie(shelving.COOKIE, samesite="Lax")
    return answer


def _in_browser(request):
    albums = _read(request)
    answer = shelf_acts.do(request, albums, browser=None)
    answer.set_cookie(
        shelving.COOKIE,
        shelving.for_browser(albums),
        max_age=shelving.COOKIE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer


def _page(request, *, number: str = "", refusal: Refused | None = None):
    albums = _read(request)
    album = next((one for one in albums if str(one.number) == number), albums[0])
    entries, gone = shown(album.kept)
    has_account = request.user.is_authenticated
    waiting = _waiting(request) if has_account else 0
    context = {
        "album": album,
        "title": title_of(album),
        "albums": [
            {
                "number": one.number,
                "title": title_of(one),
                "count": len(one.kept),
                "is_here": one is album,
            }
            for one in albums
        ],
        "entries": entries,
        "gone": gone,
        "refusal": refusal,
        "typed": _typed(request) if refusal else {},
        "undo": _undo(request),
        "waiting": waiting,
        "link": _link(album, entries, has_account=has_account),
        "has_account": has_account,
        "limits": shelving,
    }
    status = refusal.status if refusal else 200
    return render(request, "history/shelf.html", context, status=status)


def _typed(request) -> dict:
    """Give back the words of a form that was refused, to stand where they were typed."""
    name = request.POST.get("do", "")
    return {
        "note_of": request.POST.get("item") if name == "note" else None,
        "note": request.POST.get("note", ""),
        "is_rename": name == "rename",
        "is_new": name == "new",
        "title": request.POST.get("title", ""),
    }


def title_of(album: Album) -> str:
    """Name an album; the first is the shelf until it is given a name."""
    return album.title or (_("My shelf") if album.number == shelving.FIRST else "—")


def _waiting(request) -> int:
    """Say how much a browser kept before its owner signed in."""
    cookie = request.COOKIES.get(shelving.COOKIE)
    return sum(len(one.kept) for one in shelving.of_browser(cookie))


def _undo(request) -> str:
    """Give back the token of what was just taken off, if it is one of ours."""
    token = request.GET.get("undo", "")
    try:
        signing.loads(token, salt=shelf_acts.UNDO)
    except signing.BadSignature:
        return ""
    return token


def _link(album: Album, entries: list[dict], *, has_account: bool) -> str:
    """Give the address that shows this album to others; "" while nobody may see it."""
    if has_account:
        key = album.share_key
        return (
            citing.absolute(reverse("history:shelf_shared", args=[key])) if key else ""
        )
    if not entries:
        return ""
    told = ",".join(one["ref"] for one in entries)
    return citing.absolute(f"{reverse('history:shelf')}?items={told}")
