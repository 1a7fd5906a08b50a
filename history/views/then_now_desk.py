"""Then and now for the staff: choose the other picture, mark what both show, publish.

Without scripts a press on a picture sends the form and sets the chosen point there.
"""

from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from history import comparing, images, masters, naming, then_and_now
from history import presenting as words
from history.models import Item, Media, ThenNow
from history.pictures import Picture
from history.points_form import ROWS, SIDES, PointsForm, values_of
from history.search import search
from history.views.collection_door import number_of
from history.views.correcting import find, head
from history.views.door import staff

FOUND = 8
LISTED = 50
PRESSED_PX = 320  # width of a picture that is pressed without scripts
KEPT = {"publish": True, "hide": False, "save": None}


@staff("history.change_item")
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request, pk: int):
    """Show the pairs of an item and what may become one; mark, publish, part."""
    item = find(pk)
    if request.method == "POST":
        return _post(request, item)
    sides = _chosen(request, item)
    if sides is None:
        return _choose(request, item)
    then, now, pair = sides
    points = masters.shown_points(pair) if pair else []
    initial = {"then": then.pk, "now": now.pk, "seen": pair.version if pair else 0}
    form = PointsForm(initial=initial | values_of(points))
    return _page(request, item, then, now, pair, form)


@staff("history.change_item")
@require_safe
def preview(request, pk: int):
    """Draw today's picture in the frame of the old one; nothing of it is kept."""
    find(pk)
    form = PointsForm({**request.GET.dict(), "seen": "0"})
    if not form.is_valid():
        return HttpResponseBadRequest(_("These are no points."), "text/plain")
    then, now = _media(form.cleaned_data["then"]), _media(form.cleaned_data["now"])
    try:
        data, kind = masters.preview_aligned(then, now, form.cleaned_data["points"])
    except (images.Unalignable, images.Unreadable) as refusal:
        return HttpResponseBadRequest(refusal.sentence, "text/plain")
    except FileNotFoundError:
        raise Http404 from None
    return HttpResponse(data, content_type=kind)


def _post(request, item: Item):
    """Do what was pressed; whatever is refused, what was typed stays."""
    then = _media(number_of(request.POST, "then"))
    now = _media(number_of(request.POST, "now"))
    if item.pk not in (then.item_id, now.item_id):
        raise Http404
    pair = ThenNow.objects.with_sides().filter(then=then, now=now).first()
    pressed = _pressed(request.POST, {"then": then, "now": now})
    if pressed is not None:
        form = PointsForm(initial=request.POST.dict() | pressed)
        return _page(request, item, then, now, pair, form, row=_next_row(request))
    form = PointsForm(request.POST)
    do = request.POST.get("do", "")
    if not form.is_valid():
        return _page(request, item, then, now, pair, form, status=400)
    try:
        if do == "look":
            masters.movement_of(then, now, form.cleaned_data["points"])
            return _page(request, item, then, now, pair, form, is_looked_at=True)
        return _act(request, item, then, now, pair, form, do)
    except (comparing.Unfit, images.Unalignable) as refusal:
        form.add_error(None, refusal.sentence)
        status = 409 if isinstance(refusal, comparing.Unfit) else 400
        return _page(request, item, then, now, pair, form, status=status)
    except comparing.Stale as stale:
        mine = request.POST.dict() | {"seen": stale.pair.version}
        theirs = ThenNow.objects.with_sides().get(pk=stale.pair.pk)
        return _page(
            request, item, then, now, theirs, PointsForm(initial=mine), status=409,
            theirs=_in_words(theirs),
        )  # fmt: skip


