"""An item on somebody else's page: a small page for a frame, and its oEmbed answer."""

from urllib.parse import urlsplit

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from history import citing, embedding
from history import presenting as words
from history.models import Item

LEAST = 200
LONGEST_URL = 500


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
def frame(request, pk: int):
    """Show an item as it stands in a frame elsewhere: picture, title, credit, way here."""
    removed = Item.objects.removed().select_related("merged_into").filter(pk=pk).first()
    if removed is not None:
        if removed.merged_into is not None:
            return redirect("history:embed", removed.merged_into_id, permanent=True)
        return render(request, "history/embed.html", {"item": None}, status=410)
    item = _published(pk)
    context = {
        "item": item,
        "card": words.card(item),
        "when": words.dated(item),
        "lang": words.if_foreign(item.language),
        "rights": words.rights_of(item),
        "url": citing.absolute(words.url_of(item)),
    }
    return render(request, "history/embed.html", context)


@require_safe
def oembed(request):
    """Tell a program how to show an item that it has the address of (oembed.com)."""
    if request.GET.get("format", "json") != "json":
        return JsonResponse({"error": _("We answer in JSON only.")}, status=501)
    item = _item_at(request.GET.get("url", "")[:LONGEST_URL])
    width = _most(request.GET.get("maxwidth"), embedding.WIDTH)
    height = embedding.height_of(item, width)
    limit = _most(request.GET.get("maxheight"), height)
    image = citing.share_image(item)
    data = {
        "version": "1.0",
        "type": "rich",
        "title": item.title,
        "author_name": item.creator or item.credit_line,
        "provider_name": f"{settings.SITE_NAME}, {settings.CITY_NAME}",
        "provider_url": citing.absolute("/"),
        "html": embedding.snippet(item, width=width, height=min(height, limit)),
        "width": width,
        "height": min(height, limit),
    }
    if image:
        data |= {
            "thumbnail_url": image["absolute"],
            "thumbnail_width": image["width"],
            "thumbnail_height": image["height"],
        }
    return JsonResponse({name: value for name, value in data.items() if value})


def _published(pk: int) -> Item:
    found = Item.objects.published().with_cover().prefetch_related("media")
    item = found.filter(pk=pk).first()
    if item is None:
        raise Http404
    return item


def _item_at(url: str) -> Item:
    """Find the item of an address of ours; nobody's server is asked."""
    try:
        parts = urlsplit(url)
        match = resolve(parts.path)
    except (ValueError, Resolver404):
        raise Http404 from None
    if parts.netloc and parts.netloc != urlsplit(settings.SITE_URL).netloc:
        raise Http404
    if match.view_name != "history:item":
        raise Http404
    return _published(match.kwargs["pk"])


def _most(text: str | None, most: int) -> int:
    """Read the largest side that is wanted; what is no number asks for nothing."""
    if not (text and text.isascii() and text.isdigit() and len(text) < 6):
        return most
    return min(max(int(text), LEAST), most)
