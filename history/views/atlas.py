"""The map: a part of the town at a time, with what was photographed there."""

from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from history import citing, gazetteer, nearby, old_maps
from history import presenting as words
from history.atlas import counting, looking, plain, span
from history.atlas.grid import Box
from history.map_form import MOST_PAGES, MapForm
from history.models import Item, Media, Place
from history.storing import public_url

PAGE = 24
ASKED = ("bbox", "place", "spot", "from", "to")
KEPT = (*ASKED, "old", "cover")


@require_safe
def page(request):
    """Show a part of the map, its pictures, and what may be asked next."""
    form = MapForm(request.GET)
    if not form.is_valid():
        context = {"sentences": form.sentences, "form": _form_words(form)}
        return render(request, "history/map.html", context, status=400)
    asked = form.cleaned_data
    found = []
    place = asked["place"]
    if asked["at"]:
        place = None
        found = gazetteer.search(asked["at"], language=words.language())
        if len(found) == 1:
            place = Place.objects.prefetch_related("names").get(pk=found[0].pk)
            asked = _settle(form, place)
    sheets = _sheets(asked)
    box = _box(asked, place)
    view = looking.look(box, form.years, zoom=asked["zoom"])
    ids, is_exact = view.ids, view.is_exact
    if asked["spot"]:
        ids, is_exact = looking.lookers(*asked["spot"]), True
    number = min(asked["page"] or 1, MOST_PAGES)
    shown = ids[(number - 1) * PAGE : number * PAGE]
    context = {
        "form": _form_words(form),
        "place": place and _place_words(place),
        "nobody": asked["at"] if asked["at"] and not (found or place) else "",
        "which": _which(found, form) if len(found) > 1 else [],
        "spot": asked["spot"] and ",".join(str(part) for part in asked["spot"]),
        "box": box.text(),
        "drawing": plain.draw(
            box,
            _marks(view, form),
            Place.objects.order_by("pk").defer("note"),
            sheet=_sheet(sheets),
        ),
        "total": _count(len(ids) if asked["spot"] else view.total, is_exact=is_exact),
        "is_exact": is_exact,
        "is_empty": not ids,
        "is_whole": not any(asked[name] for name in KEPT),
        "old_maps": sheets,
        "span": _span(form),
        "cards": _cards(shown),
        "previous_url": _query(form, page=number - 1) if number > 1 else "",
        "next_url": _query(form, page=number + 1) if len(ids) > number * PAGE else "",
        "canonical": citing.absolute(reverse("history:map")),
    }
    return render(request, "history/map.html", context)


@require_safe
def data(request):
    """Give a part of the map to the script that draws it."""
    form = MapForm(request.GET)
    if not form.is_valid():
        return JsonResponse({"sentences": form.sentences}, status=400)
    box = form.cleaned_data["bbox"] or plain.home()
    view = looking.look(box, form.years, zoom=form.cleaned_data["zoom"])
    items = _singles(view, with_pictures=True)
    return JsonResponse(
        {
            "total": view.total,
            "words": _count(view.total, is_exact=view.is_exact),
            "marks": [
                {
                    "at": [round(one.latitude, 6), round(one.longitude, 6)],
                    "n": one.n,
                    "box": [one.box.south, one.box.west, one.box.north, one.box.east],
                    **(items.get(one.item_id, {}) if one.n == 1 else {}),
                }
                for one in view.clusters
            ],
        }
    )


def _singles(view: looking.View, *, with_pictures: bool = False) -> dict[int, dict]:
    """Tell of the items that stand alone on the map: title, time, direction, picture."""
    alone = [cluster.item_id for cluster in view.clusters if cluster.n == 1]
    columns = ("title", "language", "bearing", "date_said", "date_edtf",
               "date_earliest", "date_latest", "sensitive")  # fmt: skip
    items = Item.objects.published().filter(pk__in=alone).only(*columns)
    pictures = _pictures(alone) if with_pictures else {}
    return {
        item.pk: {
            "url": words.url_of(item),
            "title": item.title,
            "lang": words.if_foreign(item.language),
            "when": words.dated(item, whole=False),
            "bearing": item.bearing,
            "picture": None if item.sensitive else pictures.get(item.pk),
        }
        for item in items
    }


def _pictures(ids: list[int]) -> dict[int, dict]:
    """Give the smallest public size of the first file of each item."""
    covers = Media.objects.filter(item__in=ids, position=0, width_px__isnull=False)
    found = {}
    for pk, renditions in covers.values_list("item_id", "renditions"):
        if renditions:
            least = min(renditions, key=lambda step: step["width"])
            found[pk] = {
                "src": public_url(least["path"]),
                "width": least["width"],
                "height": least["height"],
            }
    return found


