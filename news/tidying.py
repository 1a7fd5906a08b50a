"""Put HTML of word processors and other sites into the plain form that we keep.

Takes what nh3 has parsed, so tags are paired; gives paragraphs, two levels of headings,
lists and quotes, each without styles. Words are never lost. What it gives it would give
again: a tidy text stays as it is.
"""

from __future__ import annotations

import re

from news import linking
from news.markup import Node, is_empty, read, words_of, written

MARKS = {"b": "strong", "strong": "strong", "i": "em", "em": "em"}
SPANS = {"span", "font"}
KEPT_INLINE = {"sub", "sup", "cite"}
INLINE = {*MARKS, *SPANS, *KEPT_INLINE, "a", "br", "img"}
HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
NESTED = 8  # lists and quotes inside each other that are kept

SPACE = re.compile(r"[ \t\r\n\f]+")
BOLD = re.compile(r"font-weight:\s*(?:bold|[6-9]00)")
NOT_BOLD = re.compile(r"font-weight:\s*(?:normal|[1-4]00)")
ITALIC = re.compile(r"font-style:\s*(?:italic|oblique)")
NOT_ITALIC = re.compile(r"font-style:\s*normal")
WORD_ITEM = re.compile(r"mso-list:\s*l\d+\s+level(\d)")
WORD_MARKER = re.compile(r"mso-list:\s*ignore", re.IGNORECASE)
COUNTED = re.compile(r"\(?(?:\d+|[ivxlcIVXLC]+|[^\W\d_])[.)]")
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def tidy(text: str) -> str:
    """Give the same words in plain form, a line a block."""
    return "\n".join(written(node) for node in _flow(read(text).children))


def _flow(nodes: list[Node], nested: int = 0) -> list[Node]:
    """Give the blocks of what stands where blocks may stand."""
    found: list[Node] = []
    run: list[Node] = []
    for node in nodes:
        if _is_inline(node):
            run.append(node)
            continue
        found += _paragraphs(run)
        run = []
        _add_block(found, node, nested)
    return [*found, *_paragraphs(run)]


def _is_inline(node: Node) -> bool:
    return not node.name or (
        node.name in INLINE and all(_is_inline(child) for child in node.children)
    )


def _add_block(found: list[Node], node: Node, nested: int) -> None:
    name = HEADINGS.get(node.name, node.name)
    if name == "p" and (level := WORD_ITEM.search(node.style)):
        _add_word_item(found, node, min(int(level[1]), NESTED))
    elif name == "p" or node.name in HEADINGS:
        found += _paragraphs(node.children, name, node)
    elif name == "hr":
        found.append(Node("hr"))
    elif name == "tr":
        found += _paragraphs(_cells(node))
    elif name in ("ul", "ol", "li", "blockquote") and nested >= NESTED:
        found += _flow(node.children, nested)
    elif name in ("ul", "ol"):
        if items := _items(node, nested + 1):
            found.append(Node(name, children=items))
    elif name == "li":  # outside of any list
        _add_block(found, Node("ul", children=[node]), nested)
    elif name == "blockquote":
        if inside := _flow(node.children, nested + 1):
            found.append(Node(name, _language(node), inside))
    elif name == "figure" and (figure := _figure(node)):
        found.append(figure)
    else:
        found += _flow(node.children, nested)


def _paragraphs(
    nodes: list[Node], name: str = "p", like: Node | None = None
) -> list[Node]:
    """Give inline nodes as one block, or as several where lines are left empty."""
    parts: list[list[Node]] = [[]]
    breaks = 0
    for node in _inline(nodes):
        if node.name == "br":
            breaks += 1
            if breaks > 1 and name == "p":
                parts.append([])
        elif node.text.strip(" ") or node.name:
            breaks = 0
        parts[-1].append(node)
    blocks = [Node(name, _language(like), _trimmed(part)) for part in parts]
    return [block for block in blocks if not is_empty(block)]


def _inline(nodes: list[Node], marks: frozenset[str] = frozenset()) -> list[Node]:
    """Give inline nodes in plain form; blocks among them are told apart by a space."""
    found: list[Node] = []
    for node in nodes:
        if not node.name:
            _add_inline(found, Node(text=node.text))
        elif node.name in ("br", "img"):
            if node.name == "br" or (node := _picture(node)):
                found.append(node)
        elif not _is_marker(node):
            for one in _marked(node, marks):
                _add_inline(found, one)
            if node.name not in INLINE:
                _add_inline(found, Node(text=" "))
    return found


def _marked(node: Node, marks: frozenset[str]) -> list[Node]:
    """Give what is inside a mark, with the mark where it says something new."""
    wanted = [name for name in _says(node) if name not in marks]
    inside = _inline(node.children, marks | set(wanted))
    if not any(one.name == "img" or one.text.strip() or one.children for one in inside):
        return inside
    kept = {} if node.name in SPANS else _language(node)  # Word's say it of every word
    for name in reversed(wanted):
        link = _link(node) if name == "a" else {}
        inside, kept = [Node(name, link | kept, inside)], {}
    return inside


