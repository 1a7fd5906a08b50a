"""Search by Wagtail's database backend."""

from django.core.paginator import Paginator
from django.template.response import TemplateResponse

from gallery.models import PER_PAGE, ItemPage, cards


def search(request):
    """Show one page of what was found."""
    words = request.GET.get("q", "")
    found = cards(ItemPage.objects.live()).search(words)
    items = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return TemplateResponse(
        request, "gallery/search.html", {"words": words, "items": items}
    )
