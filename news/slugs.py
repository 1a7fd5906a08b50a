"""Own how a title becomes an address in Latin letters that nobody else has."""

import re

from django.conf import settings
from django.utils.text import slugify
from translitua import RussianInternationalPassport1997Reduced, UkrainianKMU, translit

CHARACTERS = 60
TAKEN = re.compile(r"feed|tag|[0-9]{4}")
"""What stands beside the posts under /news/: four digits are a year."""


def is_taken(slug: str) -> bool:
    """Tell whether the site itself has a page where a post of this address would be."""
    return TAKEN.fullmatch(slug) is not None


def free(row, titles: dict[str, str]) -> str:
    """Write the title in the first of our languages it has; a number makes it free.

    `titles` is by language. A row that has an address already keeps its right to it.
    """
    code = next((c for c, _name in settings.LANGUAGES if titles.get(c)), "uk")
    table = RussianInternationalPassport1997Reduced if code == "ru" else UkrainianKMU
    words = slugify(translit(titles.get(code, ""), table))
    made = words if len(words) <= CHARACTERS else _whole_words(words)
    made = made or row._meta.model_name
    made = f"{row._meta.model_name}-{made}" if is_taken(made) else made
    others = type(row).objects.exclude(pk=row.pk)
    taken = set(others.filter(slug__startswith=made).values_list("slug", flat=True))
    number, slug = 1, made
    while slug in taken:
        number += 1
        slug = f"{made}-{number}"
    return slug


def _whole_words(words: str) -> str:
    return words[: CHARACTERS + 1].rpartition("-")[0] or words[:CHARACTERS]