def _act(request, item, then, now, pair, form, do: str):
    """Save, publish, hide, turn round or part; say what happened."""
    seen, by = form.cleaned_data["seen"], request.user
    address = reverse("history:item_then_now", args=[item.pk])
    if do in KEPT:
        saved = comparing.save(
            then, now, points=form.cleaned_data["points"], seen=seen, by=by,
            publish=KEPT[do],
        )  # fmt: skip
        messages.success(request, _saved(saved))
        return redirect(f"{address}?pair={saved.pk}")
    if do == "turn" and pair is None:
        return redirect(f"{address}?{urlencode({'then': now.pk, 'now': then.pk})}")
    if do == "turn":
        with transaction.atomic():
            pair = comparing.turn_round(pair, seen=seen, by=by)
        return redirect(f"{address}?pair={pair.pk}")
    if do == "remove" and pair is not None:
        comparing.remove(pair, seen=seen, by=by)
        messages.success(request, _("They are no pair any more. Both items stay."))
        return redirect(address)
    raise Http404


def _saved(pair: ThenNow) -> str:
    if pair.state == ThenNow.State.PROPOSED:
        return _("Saved. Visitors do not see it yet.")
    if pair.points:
        return _("Visitors see it. The slider comes as soon as the picture is drawn.")
    return _("Visitors see both side by side. With points they get a slider.")


def _pressed(data, media: dict[str, Media]) -> dict | None:
    """Read a press on a picture without scripts: the point that is chosen goes there."""
    for side in SIDES:
        x, y = number_of(data, f"{side}-spot.x"), number_of(data, f"{side}-spot.y")
        if x is None or y is None:
            continue
        if (x, y) == (0, 0):  # pressed by a keyboard, which has no place
            return {}
        width, height = masters.shown_size(media[side])
        high = max(1, round(PRESSED_PX * height / width))
        row = _row(data)
        return {
            f"{side}_x_{row}": round(min(100 * x / PRESSED_PX, 100), 2),
            f"{side}_y_{row}": round(min(100 * y / high, 100), 2),
        }
    return None


def _row(data) -> int:
    row = number_of(data, "row")
    return row if row in ROWS else ROWS[0]


def _next_row(request) -> int:
    """Go to the next point once this one is marked on today's picture."""
    row = _row(request.POST)
    is_done = number_of(request.POST, "now-spot.x") is not None
    return min(row + 1, ROWS[-1]) if is_done else row


def _chosen(request, item: Item) -> tuple[Media, Media, ThenNow | None] | None:
    """Find the two pictures that the address names; None where one is to be chosen."""
    rows = ThenNow.objects.with_sides().of_item(item)
    pk = number_of(request.GET, "pair")
    if pk is not None:
        pair = rows.filter(pk=pk).first()
        if pair is None:
            raise Http404
        return pair.then, pair.now, pair
    ids = number_of(request.GET, "then"), number_of(request.GET, "now")
    if None in ids:
        return None
    then, now = _media(ids[0]), _media(ids[1])
    if item.pk not in (then.item_id, now.item_id) or then.pk == now.pk:
        raise Http404
    return then, now, rows.filter(then=then, now=now).first()


def _media(pk: int | None) -> Media:
    rows = Media.objects.select_related("master", "item__place")
    media = rows.filter(pk=pk, width_px__isnull=False).first()
    if media is None:
        raise Http404
    return media


def _choose(request, item: Item):
    """Offer the pairs of the item, and the pictures of another to make one."""
    asked = request.GET.get("with", "").replace("\x00", "").strip()[:200]
    mine = comparing.pictures_of(item)
    pairs = ThenNow.objects.with_sides().of_item(item).order_by("pk")[:LISTED]
    context = {
        **head(request, item),
        "pairs": [_listed(pair) for pair in pairs],
        "asked": asked,
        "has_picture": bool(mine),
        "found": _found(item, mine[0], asked, request.user) if asked and mine else [],
    }
    return render(request, "history/staff/then_now_choose.html", context)


def _listed(pair: ThenNow) -> dict:
    return {
        **then_and_now.told(pair),
        "pk": pair.pk,
        "state": pair.get_state_display(),
        "slider": pair.get_aligned_state_display() if pair.points else "",
    }