def _marks(view: looking.View, form: MapForm) -> list[plain.Mark]:
    """Give what the drawing shows: single items lead to their page, others come closer."""
    items = _singles(view)
    marks = []
    for one in view.clusters:
        item = items.get(one.item_id) if one.n == 1 else None
        marks.append(
            plain.Mark(
                one.latitude,
                one.longitude,
                label=item["title"] if item else _count(one.n),
                url=item["url"] if item else _query(form, bbox=one.box.text()),
                n=one.n,
                bearing=item["bearing"] if item else None,
            )
        )
    return marks


def _cards(ids: list[int]) -> list[dict]:
    """Give the cards of these items in this order."""
    items = Item.objects.published().with_cover().in_bulk(ids)
    return words.cards(items[pk] for pk in ids if pk in items)


def _count(number: int, *, is_exact: bool = True) -> str:
    return words.count_of(number, is_estimate=not is_exact)


def _form_words(form: MapForm) -> dict:
    """Give the form as the page shows it: decades to choose, and what stays hidden."""
    given = form.data
    now = timezone.localdate().year // 10 * 10
    decades = range(span.FIRST_DECADE, now + 1, 10)
    years = form.cleaned_data if form.is_valid() else {}
    return {
        "at": str(given.get("at", ""))[:200],
        "decades": [
            {
                "first": decade,
                "last": decade + 9,
                "since": pgettext("since", "%(year)ss") % {"year": decade},
                "until": pgettext("until", "%(year)ss") % {"year": decade},
            }
            for decade in decades
        ],
        "from": years.get("from") and years["from"] // 10 * 10,
        "to": years.get("to") and years["to"] // 10 * 10 + 9,
        "kept": [
            (name, str(given[name])[:200])
            for name in ("bbox", "place", "spot")
            if given.get(name)
        ],
    }


def _span(form: MapForm) -> dict:
    """Draw the decades of the whole archive, with what is chosen of them."""
    first, last = form.years
    steps = counting.count(counting.spans()).steps
    chosen = first and first // 10 * 10, last and last // 10 * 10
    return span.draw(((one.first, one.height) for one in steps), chosen, step=10)


def _settle(form: MapForm, place: Place) -> dict:
    """Let a place that was typed stand for the part of the map that was shown before."""
    data = form.data.copy()
    for name in ("bbox", "spot"):
        data.pop(name, None)
    data["place"] = place.slug
    form.data = data
    return form.cleaned_data | {"bbox": None, "spot": None, "place": place}


def _sheets(asked: dict) -> dict:
    """Give the old maps to choose from, which of them is laid, and how strongly.

    One that is gone is left off: an address somebody noted still shows the map.
    """
    every = old_maps.for_visitors()
    return {
        "every": every,
        "chosen": next((one for one in every if one["id"] == asked["old"]), None),
        "cover": asked["cover"] or old_maps.COVERS,
    }


def _sheet(sheets: dict) -> plain.Sheet | None:
    one = sheets["chosen"]
    if one is None:
        return None
    south, west, north, east = one["sides"]
    return plain.Sheet(Box(west, south, east, north), one["src"], sheets["cover"])


def _query(form: MapForm, **changes) -> str:
    """Write this question with changes, on its first page unless told otherwise."""
    kept = {name: form.data[name] for name in KEPT if form.data.get(name)}
    if not kept.get("old"):
        kept.pop("cover", None)
    if "bbox" in changes:
        kept.pop("place", None)
        kept.pop("spot", None)
    return f"?{urlencode(kept | changes)}"


def _which(found: list[gazetteer.Found], form: MapForm) -> list[dict]:
    """Offer the places that the words may mean."""
    slugs = dict(
        Place.objects.filter(pk__in=[one.pk for one in found]).values_list("pk", "slug")
    )
    kept = ("from", "to", "old", "cover")
    years = {n: form.data[n] for n in kept if form.data.get(n)}
    return [
        {"label": one.label, "url": f"?{urlencode({'place': slugs[one.pk]} | years)}"}
        for one in found
    ]


def _place_words(place: Place) -> dict:
    """Name a place with the names it had."""
    today = {place.name_uk, place.name_ru, place.name_en}
    once = {n.name for n in place.names.all() if n.language == words.language()}
    return {
        "name": place.name,
        "lang": words.language_of(place, "name"),
        "url": place.get_absolute_url(),
        "once": ", ".join(sorted(once - today)),
    }


def _box(asked: dict, place: Place | None) -> Box:
    if asked["bbox"]:
        return asked["bbox"]
    if asked["spot"]:
        return Box.around(*asked["spot"], looking.SIGHT_METRES)
    if place is not None:
        return nearby.around(place) or _around_items(place) or plain.home()
    return plain.home()


def _around_items(place: Place) -> Box | None:
    box = looking.bounds(Item.objects.published().filter(place=place))
    return box and plain.padded(box)
