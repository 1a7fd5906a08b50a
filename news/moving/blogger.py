"""What Blogger exports: Atom, as of 2010 with kinds as categories, and Google Takeout's."""

from collections.abc import Iterator
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

ATOM = "{http://www.w3.org/2005/Atom}"
BLOGGER = "{http://schemas.google.com/blogger/2018}"
THREAD = "{http://purl.org/syndication/thread/1.0}"
APP = ("{http://www.w3.org/2007/app}", "{http://purl.org/atom/app#}")
KIND = "http://schemas.google.com/g/2005#kind"


def site_of(part: Element) -> str:
    """Give the address of the blog, where this part of the feed says it."""
    is_page = part.tag == f"{ATOM}link" and part.get("rel") == "alternate"
    return part.get("href", "") if is_page else ""


def read(part: Element) -> Iterator[Entry | Remark | Passed]:
    """Give the post, page or comment of one entry; settings and templates nothing."""
    if part.tag != f"{ATOM}entry":
        return
    kind, old_id = _kind(part), _said(part, f"{ATOM}id")
    title, status = _said(part, f"{ATOM}title"), _said(part, f"{BLOGGER}status")
    if kind not in ("post", "page", "comment"):
        return
    if not old_id:
        yield Passed("", title, _("It has no number of its own."), is_wrong=True)
    elif "TRASH" in status or "DELETE" in status:
        yield Passed(old_id, title, _("It lay in the bin."))
    elif kind == "comment":
        yield from _remark(part, old_id, status)
    else:
        yield _entry(part, old_id, title, is_page=kind == "page")


def _kind(part: Element) -> str:
    kind = _said(part, f"{BLOGGER}type")
    for category in part.iterfind(f"{ATOM}category"):
        if category.get("scheme") == KIND:
            kind = kind or category.get("term", "").rpartition("#")[2]
    return kind.lower()


def _entry(part: Element, old_id: str, title: str, *, is_page: bool) -> Entry:
    published = moment(_said(part, f"{ATOM}published"))
    status = _said(part, f"{BLOGGER}status")
    is_draft = status not in ("", "LIVE", "SCHEDULED") or any(
        _said(part, f"{app}control/{app}draft") == "yes" for app in APP
    )
    labels = [
        category.get("term", "")
        for category in part.iterfind(f"{ATOM}category")
        if category.get("scheme") != KIND
    ]
    notes = [] if is_draft or published else [_("It has no date, so it is a draft.")]
    author = part.find(f"{ATOM}author")
    name, key = _author(author)
    return Entry(
        old_id=old_id,
        title=title,
        body=_said(part, f"{ATOM}content") or _said(part, f"{ATOM}summary"),
        is_page=is_page,
        published_at=None if is_draft else published,
        labels=tuple((one, path_of(f"/search/label/{one}")) for one in labels if one),
        authors=(name,) if is_person(name) else (),
        author_key=key,
        addresses=tuple(filter(None, [_address(part)])),
        notes=tuple(notes),
    )


def _address(part: Element) -> str:
    if filename := _said(part, f"{BLOGGER}filename"):
        return path_of(filename)
    for link in part.iterfind(f"{ATOM}link"):
        if link.get("rel") == "alternate":
            return path_of(link.get("href", ""))
    return ""


def _remark(part: Element, old_id: str, status: str) -> Iterator[Remark | Passed]:
    name, key = _author(part.find(f"{ATOM}author"))
    reply = part.find(f"{THREAD}in-reply-to")
    post_id = _said(part, f"{BLOGGER}parent")
    if not post_id and reply is not None:
        post_id = reply.get("ref", "")
    if status not in ("", "LIVE", "PENDING"):
        yield Passed(old_id, name, _("It was marked as spam, or taken out."))
        return
    yield Remark(
        old_id=old_id,
        post_id=post_id,
        parent_id=_said(part, f"{BLOGGER}inReplyTo") or _related(part, old_id),
        name=name if is_person(name) else "",
        body=_said(part, f"{ATOM}content"),
        created_at=moment(_said(part, f"{ATOM}published")),
        is_shown=status != "PENDING",
        author_key=key,
    )


def _related(part: Element, old_id: str) -> str:
    """Name the comment answered to by the number at the end of the link to it."""
    for link in part.iterfind(f"{ATOM}link"):
        number = link.get("href", "").rpartition("/")[2]
        if link.get("rel") == "related" and number.isdecimal():
            return f"{old_id.rpartition('-')[0]}-{number}"
    return ""


def _author(author: Element | None) -> tuple[str, str]:
    """Give a name, and what tells one account from all others of this name."""
    if author is None:
        return "", ""
    name = without_address(_said(author, f"{ATOM}name"))
    # Who comments without an account may write any address there.
    has_account = _said(author, f"{BLOGGER}type") in ("", "BLOGGER")
    return name, _said(author, f"{ATOM}uri") if has_account else ""


def _said(part: Element, path: str) -> str:
    return (part.findtext(path) or "").strip()
