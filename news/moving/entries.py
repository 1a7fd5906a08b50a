"""What stands in the export of a blog, whichever program wrote it."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from news.old_addresses import key_of


@dataclass(frozen=True)
class Entry:
    """A post or a page as it was there; without `published_at` it is a draft."""

    old_id: str
    title: str
    body: str
    is_page: bool = False
    published_at: datetime | None = None
    labels: tuple[tuple[str, str], ...] = ()
    """Each with the address that it had, or ""."""
    authors: tuple[str, ...] = ()
    author_key: str = ""
    addresses: tuple[str, ...] = ()
    breaks_lines: bool = False
    """Whether its new lines are breaks, as WordPress reads them."""
    galleries: tuple[tuple[str, str], ...] = ()
    """Numbers of pictures and where they were, for galleries named by number."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Remark:
    """A comment under one of the entries."""

    old_id: str
    post_id: str
    name: str
    body: str
    created_at: datetime | None
    is_shown: bool
    parent_id: str = ""
    author_key: str = ""


@dataclass(frozen=True)
class Passed:
    """What is not taken, and why; `is_wrong` where it should have been."""

    old_id: str
    title: str
    reason: str
    is_wrong: bool = False


def path_of(url: str) -> str:
    """Give what an address is looked up by, without its host; "" for none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return key_of(parts.path, parts.query)


def is_person(name: str) -> bool:
    """Tell a name from what programs write where there is none."""
    return bool(name) and name.casefold() not in {"unknown", "anonymous", "noreply"}


def without_address(name: str) -> str:
    """Give a name without the mail host that some programs write for one."""
    return " ".join(name.partition("@")[0].split())[:120]
