"""The curators' workroom; every change of an item goes through `history.publishing`."""

from history.admin.collections import CollectionAdmin
from history.admin.items import ItemAdmin
from history.admin.names import PersonAdmin, PlaceAdmin, SubjectAdmin
from history.admin.periods import NamedPeriodAdmin
from history.admin.synonyms import SynonymAdmin

__all__ = [
    "CollectionAdmin",
    "ItemAdmin",
    "NamedPeriodAdmin",
    "PersonAdmin",
    "PlaceAdmin",
    "SubjectAdmin",
    "SynonymAdmin",
]
