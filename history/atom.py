"""Own what every feed of ours is written with: Atom that stays XML whatever the words.

A control character in somebody's title has no form in XML at all; one of them would take
the whole feed away from everybody.
"""

import re
from typing import Any

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed

NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Atom(Atom1Feed):
    """Atom without the characters that XML cannot say."""

    def __init__(self, *args: Any, **words: Any) -> None:
        super().__init__(*map(_said, args), **_all(words))

    def root_attributes(self) -> dict[str, str]:
        """Say what the addresses inside the texts begin with: they are ours, and short."""
        return super().root_attributes() | {"xml:base": f"{settings.SITE_URL}/"}

    def add_item(self, *args: Any, **words: Any) -> None:
        """Add an entry, its words as far as XML can say them."""
        super().add_item(*map(_said, args), **_all(words))


def _all(words: dict[str, Any]) -> dict[str, Any]:
    return {name: _said(value) for name, value in words.items()}


def _said(value: Any) -> Any:
    if isinstance(value, str):
        return NO_XML.sub("", value)
    if isinstance(value, list | tuple):
        return [_said(one) for one in value]
    return value
