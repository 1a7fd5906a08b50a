"""What is published of a gift: its own words, unless somebody chose others."""

from typing import Any

from contributions.models import Contribution
from history.models import Item
from history.names import credit
from history.publishing import Description

KINDS = {
    Contribution.Kind.PHOTOS: Item.Kind.PHOTO,
    Contribution.Kind.DOCUMENT: Item.Kind.DOCUMENT,
    Contribution.Kind.MEMORY: Item.Kind.MEMORY,
    Contribution.Kind.AUDIO: Item.Kind.AUDIO,
    Contribution.Kind.CORRECTION: Item.Kind.MEMORY,
}


def described(gift: Contribution, **chosen: Any) -> Description:
    """Give the words and facts of a gift as the archive takes them.

    How sure the giver is of the date speaks of the giver's own words only.
    """
    named = credit(gift.name, gift.credit)
    own = {
        "kind": KINDS[Contribution.Kind(gift.kind)],
        "about": gift.about_item,
        "creator": named,
        "credit_line": named,
        **{
            name: getattr(gift, name)
            for name in (
                "title", "story", "language", "date_said", "date_edtf",
                "date_earliest", "date_latest", "date_sure", "date_reason", "place",
                "place_said", "latitude", "longitude", "accuracy", "bearing", "rights",
            )
        },
    }  # fmt: skip
    if chosen.get("date_said", gift.date_said) != gift.date_said:
        own["date_sure"] = ""
    return Description(**(own | chosen))
