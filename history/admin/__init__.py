"""The curators' workroom; every change of an item goes through `history.publishing`."""

from history.admin.collections import CollectionAdmin
from history.admin.items import ItemAdmin
from history.admin.names import PersonAdmin, PlaceAdmin, SubjectAdmin

__all__ = [
    "CollectionAdmin",
    "ItemAdmin",
    "PersonAdmin",
    "PlaceAdmin",
    "SubjectAdmin",
]
