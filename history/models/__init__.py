"""The tables of the published archive."""

from history.models.atlas import MapCell, Spot, YearSpan
from history.models.call import Call
from history.models.claim import Claim
from history.models.collection import (
    Collection,
    CollectionEntry,
    CollectionRevision,
)
from history.models.day import DayPicture
from history.models.discarded import Discarded
from history.models.exhibit import Exhibit, ExhibitBlock
from history.models.former import FormerAddress
from history.models.item import Item, Media
from history.models.master import Master
from history.models.old_map import OldMap
from history.models.people import Depiction, Person, Subject
from history.models.period import NamedPeriod
from history.models.place import Place, PlaceName
from history.models.revision import MediaRevision
from history.models.search import (
    CatalogueVersion,
    FacetCount,
    SearchDocument,
    SearchName,
    SearchWord,
    SearchWordKey,
)
from history.models.shelf import Shelf, ShelfEntry
from history.models.sighting import Sighting
from history.models.superseded import SupersededFile
from history.models.synonym import Synonym
from history.models.then_now import ThenNow

__all__ = [
    "Call",
    "CatalogueVersion",
    "Claim",
    "Collection",
    "CollectionEntry",
    "CollectionRevision",
    "DayPicture",
    "Depiction",
    "Discarded",
    "Exhibit",
    "ExhibitBlock",
    "FacetCount",
    "FormerAddress",
    "Item",
    "MapCell",
    "Master",
    "Media",
    "MediaRevision",
    "NamedPeriod",
    "OldMap",
    "Person",
    "Place",
    "PlaceName",
    "SearchDocument",
    "SearchName",
    "SearchWord",
    "SearchWordKey",
    "Shelf",
    "ShelfEntry",
    "Sighting",
    "Spot",
    "Subject",
    "SupersededFile",
    "Synonym",
    "ThenNow",
    "YearSpan",
]
