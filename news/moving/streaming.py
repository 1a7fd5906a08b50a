"""Read the parts of a large XML file one after the other, whatever is in it.

Nothing is expanded and nothing fetched: a file that declares entities of its own is
refused at the declaration, before the first of them could be used.
"""

import codecs
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from django.utils.translation import gettext as _

CHUNK_BYTES = 64 * 1024
DEEPEST = 100
LARGEST_PART = 16 * 1024 * 1024
NO_XML = bytes(n for n in range(32) if n not in (9, 10, 13))
WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
PARTS_AT = {"{http://www.w3.org/2005/Atom}feed": 2, "rss": 3}
"""How deep the parts lie below each root we know."""
ENDS = frozenset(
    expat.errors.codes[text]
    for text in (
        expat.errors.XML_ERROR_NO_ELEMENTS, expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_PARTIAL_CHAR, expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
)  # fmt: skip


class Refused(Exception):
    """Say in a sentence why a file cannot be read."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def parts(path: Path) -> Iterator[Element]:
    """Give each part below the root's list, then forget it.

    Raises: Refused.
    """
    reader = _Reader()
    with path.open("rb") as file:
        is_wide = file.read(2) in WIDE
        file.seek(0)
        while chunk := file.read(CHUNK_BYTES):
            # What XML cannot say is left out: blogs are full of it, from Word.
            reader.feed(chunk if is_wide else chunk.translate(None, NO_XML))
            yield from reader.taken()
        reader.feed(b"", is_last=True)
        yield from reader.taken()


class _Reader:
    """Builds one part at a time from what expat says."""

    def __init__(self) -> None:
        self.depth, self.size, self.parts_at = 0, 0, 0
        self.builder: TreeBuilder | None = None
        self.done: list[Element] = []
        self.number = 0
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._declares
        self.parser.EntityDeclHandler = self._declares
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._words

    def feed(self, chunk: bytes, *, is_last: bool = False) -> None:
        """Take the next bytes. Raises: Refused."""
        try:
            self.parser.Parse(chunk, is_last)
        except expat.ExpatError as error:
            raise Refused(self._sentence(error, is_last=is_last)) from error
        except (ValueError, LookupError) as error:  # an encoding that nobody knows
            raise Refused(_("This file is not the export of a blog.")) from error

    def taken(self) -> list[Element]:
        """Give what is whole by now."""
        done, self.done = self.done, []
        return done

    def _sentence(self, error: expat.ExpatError, *, is_last: bool) -> str:
        if not self.parts_at:
            return _("This file is not the export of a blog.")
        if is_last and error.code in ENDS:
            return _(
                "The file ends in the middle: a download was cut short. Entries read "
                "before: %(number)s. Please fetch the export again."
            ) % {"number": self.number}
        return _(
            "The file cannot be read at line %(line)s (%(error)s). Entries read before: "
            "%(number)s. Please fetch the export again."
        ) % {
            "line": error.lineno,
            "number": self.number,
            "error": expat.ErrorString(error.code),
        }

    def _declares(self, *what) -> None:
        raise Refused(
            _(
                "The file declares entities of its own, which no export of a blog does. "
                "It was not read any further."
            )
        )

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        tag = f"{{{tag}" if "}" in tag else tag
        if self.depth == 1:
            if tag not in PARTS_AT:
                raise Refused(_("This file is not the export of a blog."))
            self.parts_at = PARTS_AT[tag]
        if self.depth > DEEPEST:
            raise Refused(_("The file is nested deeper than any export of a blog."))
        if self.depth == self.parts_at:
            self.builder, self.size = TreeBuilder(), 0
        if self.builder:
            self.builder.start(tag, attributes)

    def _words(self, words: str) -> None:
        if self.builder:
            self.size += len(words)
            if self.size > LARGEST_PART:
                raise Refused(
                    _("Entry %(number)s of the file is larger than a book.")
                    % {"number": self.number + 1}
                )
            self.builder.data(words)

    def _end(self, tag: str) -> None:
        if self.builder:
            self.builder.end(f"{{{tag}" if "}" in tag else tag)
        if self.depth == self.parts_at and self.builder:
            self.done.append(self.builder.close())
            self.builder = None
            self.number += self.done[-1].tag.endswith(("entry", "item"))
        self.depth -= 1
