"""Put what texts refer to in its place: as cards on a page, as plain links elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from history.presenting import language_of
from history.storing import absolute
from news.blocks import mapping
from news.blocks.finding import Found, find
from news.blocks.references import Piece, Ref, pieces
from news.models import PostPicture

MAPS_MOST = 3  # drawn in one text; more of them are links


@dataclass(frozen=True)
class Text:
    """Clean HTML and the pictures that belong to it."""

    html: str
    pictures: Sequence[PostPicture] = ()


@dataclass
class Told:
    """A text ready for its page; `lacking` is what it names and nobody may see."""

    html: SafeString
    lacking: list[str] = field(default_factory=list)


def tell(texts: Iterable[Text], *, as_links: bool = False) -> list[Told]:
    """Fill texts together, so that many of them ask no more than one.

    `as_links` is for feeds and letters: links, and pictures by their whole address.
    """
    parted = [(text, pieces(text.html)) for text in texts]
    found = find(
        ref
        for _text, parts in parted
        for part in parts
        if not isinstance(part, str)
        for ref in part
    )
    return [
        _Teller(text, found, as_links=as_links).told(parts) for text, parts in parted
    ]


class _Teller:
    """Fill one text with what was found for all of them."""

    def __init__(self, text: Text, found: Found, *, as_links: bool) -> None:
        self.found = found
        self.as_links = as_links
        self.pictures = {row.number: row for row in text.pictures}
        self.items: list[Any] = []
        self.maps = 0
        self.lacking: list[str] = []

    def told(self, parts: list[Piece]) -> Told:
        refs = [ref for part in parts if not isinstance(part, str) for ref in part]
        known = [self.found[ref.kind, ref.key] for ref in refs if self._is_known(ref)]
        self.items = [one["row"] for one in known if "row" in one]
        written = [
            mark_safe(part) if isinstance(part, str) else self._shown(part)  # noqa: S308
            for part in parts
        ]
        written.append(self._left_over(refs))
        return Told(mark_safe("".join(written)), self.lacking)  # noqa: S308 (all clean)

    def _is_known(self, ref: Ref) -> bool:
        return (ref.kind, ref.key) in self.found

    def _shown(self, refs: list[Ref]) -> SafeString:
        """Show one paragraph of references, each where it can be shown."""
        if refs[0].kind == "picture":
            return self._pictures([self.pictures.get(one.key) for one in refs], refs)
        shown = []
        for ref in refs:
            one = (
                self._map(ref)
                if ref.kind == "map"
                else self.found.get((ref.kind, ref.key))
            )
            if one:
                shown.append({"kind": ref.kind, **one})
            else:
                self.lacking.append(ref.written)
        if self.as_links:
            return _links(shown)
        if len(shown) > 1 and all(one["kind"] == "item" for one in shown):
            cards = [one["one"]["card"] for one in shown]
            return _rendered("news/blocks/items.html", {"cards": cards})
        return _rendered("news/blocks/one.html", {"blocks": shown})

    def _pictures(self, rows: list, refs: list[Ref]) -> SafeString:
        """Show pictures of the text's own; those still being made are passed over."""
        self.lacking += [
            ref.written for row, ref in zip(rows, refs, strict=True) if row is None
        ]
        shown = [
            {
                "picture": picture,
                "caption": row.caption or "",
                "lang": language_of(row, "caption"),
            }
            for row in dict.fromkeys(rows)
            if row and (picture := row.picture)
        ]
        if not shown:
            return SafeString()
        if self.as_links:
            return _bare_pictures(shown)
        return _rendered("news/blocks/pictures.html", {"pictures": shown})

    def _left_over(self, refs: list[Ref]) -> SafeString:
        """Show at the end the pictures that the text does not name."""
        named = {ref.key for ref in refs if ref.kind == "picture"}
        return self._pictures(
            rows := [row for n, row in self.pictures.items() if n not in named],
            [Ref("picture", row.number, row.mark) for row in rows],
        )

    def _map(self, ref: Ref) -> dict | None:
        query = str(ref.key)
        url = reverse("history:map") + (f"?{query}" if query else "")
        link = {"url": url, "title": _("The map"), "lang": ""}
        if self.as_links:
            return link
        if self.maps >= MAPS_MOST:
            return {**link, "drawing": None}
        self.maps += 1
        drawing = mapping.draw(query, self.items)
        return {**link, "drawing": drawing} if drawing else None


def _rendered(template: str, context: dict) -> SafeString:
    return mark_safe(render_to_string(template, context).strip())  # noqa: S308


def _links(shown: list[dict]) -> SafeString:
    rows = ((absolute(one["url"]), one["title"]) for one in shown)
    return format_html_join("\n", '<p><a href="{}">{}</a></p>', rows)


def _bare_pictures(shown: list[dict]) -> SafeString:
    return format_html_join(
        "\n",
        '<figure><img src="{}" alt="{}" width="{}" height="{}">{}</figure>',
        (
            (
                absolute(one["picture"].src),
                one["picture"].alt,
                one["picture"].width,
                one["picture"].height,
                format_html("<figcaption>{}</figcaption>", one["caption"])
                if one["caption"]
                else "",
            )
            for one in shown
        ),
    )
