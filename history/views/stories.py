"""Stories and walks as visitors read them."""

from django.conf import settings
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from history import citing, telling
from history import presenting as words
from history.models import Exhibit

STORIES_MOST = 500


@require_safe
def listing(request):
    """Show all stories, then all walks."""
    rows = list(Exhibit.objects.published().in_order()[:STORIES_MOST])
    cards = list(zip(rows, telling.cards_of(rows), strict=True))
    context = {
        "stories": [card for row, card in cards if row.kind == Exhibit.Kind.STORY],
        "walks": [card for row, card in cards if row.kind == Exhibit.Kind.WALK],
    }
    return render(request, "history/story_list.html", context)


@require_safe
def detail(request, slug: str):
    """Show one story from its title to its end."""
    found = Exhibit.objects.visible_to(request.user).select_related("cover")
    row = get_object_or_404(found, slug=slug)
    told = telling.tell(row)
    crumbs = [
        {"label": _("Stories"), "url": reverse("history:story_list")},
        {"label": row.title},
    ]
    canonical = citing.absolute(row.get_absolute_url())
    image = _image(row, told)
    lead = words.excerpt(row.lead, 180)
    desk = reverse("history:story_desk", args=[row.slug])
    context = {
        "story": row,
        "told": told,
        "crumbs": crumbs,
        "canonical": canonical,
        "image": image,
        "lead": lead,
        "lang": words.language_of(row, "title"),
        "lead_lang": words.language_of(row, "lead"),
        "is_walk": row.kind == Exhibit.Kind.WALK,
        "has_map_block": any(one["kind"] == "map" for one in told.blocks),
        "is_public": row.published_at is not None,
        "desk_url": desk if request.user.has_perm("history.change_exhibit") else "",
        "data": citing.data_block(
            [_schema(row, canonical, lead, image), citing.crumbs_schema(crumbs)]
        ),
    }
    response = render(request, "history/story.html", context)
    if row.published_at is None:
        add_never_cache_headers(response)
    return response


def _image(row: Exhibit, told: telling.Told) -> dict | None:
    """Give the picture that goes out with a shared link."""
    shown = [row.cover] if told.cover else told.items
    for item in shown[:1]:
        return citing.share_image(item)
    return None


def _schema(row: Exhibit, url: str, lead: str, image: dict | None) -> dict:
    """Describe a story in the words of schema.org."""
    data = {
        "@context": "https://schema.org",
        "@type": "Article",
        "@id": url,
        "url": url,
        "headline": row.title,
        "description": lead,
        "image": image and image["absolute"],
        "author": row.authors and {"@type": "Person", "name": row.authors},
        "datePublished": row.published_at and row.published_at.date().isoformat(),
        "dateModified": row.updated_at.date().isoformat(),
        "publisher": {"@type": "Library", "name": settings.LIBRARY_NAME},
    }
    return {name: value for name, value in data.items() if value}
