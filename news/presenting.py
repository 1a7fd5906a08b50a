"""Own how posts become ready words for pages. Only texts ask the database anything."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from history.models import Item
from history.pictures import Picture
from history.presenting import first_lines, language_of, picture_of
from news import blocks
from news.models import Event, Post
from news.writing import to_page

SUMMARY_CHARACTERS = 220


def picture(post: Post) -> Picture | None:
    """Give the picture above a post, as long as its item is public."""
    cover = post.cover
    if cover is None or cover.status != Item.Status.PUBLISHED or not cover.covers:
        return None
    return picture_of(cover.covers[0], title=cover.title)


def day(post: Post) -> str:
    """Say the day of publication; drafts have none."""
    return date_format(post.published_at, "DATE_FORMAT") if post.published_at else ""


def teaser(post: Post, *, with_picture: bool = True) -> dict:
    """Give what `components/post_teaser.html` shows of a post fetched `with_cover()`."""
    return {
        "url": post.get_absolute_url(),
        "title": post.title,
        "date": day(post),
        "kind": post.get_kind_display(),
        "summary": first_lines(post.summary, SUMMARY_CHARACTERS),
        "picture": picture(post) if with_picture else None,
        "lang": language_of(post, "title"),
        "only_in": _only_in(post),
        "is_pinned": getattr(post, "stands_first", False),
    }


def _only_in(post: Post) -> str:
    """Say which language a post is in, where it is not the reader's."""
    lang = language_of(post, "title")
    if not lang:
        return ""
    name = get_language_info(lang)["name_translated"]
    return _("language: %(language)s") % {"language": name}


def link(post: Post) -> dict:
    """Give a title that leads to its post."""
    return {
        "url": post.get_absolute_url(),
        "title": post.title,
        "lang": language_of(post, "title"),
    }


def author_names(post: Post) -> list[str]:
    """Name those who wrote a post fetched `with_words()`; who has no name is left out."""
    return [name for byline in post.bylines.all() if (name := str(byline))]


def signed(post: Post) -> list[str]:
    """Name those who wrote a post fetched `with_words()`, guests with their library."""
    return [
        f"{name} ({byline.library})" if byline.library else name
        for byline in post.bylines.all()
        if (name := str(byline))
    ]


def authors(post: Post) -> list[dict]:
    """Give the ways to what each author of a post fetched `with_words()` wrote.

    Shape: ``[{"name", "url", "library": where a guest comes from, or ""}]``.
    """
    return [
        {
            "name": name,
            "url": reverse("news:author", args=[name]),
            "library": byline.library,
        }
        for byline in post.bylines.all()
        if (name := str(byline))
    ]


def tags(post: Post) -> list[dict]:
    """Give the tags of a post fetched `with_words()`, by their names."""
    rows = sorted(post.tags.all(), key=lambda tag: tag.name.casefold())
    return [
        {
            "url": tag.get_absolute_url(),
            "label": tag.name,
            "lang": language_of(tag, "name"),
        }
        for tag in rows
    ]


def month_name(first: date) -> str:
    """Name a month without its year."""
    return date_format(first, "F")


def months(counted: Iterable[tuple[date, int]]) -> list[dict]:
    """Give the ways to months, each with its number of posts."""
    return [
        {
            "label": month_name(first),
            "url": reverse("news:month", args=[first.year, first.month]),
            "number": number,
        }
        for first, number in counted
    ]


def years(counted: Iterable[tuple[date, int]]) -> list[dict]:
    """Group months by their years.

    Shape: ``[{"label", "url", "number", "months": [{"label", "url", "number"}]}]``.
    """
    found: dict[int, list[tuple[date, int]]] = {}
    for first, number in counted:
        found.setdefault(first.year, []).append((first, number))
    return [
        {
            "label": str(year),
            "url": reverse("news:year", args=[year]),
            "number": sum(number for _first, number in rows),
            "months": months(rows),
        }
        for year, rows in found.items()
    ]


def body(post: Post | Event) -> dict:
    """Give the text with the language it is really in, named where it is not ours.

    Asks the database for what the text refers to. Shape: ``{"html", "lang", "language":
    its name or "", "lacking": what it names and nobody may see}``.
    """
    lang = language_of(post, "body")
    name = get_language_info(lang)["name_translated"] if lang else ""
    [told] = blocks.tell([_text(post)])
    return {
        "html": told.html,
        "lang": lang,
        "language": name,
        "lacking": told.lacking,
    }


def plain_bodies(posts: Iterable[Post | Event]) -> list[SafeString]:
    """Give texts for feeds and letters: what they refer to is a plain link."""
    told = blocks.tell([_text(post) for post in posts], as_links=True)
    return [one.html for one in told]


def with_html(posts: Iterable) -> list:
    """Give rows that know their plain text as `html`; all texts are made together."""
    rows = list(posts)
    for row, text in zip(rows, plain_bodies(rows), strict=True):
        row.html = text
    return rows


def lacking(post: Post | Event) -> list[str]:
    """Name what the texts of all languages refer to, and nobody may see."""
    pictures = tuple(post.pictures.all()) if isinstance(post, Post) else ()
    told = blocks.tell(
        [
            blocks.Text(to_page(getattr(post, f"body_{code}")), pictures)
            for code, _n in settings.LANGUAGES
        ],
        as_links=True,
    )
    return list(dict.fromkeys(line for one in told for line in one.lacking))


def _text(post: Post | Event) -> blocks.Text:
    pictures = post.pictures.all() if isinstance(post, Post) else ()
    return blocks.Text(to_page(post.body), tuple(pictures))


def languages(post: Post) -> list[str]:
    """Give the languages that a post is written in."""
    return [code for code, _n in settings.LANGUAGES if getattr(post, f"title_{code}")]
