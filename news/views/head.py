"""The head that the editors' pages of one post or event share."""

from django.urls import reverse

from history.presenting import language_of
from news import appearing
from news.written import Written, name_of, word_of


def context(request, thing: Written, *, here: str) -> dict:
    """Give its title, how it stands on the site, and the ways to its other pages."""
    word = word_of(thing)
    return {
        "thing": thing,
        "title": str(thing),
        "title_lang": language_of(thing, "title"),
        "appears": appearing.in_words(thing),
        "here": here,
        "edit_url": reverse(f"admin:news_{name_of(thing)}_change", args=[thing.pk]),
        "preview_url": reverse("news:preview", args=[word, thing.pk]),
        "versions_url": reverse("news:versions", args=[word, thing.pk]),
        "public_url": thing.get_absolute_url() if thing.is_public else "",
        "word": word,
    }
