"""Own how the HTML of a post is read by people who compare two versions of it."""

from html.parser import HTMLParser

from django.utils.translation import gettext as _

ON_ITS_OWN = frozenset(
    {"p", "h2", "h3", "h4", "li", "ul", "ol", "blockquote", "figure", "figcaption",
     "hr", "table", "tr", "pre"}
)  # fmt: skip
SILENT = frozenset({"width", "height", "loading", "rel", "class", "target"})


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        told = {name: value or "" for name, value in attrs if name not in SILENT}
        if tag in ON_ITS_OWN or tag == "br":
            self.parts.append("\n")
        if tag == "a":
            self.links.append(told.get("href", ""))
        elif tag == "img":
            picture = told.get("alt") or told.get("src", "")
            self.parts.append(_("[picture: %(words)s]") % {"words": picture})
        elif told:
            self.parts.append(f"[{' '.join(told.values())}] ")

    def handle_startendtag(self, tag: str, attrs: list) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.links and (address := self.links.pop()):
            self.parts.append(f" ({address})")
        if tag in ON_ITS_OWN:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def in_words(html: str) -> str:
    """Give the text of HTML, with what links lead to and what pictures show."""
    if "<" not in html:
        return html
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return "\n".join(line for line in lines if line)
