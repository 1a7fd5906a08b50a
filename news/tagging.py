"""Own how editors write tags: words apart by commas; a new word makes a new tag."""

import unicodedata

from django.conf import settings
from django.utils.translation import get_language

from news import slugs
from news.models import Post, Tag

MOST = 12
LONGEST = Tag._meta.get_field("name").max_length


def split(text: str) -> list[str]:
    """Give the words between commas and lines, each once, without the hash before."""
    text = unicodedata.normalize("NFC", text)
    parts = text.replace("\n", ",").replace(";", ",").split(",")
    words = [" ".join(part.split()).lstrip("#").strip() for part in parts]
    return list({_key(word): word for word in reversed(words) if word}.values())[::-1]


def said(post: Post) -> str:
    """Write the tags of a post as its editor would."""
    return ", ".join(sorted((tag.name for tag in post.tags.all()), key=str.casefold))


def in_use() -> list[str]:
    """Name all tags there are, in the language of the page."""
    return sorted((tag.name for tag in Tag.objects.all()), key=str.casefold)


def found_or_made(words: list[str]) -> list[Tag]:
    """Find tags by their names in any language, ours before others; make what is missing.

    Effects: rows of new tags, named in the language that the editor works in.
    """
    known = by_name()
    return [known.get(_key(word)) or _made(word) for word in words]


def by_name() -> dict[str, Tag]:
    """Give each tag under each of its names, whatever letters are capital."""
    ours = get_language() or settings.LANGUAGE_CODE
    rows = list(Tag.objects.order_by("pk"))
    codes = sorted((c for c, _n in settings.LANGUAGES), key=lambda code: code == ours)
    return {
        _key(name): tag
        for code in codes
        for tag in reversed(rows)
        if (name := getattr(tag, f"name_{code}"))
    }


def _made(word: str) -> Tag:
    code = get_language() or settings.LANGUAGE_CODE
    tag = Tag(**{f"name_{code}": word})
    tag.slug = slugs.free(tag, {code: word})
    tag.save()
    return tag


def _key(word: str) -> str:
    return word.casefold()
