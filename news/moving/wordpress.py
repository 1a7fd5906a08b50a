"""What WordPress exports: WXR, which is RSS with the tables of WordPress in it."""

import html
from collections.abc import Iterator
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from news.moving.entries import (
    Entry,
    Passed,
    Remark,
    is_person,
    path_of,
    without_address,
)
from news.moving.saying import moment

DC = "{http://purl.org/dc/elements/1.1/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
WP = "http://wordpress.org/export/"
KINDS = {"post", "page"}
MACHINERY = {"nav_menu_item", "revision", "custom_css", "wp_global_styles"}
IN_BIN, IN_SIGHT = ("trash", "auto-draft"), ("publish", "future")
BLOCKS = "<!-- wp:"
NO_CATEGORY = {"uncategorized", "без категорії", "без рубрики"}


class Export:
    """One export: what comes before the items tells about authors and pictures."""

    def __init__(self) -> None:
        self.site = ""
        self.people: dict[str, str] = {}
        self.pictures: dict[str, str] = {}

    def note(self, part: Element) -> None:
        """Remember what other parts refer to."""
        name = part.tag.rpartition("}")[2]
        if name == "base_blog_url" or (part.tag == "link" and not self.site):
            self.site = (part.text or "").strip()
        elif name == "author":
            shown = _said(part, "author_display_name")
            self.people[_said(part, "author_login")] = shown
        elif part.tag == "item" and _said(part, "post_type") == "attachment":
            url = _said(part, "attachment_url") or _text(part, "guid")
            self.pictures[_said(part, "post_id")] = url

    def read(self, part: Element) -> Iterator[Entry | Remark | Passed]:
        """Give the post or page of one item, then the comments under it."""
        kind = _said(part, "post_type")
        if part.tag != "item" or kind == "attachment" or kind in MACHINERY:
            return
        number, title = _said(part, "post_id"), html.unescape(_text(part, "title"))
        old_id = f"{self.site.rstrip('/')}/?p={number}"
        if kind not in KINDS or not number:
            reason = _("There is nothing like it here: “%(kind)s”.") % {"kind": kind}
            yield Passed(old_id, title, reason)
        elif _said(part, "status") in IN_BIN:
            yield Passed(old_id, title, _("It lay in the bin."))
        else:
            entry = self._entry(part, old_id, title, is_page=kind == "page")
            yield entry
            for comment in _named(part, "comment"):
                yield self._remark(comment, old_id)

    def _entry(self, part: Element, old_id: str, title: str, *, is_page: bool) -> Entry:
        status, notes = _said(part, "status"), []
        is_seen = status in IN_SIGHT
        if _said(part, "post_password"):
            is_seen, _none = False, notes.append(_("A password hid it; it is a draft."))
        elif status == "private":
            notes.append(_("It was private; it is a draft."))
        published = moment(_said(part, "post_date_gmt")) or moment(
            _said(part, "post_date"), is_local=True
        )
        if is_seen and not published:
            notes.append(_("It has no date, so it is a draft."))
        body, login = _text(part, f"{CONTENT}encoded"), _text(part, f"{DC}creator")
        name = without_address(self.people.get(login) or login)
        addresses = [path_of(_text(part, "link")), path_of(old_id)]
        return Entry(
            old_id=old_id,
            title=title,
            body=body,
            is_page=is_page,
            published_at=published if is_seen else None,
            labels=tuple(_labels(part)),
            authors=(name,) if is_person(name) else (),
            author_key=login,
            addresses=tuple(dict.fromkeys(filter(None, addresses))),
            breaks_lines=BLOCKS not in body,
            galleries=tuple(self.pictures.items()) if "[gallery" in body else (),
            notes=tuple(notes),
        )

    def _remark(self, comment: Element, post_id: str) -> Remark | Passed:
        old_id = f"{post_id}#comment-{_said(comment, 'comment_id')}"
        name = without_address(_said(comment, "comment_author"))
        kind = _said(comment, "comment_type")
        if kind not in ("", "comment"):
            return Passed(old_id, name, _("It is a machine's note of a link."))
        approved = _said(comment, "comment_approved")
        if approved not in ("0", "1"):
            return Passed(old_id, name, _("It was marked as spam, or taken out."))
        parent = _said(comment, "comment_parent")
        member = _said(comment, "comment_user_id")
        return Remark(
            old_id=old_id,
            post_id=post_id,
            parent_id="" if parent in ("", "0") else f"{post_id}#comment-{parent}",
            name=name if is_person(name) else "",
            body=_said(comment, "comment_content"),
            created_at=moment(_said(comment, "comment_date_gmt"))
            or moment(_said(comment, "comment_date"), is_local=True),
            is_shown=approved == "1",
            # Whoever wrote a post was named by login, who comments by number.
            author_key=name if member not in ("", "0") else "",
        )


def _labels(part: Element) -> Iterator[tuple[str, str]]:
    for label in part.iterfind("category"):
        name = html.unescape(label.text or "").strip()
        folder = {"category": "category", "post_tag": "tag"}.get(
            label.get("domain", "")
        )
        if name and folder and name.casefold() not in NO_CATEGORY:
            nicename = unquote(label.get("nicename", ""))
            yield name, path_of(f"/{folder}/{nicename}/") if nicename else ""


def _named(part: Element, name: str) -> Iterator[Element]:
    """Give children in WordPress's own namespace, whichever version it is of."""
    for child in part:
        if child.tag.startswith(f"{{{WP}") and child.tag.rpartition("}")[2] == name:
            yield child


def _said(part: Element, name: str) -> str:
    return next(((child.text or "").strip() for child in _named(part, name)), "")


def _text(part: Element, tag: str) -> str:
    return (part.findtext(tag) or "").strip()