def _found(item: Item, mine: Media, asked: str, user) -> list[dict]:
    """Find pictures by reference or by words; the earlier of the two is the old one."""
    named = naming.item_named(asked, user=user)
    ids = [named.pk] if named else search(q=asked).ids[: FOUND + 1]
    items = Item.objects.visible_to(user).in_bulk(ids)
    media = Media.objects.filter(item__in=items, width_px__isnull=False)
    found = []
    for one in media.select_related("item__place", "master").order_by("position"):
        if one.pk == mine.pk:
            continue
        then, now = _by_date(mine, one)
        found.append(
            {
                "picture": words.picture_of(
                    one, title=one.item.title, even_covered=True
                ),
                "title": one.caption or one.item.title,
                "lang": one.item.language,
                "reference": one.item.reference,
                "date": words.dated(one.item, whole=False),
                "query": urlencode({"then": then.pk, "now": now.pk}),
                "rank": ids.index(one.item_id),
            }
        )
    return sorted(found, key=lambda one: one["rank"])[:FOUND]


def _by_date(mine: Media, other: Media) -> tuple[Media, Media]:
    days = [one.item.date_earliest or one.item.date_latest for one in (mine, other)]
    if None not in days and days[1] < days[0]:
        return other, mine
    return mine, other


def _page(
    request, item, then, now, pair, form, *, row=1, status=200, is_looked_at=False,
    theirs="",
):  # fmt: skip
    """Show both pictures with their points, and the result if it was asked for."""
    context = {
        **head(request, item),
        "pair": pair,
        "is_published": pair is not None and pair.state == ThenNow.State.PUBLISHED,
        "form": form,
        "row": row,
        "theirs": theirs,
        "was_replaced": pair is not None and pair.problem == "replaced",
        "sides": [_side("then", then, form), _side("now", now, form)],
        "hidden": [
            one.item.reference for one in (then, now) if words.picture_of(one, title="") is None
        ],
        "result": _result(then, now, item, form) if is_looked_at else None,
    }  # fmt: skip
    template = "history/staff/then_now.html"
    return render(request, template, context, status=status)


def _side(side: str, media: Media, form: PointsForm) -> dict:
    """Give one picture to press on, with the points that lie on it."""
    width, height = masters.shown_size(media)
    item = media.item
    return {
        "name": side,
        "picture": words.picture_of(media, title=item.title),
        "title": item.title,
        "lang": item.language,
        "reference": item.reference,
        "url": words.url_of(item),
        "date": words.dated(item, whole=False),
        "width": PRESSED_PX,
        "height": max(1, round(PRESSED_PX * height / width)),
        "points": [
            {
                **one,
                "left": round(one["x"] * 1000),
                "top": round(one["y"] * 1000 * height / width),
            }
            for one in form.typed(side)
        ],
        "box": f"0 0 1000 {round(1000 * height / width)}",
    }


def _result(then: Media, now: Media, item: Item, form: PointsForm) -> dict:
    """Show the pair as visitors would, with a picture that is drawn for this page."""
    width, height = masters.shown_size(then)
    data = {
        name: value
        for name, value in form.cleaned_data.items()
        if name not in ("points", "seen") and value is not None
    }
    address = reverse("history:item_then_now_preview", args=[item.pk])
    drawn = Picture.from_renditions(
        [{"path": f"{address}?{urlencode(data)}", "width": width, "type": ""}],
        url=str, width=width, height=height, alt="",
    )  # fmt: skip
    return then_and_now.told(ThenNow(pk=0, then=then, now=now)) | {"aligned": drawn}


def _in_words(pair: ThenNow) -> str:
    """Say what a colleague has saved meanwhile."""
    return _("%(state)s, points: %(number)s") % {
        "number": len(pair.points),
        "state": pair.get_state_display(),
    }
