"""Own how the HTML of an old blog becomes ours: paragraphs, two headings, pictures apart."""

import html
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import nh3

from news.writing import TAGS, clean_html

INLINE = {"a", "b", "cite", "em", "i", "strong", "sub", "sup"}
HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
HOLDERS = {"ul", "ol", "li", "blockquote"}
BREAKS = {"p", "div", "center", "table", "tr", "figure", "pre"}
FRAMES = {"iframe", "embed", "video", "audio", "source"}
READ = TAGS | HEADINGS.keys() | BREAKS | FRAMES | {"td", "th"}
ATTRIBUTES = {
    "a": {"href"}, "img": {"src", "alt"}, "td": {"class"},
    **{frame: {"src"} for frame in FRAMES},
}  # fmt: skip
PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|bmp|tiff?|heic|avif)$", re.IGNORECASE)
CAPTION = re.compile(r"\[caption[^\]]*\]\s*((?:<a [^>]*>)?\s*<img[^>]*>\s*(?:</a>)?)(.*?)\[/caption\]", re.DOTALL)  # fmt: skip
GALLERY = re.compile(r"\[gallery([^\]]*)\]")
SHOWN = re.compile(
    r"\[(embed|video|audio|youtube)[^\]]*\](?:\s*(https?://\S+?)\s*\[/\1\])?"
)
OPEN, CLOSE = "\ue000", "\ue001"
MARK = re.compile(f"(?:<p>)?{OPEN}([0-9]+){CLOSE}(?:</p>)?")


@dataclass
class Figure:
    """A picture of a text: where it may have been, the largest first, and its words."""

    urls: list[str]
    alt: str = ""
    caption: str = ""


@dataclass
class Text:
    """Our HTML with marks where pictures stand."""

    html: str
    figures: list[Figure] = field(default_factory=list)

    @property
    def words(self) -> str:
        """The words alone, in one line."""
        said = re.sub("<[^>]+>", " ", MARK.sub(" ", self.html))
        return " ".join(html.unescape(said).split())

    def with_pictures(self, pictures: list[str]) -> str:
        """Put HTML in the place of each picture, in their order."""
        return MARK.sub(lambda found: pictures[int(found[1])], self.html)


def convert(
    source: str, *, breaks_lines: bool = False, galleries: dict[str, str] | None = None
) -> Text:
    """Write the text of an old post in the HTML that posts of ours may hold."""
    source = source.replace(OPEN, "").replace(CLOSE, "").replace("\x00", "")
    source = CAPTION.sub(r"<figure>\1<figcaption>\2</figcaption></figure>", source)
    source = GALLERY.sub(lambda found: _gallery(found[1], galleries or {}), source)
    source = SHOWN.sub(lambda found: _link(found[2]) if found[2] else "", source)
    if breaks_lines:
        source = re.sub(r"\r\n?|\n", "<br>", source)
    source = nh3.clean(source, tags=READ, attributes=ATTRIBUTES, link_rel=None)
    writer = _Writer()
    writer.feed(source)
    writer.close()
    writer.flush()
    return Text(clean_html("".join(writer.out)), writer.figures)


def plain(source: str) -> str:
    """Give the words alone, lines kept, with the address behind what was a link."""
    source = re.sub(r"(?i)<br\s*/?>\s*|</(?:p|div)>\s*", "\n", source)
    source = re.sub(
        r'(?is)<a\s[^>]*?href="(https?://[^"]*)"[^>]*>(.*?)</a>',
        _words_and_address,
        source,
    )
    words = html.unescape(nh3.clean(source, tags=set()))
    return words.replace("\x00", "").replace("\xa0", " ").strip()


def _words_and_address(found: re.Match) -> str:
    url, words = found[1], found[2].strip()
    return words if html.unescape(url) in html.unescape(words) else f"{words} ({url})"


def _gallery(attributes: str, pictures: dict[str, str]) -> str:
    numbers = re.search(r'ids="([0-9, ]*)"', attributes)
    urls = [
        pictures.get(one.strip(), "")
        for one in (numbers[1] if numbers else "").split(",")
    ]
    return "".join(f'<p><img src="{html.escape(url)}"></p>' for url in urls if url)


def _link(url: str) -> str:
    return f'<p><a href="{html.escape(url)}">{html.escape(url)}</a></p>'


def _watched_at(src: str) -> str:
    """Give the page of a film instead of its frame."""
    url = f"https:{src}" if src.startswith("//") else src
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    host = (parts.hostname or "").removeprefix("www.")
    film = parts.path.removeprefix("/embed/")
    if host in ("youtube.com", "youtube-nocookie.com") and film != parts.path:
        return f"https://www.youtube.com/watch?v={film}"
    if host == "blogger.com" and (token := parse_qs(parts.query).get("token")):
        return f"https://www.blogger.com/video.g?token={token[0]}"
    return url if parts.scheme in ("http", "https") else ""


