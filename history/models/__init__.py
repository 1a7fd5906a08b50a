"""The tables of the published archive."""

from history.models.collection import Collection, CollectionEntry
from history.models.discarded import Discarded
from history.models.item import Item, Media
from history.models.master import Master
from history.models.people import Depiction, Person, Subject
from history.models.place import Place, PlaceName
from history.models.revision import MediaRevision
from history.models.search import (
    CatalogueVersion,
    FacetCount,
    SearchDocument,
    SearchWord,
    SearchWordKey,
)
from history.models.superseded import SupersededFile

__all__ = [
    "CatalogueVersion",
    "Collection",
    "CollectionEntry",
    "Depiction",
    "Discarded",
    "FacetCount",
    "Item",
    "Master",
    "Media",
    "MediaRevision",
    "Person",
    "Place",
    "PlaceName",
    "SearchDocument",
    "SearchWord",
    "SearchWordKey",
    "Subject",
    "SupersededFile",
]