def _says(node: Node) -> list[str]:
    """Name the marks that a tag stands for, by its name and by its style."""
    if node.name == "a":
        return ["a"] if linking.address(node.attributes.get("href", "")) else []
    if node.name in KEPT_INLINE:
        return [node.name]
    said = []
    if node.name in (*MARKS, *SPANS):
        own = MARKS.get(node.name)
        if BOLD.search(node.style) or (
            own == "strong" and not NOT_BOLD.search(node.style)
        ):
            said.append("strong")
        if ITALIC.search(node.style) or (
            own == "em" and not NOT_ITALIC.search(node.style)
        ):
            said.append("em")
    return said


def _add_inline(found: list[Node], node: Node) -> None:
    """Add a node; words come to words, and bold ones to bold ones."""
    last = found[-1] if found else None
    if last and not node.name and not last.name:
        last.text = SPACE.sub(" ", last.text + node.text)
    elif last and node.name in ("strong", "em") and _is_like(last, node):
        for child in node.children:
            _add_inline(last.children, child)
    else:
        node.text = SPACE.sub(" ", node.text)
        if node.name or node.text:
            found.append(node)


def _is_like(one: Node, other: Node) -> bool:
    return (one.name, one.attributes) == (other.name, other.attributes)


def _trimmed(nodes: list[Node]) -> list[Node]:
    """Take blanks and line ends off both ends."""

    def is_blank(node: Node) -> bool:
        return node.name == "br" or not (node.name or node.text.strip())

    while nodes and is_blank(nodes[0]):
        nodes = nodes[1:]
    while nodes and is_blank(nodes[-1]):
        nodes = nodes[:-1]
    if nodes and not nodes[0].name:
        nodes = [Node(text=nodes[0].text.lstrip(" ")), *nodes[1:]]
    if nodes and not nodes[-1].name:
        nodes = [*nodes[:-1], Node(text=nodes[-1].text.rstrip(" "))]
    return nodes


def _items(node: Node, nested: int) -> list[Node]:
    """Give the items of a list; a list between them belongs to the item before."""
    items: list[Node] = []
    for child in node.children:
        if child.name == "li":
            inside = _flow(child.children, nested)
        else:
            inside = _flow([child], nested)
            if items and inside:
                items[-1].children += inside
                continue
        if inside:
            items.append(Node("li", children=inside))
    for item in items:
        _unwrap(item)
    return items


def _unwrap(item: Node) -> None:
    """Let the only paragraph of an item be the item itself."""
    if [child.name for child in item.children].count("p") == 1:
        at = next(n for n, child in enumerate(item.children) if child.name == "p")
        item.children[at : at + 1] = item.children[at].children


def _cells(row: Node) -> list[Node]:
    """Give the cells of a row as one line."""
    line: list[Node] = []
    for cell in row.children:
        if cell.name and not all(is_empty(child) for child in cell.children):
            line += [Node(text=" · ")] if line else []
            line += cell.children
    return line


def _is_marker(node: Node) -> bool:
    return WORD_MARKER.search(node.style) is not None


def _add_word_item(found: list[Node], node: Node, level: int) -> None:
    """Put a paragraph that Word shows as an item into the list it belongs to."""
    marker = "".join(words_of(child) for child in node.children if _has_marker(child))
    name = "ol" if COUNTED.match(marker.strip()) else "ul"
    words = [block for block in _paragraphs(node.children)]
    inside = words[0].children if words else []
    if not inside:
        return
    at = found
    for _step in range(level - 1):
        if not (at and at[-1].name in ("ul", "ol")):
            break
        at = at[-1].children[-1].children
    if not (at and at[-1].name == name):
        at.append(Node(name))
    at[-1].children.append(Node("li", children=inside))


def _has_marker(node: Node) -> bool:
    return _is_marker(node) or any(_has_marker(child) for child in node.children)


def _figure(node: Node) -> Node | None:
    """Give a picture with its caption; None where nothing is left of the picture."""
    rest = [child for child in node.children if child.name != "figcaption"]
    shown = [one for one in _trimmed(_inline(rest)) if not is_empty(one)]
    if not shown or not any(_shows(one) for one in shown):
        return None
    captions = [
        Node("figcaption", _language(child), said)
        for child in node.children
        if child.name == "figcaption" and (said := _trimmed(_inline(child.children)))
    ]
    return Node("figure", children=[*shown, *captions[:1]])


def _shows(node: Node) -> bool:
    return node.name == "img" or any(_shows(child) for child in node.children)


def _picture(node: Node) -> Node | None:
    """Give a picture of ours with what it needs; None for any other."""
    source = linking.own_file(node.attributes.get("src") or "")
    if not source:
        return None
    kept = {"src": source, "alt": node.attributes.get("alt") or ""}
    for name in ("width", "height"):
        if re.fullmatch(r"[1-9]\d{0,4}", node.attributes.get(name) or ""):
            kept[name] = node.attributes[name]
    return Node("img", kept)


def _link(node: Node) -> dict[str, str]:
    kept = {"href": linking.address(node.attributes["href"])}
    for name in ("hreflang", "title"):
        if said := node.attributes.get(name):
            kept[name] = said
    return kept


def _language(node: Node | None) -> dict[str, str]:
    said = (node.attributes.get("lang") or "") if node else ""
    return {"lang": said} if LANGUAGE.fullmatch(said) else {}