class _Writer(HTMLParser):
    """Writes one block after the other from HTML that is well-formed already."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.figures: list[Figure] = []
        self.line: list[str] = []
        self.open: list[tuple[str, str]] = []
        self.holders: list[str] = []
        self.waiting: list[str] = []
        self.heading = ""
        self.caption: list[str] | None = None
        self.says_something, self.breaks = False, 0

    def handle_starttag(self, tag: str, attributes: list) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "figcaption" or (
            tag == "td" and "tr-caption" in given.get("class", "")
        ):
            self.flush()
            self.caption = []
        elif tag == "img":
            self._picture(given)
        elif self.caption is not None:
            return
        elif tag in INLINE:
            self._begin(tag, given)
        elif tag == "br":
            self.breaks += 1
        elif tag in ("td", "th"):
            self.handle_data(" · " if self.says_something else "")
        elif tag in FRAMES:
            if url := _watched_at(given.get("src", "")):
                self.flush()
                self.out.append(_link(url))
        else:
            self._block(tag, is_start=True)

    def handle_endtag(self, tag: str) -> None:
        if self.caption is not None:
            if tag in ("figcaption", "td"):
                self._say_caption()
        elif tag in INLINE:
            self._end(tag)
        elif tag not in FRAMES and tag not in ("td", "th"):
            self._block(tag, is_start=False)

    def handle_data(self, words: str) -> None:
        words = re.sub(r"\s+", " ", words.replace("\xa0", " "))
        if self.caption is not None:
            self.caption.append(words)
            return
        if words.strip() and self.says_something:
            if self.breaks > 1 and not self.heading:
                self.flush()
            elif self.breaks:
                self.line.append("<br>")
        if words.strip():
            self.says_something, self.breaks = True, 0
        if self.says_something:
            self.line.append(html.escape(words, quote=False))

    def flush(self) -> None:
        """End the line that is being written; what is open goes on in the next."""
        if self.says_something:
            for tag, start in reversed(self.open):
                if self.line[-1] == start:  # nothing stands in it
                    self.line.pop()
                else:
                    self.line.append(f"</{tag}>")
            words = "".join(self.line).strip()
            in_item = bool(self.holders) and self.holders[-1] == "li"
            tag = self.heading or ("" if in_item else "p")
            self.out.append(f"<{tag}>{words}</{tag}>" if tag else f"{words} ")
        self.line = [start for _tag, start in self.open]
        self.says_something, self.breaks = False, 0

    def _begin(self, tag: str, given: dict[str, str]) -> None:
        start = f"<{tag}>"
        if tag == "a":
            start = f'<a href="{html.escape(given.get("href", ""))}">'
        if self.breaks and self.says_something and not self.heading:
            if self.breaks > 1:
                self.flush()
            else:
                self.line.append("<br>")
            self.breaks = 0
        self.open.append((tag, start))
        self.line.append(start)

    def _end(self, tag: str) -> None:
        if self.open and self.open[-1][0] == tag:
            _tag, start = self.open.pop()
            if self.line and self.line[-1] == start:
                self.line.pop()
            else:
                self.line.append(f"</{tag}>")

    def _block(self, tag: str, *, is_start: bool) -> None:
        self.flush()
        if tag in HEADINGS:
            self.heading = HEADINGS[tag] if is_start else ""
        elif tag in HOLDERS:
            self.out.append(f"<{tag}>" if is_start else f"</{tag}>")
            if is_start:
                self.holders.append(tag)
            elif self.holders:
                self.holders.pop()
            if not self.holders:
                self.out += self.waiting
                self.waiting = []
        elif tag == "hr" and is_start:
            self.out.append("<hr>")

    def _picture(self, given: dict[str, str]) -> None:
        links = [start for tag, start in self.open if tag == "a"]
        larger = html.unescape(links[-1][len('<a href="') : -2]) if links else ""
        urls = [larger] if PICTURE.search(larger.partition("?")[0]) else []
        urls += [src] if (src := given.get("src", "")) else []
        self.flush()
        # A picture is a paragraph of its own; out of a list it comes behind it.
        goes_to = self.waiting if self.holders else self.out
        goes_to.append(f"<p>{OPEN}{len(self.figures)}{CLOSE}</p>")
        self.figures.append(Figure(urls, alt=" ".join(given.get("alt", "").split())))

    def _say_caption(self) -> None:
        words = " ".join("".join(self.caption or []).split())
        self.caption = None
        if self.figures and not self.figures[-1].caption:
            self.figures[-1].caption = words
        elif words:
            self.out.append(f"<p>{html.escape(words, quote=False)}</p>")
