"""Own how posts become ready words for pages. Asks the database nothing."""

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language_info

from history.models import Item
from history.pictures import Picture
from history.presenting import first_lines, language_of, picture_of
from news.models import Post
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
    }


def body(post: Post) -> dict:
    """Give the text with the language it is really in, named where it is not ours.

    Shape: ``{"html", "lang", "language": its name or ""}``.
    """
    lang = language_of(post, "body")
    name = get_language_info(lang)["name_translated"] if lang else ""
    return {"html": to_page(post.body), "lang": lang, "language": name}


def languages(post: Post) -> list[str]:
    """Give the languages that a post is written in."""
    return [code for code, _n in settings.LANGUAGES if getattr(post, f"title_{code}")]
