"""What stands in a text by reference: things of the archive, events, its own pictures.

A paragraph that holds nothing but an address of ours, `ST-000123` or `[[1]]` becomes what
it names, several of them a gallery. The text keeps the reference and nothing else: what is
hidden or taken down is shown nowhere.
"""

from news.blocks.references import Ref, refs_in
from news.blocks.telling import Text, Told, tell

__all__ = ["Ref", "Text", "Told", "refs_in", "tell"]
