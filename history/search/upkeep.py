"""Owns the repair of the index: everything here can be run at any time.

Refuses to guess what is wrong: it writes all that can be derived from the items.
"""

from collections import Counter
from collections.abc import Callable

from django.db import connection, transaction

from history import planning
from history.atlas import keeping
from history.models import FacetCount, Item, SearchDocument, SearchWord
from history.search import engine, index, names, vocabulary
from history.search.analysis import terms_of


def rebuild(*, batch: int = index.BATCH, say: Callable[[str], object]) -> int:
    """Write every row of the index anew, batch by batch; return how many there are.

    Rows keep their id, so the order of publication and the links to next pages stay.
    """
    _repair_engine()
    gone = SearchDocument.objects.exclude(item__status=Item.Status.PUBLISHED)
    index.index_items(gone.values_list("item_id", flat=True), batch=batch)
    ids = list(
        Item.objects.published()
        .order_by("published_at", "pk")
        .values_list("pk", flat=True)
    )
    for start in range(0, len(ids), batch):
        index.index_items(ids[start : start + batch], batch=batch)
        say(f"{min(start + batch, len(ids))} of {len(ids)}")
    _recount()
    names.rebuild()
    _repair_engine()
    planning.look_at_tables()
    return len(ids)


def _recount() -> None:
    """Count facets and words from the rows, whatever the stored counts say."""
    with transaction.atomic():
        index.bump_version()
        facets: Counter = Counter()
        words: Counter = Counter()
        rows = SearchDocument.objects.values_list("facets", "words")
        for facet_text, word_text in rows.iterator(chunk_size=2000):
            facets.update(facet_text.split())
            words.update(word_text.split())
        FacetCount.objects.all().delete()
        FacetCount.objects.bulk_create(
            [FacetCount(word=word, n=n) for word, n in sorted(facets.items())],
            batch_size=1000,
        )
        stored = dict(SearchWord.objects.values_list("word", "df"))
        every = words.keys() | stored.keys()
        wrong = Counter({word: words[word] - stored.get(word, 0) for word in every})
        known = {word: terms_of(word) for word in words if wrong[word]}
        vocabulary.learn(wrong, known)
        keeping.rebuild()


def _repair_engine() -> None:
    """Let the engine derive its index from our rows again."""
    if engine.is_sqlite():
        command = f"INSERT INTO {engine.FTS}({engine.FTS}) VALUES (%s)"  # noqa: S608 (our own name)
        statements = [(command, ["rebuild"]), (command, ["optimize"])]
    else:
        statements = [(f"REINDEX INDEX {engine.TABLE}_tsv", None)]
    with connection.cursor() as cursor:
        for statement, params in statements:
            cursor.execute(statement, params)
