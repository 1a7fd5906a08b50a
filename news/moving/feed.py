"""Open an export whichever program wrote it, and give its entries one by one."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from news.moving import blogger, streaming
from news.moving.entries import Entry, Passed, Remark
from news.moving.streaming import Refused
from news.moving.wordpress import Export


@dataclass
class Feed:
    """An export that was read to its end once, so it is whole."""

    path: Path
    entries: int = 0
    hosts: set[str] = field(default_factory=set)
    writers: set[str] = field(default_factory=set)
    """By what the program knows those who wrote posts."""
    export: Export = field(default_factory=Export)

    def read(self) -> Iterator[Entry | Remark | Passed]:
        """Give the entries; one that cannot be read says so and stops nothing."""
        for part in streaming.parts(self.path):
            yield from self._of(part)

    def _of(self, part: Element) -> Iterator[Entry | Remark | Passed]:
        title = (part.findtext("title") or part.findtext(f"{blogger.ATOM}title") or "")[
            :200
        ]
        try:
            is_atom = part.tag.startswith(blogger.ATOM)
            yield from blogger.read(part) if is_atom else self.export.read(part)
        except (ValueError, KeyError, TypeError) as error:
            reason = _("It cannot be read (%(error)s).") % {"error": error}
            yield Passed("", title, reason, is_wrong=True)


def open_feed(path: Path, *, sites: list[str]) -> Feed:
    """Read a file once from end to end, before anything is written.

    `sites` are addresses that the blog was known by, beside the one that it names.
    Raises: Refused for what is damaged, cut short, hostile, or no export.
    """
    feed = Feed(path)
    try:
        for part in streaming.parts(path):
            feed.export.note(part)
            if site := blogger.site_of(part):
                feed.hosts.add(host_of(site))
            for one in feed._of(part):
                feed.entries += 1
                if isinstance(one, Entry):
                    feed.writers |= {one.author_key, *one.authors}
    except OSError as error:
        raise Refused(
            _("The file cannot be opened: %(error)s.") % {"error": error.strerror}
        ) from error
    if not feed.entries:
        raise Refused(_("There is no post and no comment in this file."))
    feed.hosts |= {host_of(site) for site in [*sites, feed.export.site]}
    feed.hosts -= {""}
    feed.writers -= {""}
    return feed


def host_of(url: str) -> str:
    """Name the host of an address; Blogger's is the same one in each country."""
    try:
        host = (urlsplit(url if "//" in url else f"//{url}").hostname or "").lower()
    except ValueError:
        return ""
    name, dot, _country = host.removeprefix("www.").partition(".blogspot.")
    return f"{name}{dot}"
