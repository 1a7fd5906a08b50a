"""Owns the writing of the index: rows, vocabulary, counts and the version.

Call it inside the transaction that changes the item, so that what is hidden is
gone from search in the same moment.
"""

from collections import Counter
from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import QuerySet

from history.atlas import keeping
from history.models import CatalogueVersion, FacetCount, Item, SearchDocument
from history.search import vocabulary
from history.search.documents import documents

BATCH = 1000
_SAVED = ["title_t", "names_t", "body_t", "facets", "words", "year_min", "year_max"]


def index_item(item: Item) -> None:
    """Write, renew or remove the index row of an item, as its status asks."""
    index_items([item.pk])


def unindex(item_id: int) -> None:
    """Remove an item from search, suggestions and counts, whatever its status."""
    with transaction.atomic():
        bump_version()
        _write({item_id}, [])
        keeping.remove(item_id)


def index_items(ids: Iterable[int], *, batch: int = BATCH) -> int:
    """Write the index rows of many items; return how many are published.

    Rows that exist keep their id, the order of publication. New rows of one call
    follow ``published_at``.
    """
    wanted = list(dict.fromkeys(ids))
    if len(wanted) > batch:
        wanted = _in_order(wanted)
    written = 0
    for start in range(0, len(wanted), batch):
        part = wanted[start : start + batch]
        with transaction.atomic():
            bump_version()
            built = documents(part)
            _write(set(part), built)
            keeping.place(part)
        written += len(built)
    return written


def begin_atlas(items: QuerySet) -> None:
    """Put items onto map and timeline that were indexed before there were any."""
    ids = list(items.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        with transaction.atomic():
            bump_version()
            keeping.place(ids[start : start + BATCH])


def bump_version() -> None:
    """Say that the public catalogue changed; waits for other writers of the index."""
    table = CatalogueVersion._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (id, version) VALUES (1, 2) "  # noqa: S608 (a table)
            f"ON CONFLICT (id) DO UPDATE SET version = {table}.version + 1"
        )


def catalogue_version() -> int:
    """Return the number that changes whenever the public catalogue changes."""
    return CatalogueVersion.objects.values_list("version", flat=True).first() or 1


def _write(ids: set[int], built: list) -> None:
    """Bring rows, counts and vocabulary from what they were to what they should be."""
    facets: Counter = Counter()
    words: Counter = Counter()
    known: dict[str, tuple[str, ...]] = {}
    old = SearchDocument.objects.filter(item__in=ids)
    for _item_id, facet_text, word_text in old.values_list(
        "item_id", "facets", "words"
    ):
        facets.subtract(facet_text.split())
        words.subtract(word_text.split())
    for row, row_words in built:
        facets.update(row.facets.split())
        words.update(row_words.keys())
        known.update(row_words)
    rows = [row for row, _words in built]
    old.exclude(item__in=[row.item_id for row in rows]).delete()
    SearchDocument.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["item"], update_fields=_SAVED
    )
    _count_facets(facets)
    vocabulary.learn(words, known)


def _count_facets(changes: Counter) -> None:
    table = FacetCount._meta.db_table
    pairs = sorted((word, n) for word, n in changes.items() if n)
    for start in range(0, len(pairs), 400):
        part = pairs[start : start + 400]
        values = ", ".join(["(%s, %s)"] * len(part))
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (word, n) VALUES {values} "  # noqa: S608 (a table)
                f"ON CONFLICT (word) DO UPDATE SET n = {table}.n + excluded.n",
                [value for pair in part for value in pair],
            )
    if any(n < 0 for _word, n in pairs):
        FacetCount.objects.filter(n__lte=0).delete()


def _in_order(ids: list[int]) -> list[int]:
    """Order many items by publication without a query of that length."""
    wanted = set(ids)
    ordered = (
        Item.objects.order_by("published_at", "pk")
        .values_list("pk", flat=True)
        .iterator(chunk_size=5000)
    )
    return [pk for pk in ordered if pk in wanted]
