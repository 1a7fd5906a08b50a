"""HTML as a small tree: read where tags are paired, written in one way."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

VOID = {"br", "hr", "img"}
DEEPEST = 60  # tags inside tags that are read


@dataclass
class Node:
    """A tag with what is in it; `name` is "" for words, which are in `text`."""

    name: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)
    text: str = ""

    @property
    def style(self) -> str:
        return self.attributes.get("style", "").lower()


class _Reader(HTMLParser):
    """Build a tree of paired tags; what is nested too deep is read as its words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("root")
        self.open: list[Node] = [self.root]

    def handle_starttag(self, tag, attrs) -> None:
        inside = self.open[-1]
        is_deep = len(self.open) > DEEPEST
        node = inside if is_deep and tag not in VOID else Node(tag, dict(attrs))
        if node is not inside:
            inside.children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag) -> None:
        if tag not in VOID and len(self.open) > 1:
            self.open.pop()

    def handle_data(self, data) -> None:
        self.open[-1].children.append(Node(text=data))


def read(text: str) -> Node:
    """Give the tree of a text whose tags nh3 has paired."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.root


def is_empty(node: Node) -> bool:
    """Tell whether a node shows nothing."""
    if node.name in ("img", "hr"):
        return False
    return not node.text.strip() and all(is_empty(child) for child in node.children)


def words_of(node: Node) -> str:
    """Give the words of a node without its tags."""
    return node.text + "".join(words_of(child) for child in node.children)


def written(node: Node) -> str:
    """Give a tree as HTML."""
    if not node.name:
        return escape(node.text, quote=False)
    said = "".join(f' {name}="{escape(v)}"' for name, v in node.attributes.items())
    if node.name in VOID:
        return f"<{node.name}{said}>"
    inside = "".join(written(child) for child in node.children)
    return f"<{node.name}{said}>{inside}</{node.name}>"
