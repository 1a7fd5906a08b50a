"""The tables of the published archive."""

from history.models.collection import Collection, CollectionEntry
from history.models.item import Item, Media
from history.models.master import Master
from history.models.people import Depiction, Person, Subject
from history.models.place import Place, PlaceName

__all__ = [
    "Collection",
    "CollectionEntry",
    "Depiction",
    "Item",
    "Master",
    "Media",
    "Person",
    "Place",
    "PlaceName",
    "Subject",
]
