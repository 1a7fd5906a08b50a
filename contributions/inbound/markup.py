"""Turn an HTML letter into words, without what it quotes."""

from html.parser import HTMLParser

LONGEST = 2_000_000
SILENT = {"script", "style", "head", "title", "template", "svg", "blockquote"}
BREAKS = {
    "p",
    "div",
    "br",
    "tr",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "ul",
    "ol",
    "table",
    "hr",
}
ENDS_AT = (
    "gmail_quote", "gmail_attr", "yahoo_quoted", "moz-cite-prefix", "moz-signature",
    "appendonsend", "divrplyfwdmsg", "stopspelling", "mail-quote-collapse",
    "gmail_signature", "protonmail_quote", "wmi-quote", "x_divrplyfwdmsg",
)  # fmt: skip
"""Classes and names under which mail programs put the letter that is answered."""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.silent: list[str] = []
        self.is_over = False

    def handle_starttag(self, tag: str, attributes) -> None:
        if self.is_over:
            return
        named = " ".join(
            value.lower()
            for name, value in attributes
            if name in ("class", "id") and value
        )
        if any(mark in named for mark in ENDS_AT):
            self.is_over = True
            return
        if tag in SILENT:
            self.silent.append(tag)
        elif tag in BREAKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.silent:
            while self.silent.pop() != tag:
                pass
        elif tag in BREAKS and tag != "br" and not self.is_over:
            self.words.append("\n")

    def handle_data(self, words: str) -> None:
        if not self.is_over and not self.silent:
            self.words.append(" ".join(words.split("\n")))


def to_words(html: str) -> str:
    """Give the words of an HTML letter; broken markup costs nothing."""
    reader = _Reader()
    reader.feed(html[:LONGEST])
    reader.close()
    lines = [" ".join(line.split()) for line in "".join(reader.words).split("\n")]
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip()
