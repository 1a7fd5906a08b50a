"""Then and now: all comparisons, and one with an address of its own."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from history import citing, then_and_now
from history.models import ThenNow


@require_safe
def listing(request):
    """Show all comparisons, the newest first."""
    try:
        pairs, more = then_and_now.page_of(request.GET.get("after", ""))
    except ValueError:
        raise Http404 from None
    address = reverse("history:then_now_list")
    context = {
        "pairs": pairs,
        "next_url": f"{address}?after={more}" if more else "",
        "first_url": address if request.GET.get("after") else "",
        "canonical": citing.absolute(address),
    }
    return render(request, "history/then_and_now.html", context)


@require_safe
def detail(request, pk: int):
    """Show one comparison, as large as the window."""
    pair = get_object_or_404(ThenNow.objects.visible().with_sides(), pk=pk)
    told = then_and_now.told(pair)
    desk = reverse("history:item_then_now", args=[pair.then.item_id])
    context = {
        "pair": told,
        "canonical": citing.absolute(pair.get_absolute_url()),
        "image": citing.share_image(pair.then.item),
        "crumbs": [
            {"label": _("Then and now"), "url": reverse("history:then_now_list")},
            {"label": told["where"] or pair.then.item.title},
        ],
        "again_url": then_and_now.photograph_it_url(pair.then.item),
        "desk_url": f"{desk}?pair={pair.pk}"
        if request.user.has_perm("history.change_item")
        else "",
    }
    return render(request, "history/then_and_now_one.html", context)
