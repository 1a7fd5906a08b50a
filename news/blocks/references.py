"""Which paragraphs of a text are references, and what each of them names."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve

from news import linking

PARAGRAPH = re.compile(r"<p(?: [^<>]*)?>((?:[^<]|<br>|<a [^<>]*>[^<]*</a>)+)</p>")
LINK = re.compile(r'<a [^<>]*?href="([^"]*)"[^<>]*>([^<]*)</a>')
PICTURES = re.compile(r"\[\[\s*(\d{1,4}(?:[\s,;]+\d{1,4})*)\s*\]\]")
# An address may hold commas: only those before a blank or a next one part.
BETWEEN = re.compile(r"[,;]?[\s\u00a0]+|[,;](?=[A-Za-z]{1,8}-\d|https?://)")
LONGEST = 4000
MOST = 60  # references in one paragraph
KINDS = {
    "history:item": ("item", "pk"),
    "history:collection": ("collection", "slug"),
    "history:story": ("story", "slug"),
    "history:call": ("call", "slug"),
    "news:event": ("event", "slug"),
    "news:post": ("post", "slug"),
}


@dataclass(frozen=True)
class Ref:
    """One thing that a text shows: its kind, what it is known by, and what was written."""

    kind: str
    key: int | str
    written: str


Piece = str | list[Ref]


def pieces(text: str) -> list[Piece]:
    """Part clean HTML into what stays as it is and what is shown in its place."""
    found: list[Piece] = []
    at = 0
    for paragraph in PARAGRAPH.finditer(text):
        if refs := _refs(paragraph[1]):
            found += [text[at : paragraph.start()], refs]
            at = paragraph.end()
    return [piece for piece in [*found, text[at:]] if piece]


def refs_in(text: str) -> list[Ref]:
    """Give everything that clean HTML refers to."""
    return [
        ref for piece in pieces(text) if not isinstance(piece, str) for ref in piece
    ]


def _refs(inside: str) -> list[Ref]:
    """Read a paragraph; nothing where anything in it is no reference."""
    if len(inside) > LONGEST or not ("-" in inside or "/" in inside or "[[" in inside):
        return []
    words = html.unescape(LINK.sub(_as_words, inside.replace("<br>", " "))).strip()
    if numbers := PICTURES.fullmatch(words):
        every = re.findall(r"\d+", numbers[1])[:MOST]
        return [Ref("picture", int(one), f"[[{one}]]") for one in every]
    parts = BETWEEN.split(words)
    if not all(parts) or len(parts) > MOST:
        return []
    found = [_ref(part) for part in parts]
    return [ref for ref in found if ref] if all(found) else []


def _as_words(link: re.Match) -> str:
    """Give the address of a link that is called by its address; else words."""
    href, said = html.unescape(link[1]), html.unescape(link[2]).strip()
    bare = href.removeprefix("https://").removeprefix("http://").rstrip("/")
    own = linking.own_path(href)
    if said.rstrip("/") in (href.rstrip("/"), bare) or (own and _item_number(said)):
        return f" {link[1]} "
    return link[2]


def _item_number(word: str) -> int | None:
    found = re.fullmatch(rf"{re.escape(settings.ITEM_PREFIX)}-(\d{{6,12}})", word)
    return int(found[1]) if found else None


@lru_cache(maxsize=4096)
def _ref(word: str) -> Ref | None:
    """Read one word: a reference of an item, or an address of ours that can be shown."""
    if number := _item_number(word):
        return Ref("item", number, word)
    path = linking.own_path(word)
    if not path:
        return None
    parts = urlsplit(path)
    try:
        found = resolve(parts.path)
    except Resolver404:
        return None
    if found.view_name == "history:map":
        return Ref("map", parts.query, word)
    if found.view_name not in KINDS:
        return None
    kind, name = KINDS[found.view_name]
    return Ref(kind, found.kwargs[name], word)
