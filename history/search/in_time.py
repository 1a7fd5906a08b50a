"""Owns pages in the order of years where more matches than one wants to sort.

Goes decade by decade and stops when the page is full. Few matches of a decade are
sorted; where there are many, the rows of the decade are walked in their order, because
a match is never far. Refuses to count: what to expect of a decade it is told.
"""

from collections.abc import Iterator, Mapping

from history.models import FacetCount, SearchDocument
from history.search import engine, facets
from history.search.engine import LAST_YEAR, UNDATED_YEAR, Wanted

SORTED_MOST = 8_000
_WALKED_FIRST = 100
_WALKED_MOST = 3_200
_COLUMN = {"oldest": "year_min", "latest": "year_max"}
Key = tuple[int, int, int]


def keys(
    wanted: Wanted,
    sort: str,
    *,
    after: tuple[int, int],
    limit: int,
    expected: Mapping[int, int],
) -> list[Key]:
    """Return (rank of the year, id, item id) behind such a pair, in the order asked.

    ``expected`` says about how many match in each decade. Items without a date come
    last, under the rank that ``UNDATED_YEAR`` names.
    """
    found: list[Key] = []
    for decade in _decades(sort):
        ranks = _ranks(sort, decade)
        if after[0] > ranks[1]:
            continue
        need = limit - len(found)
        if need <= 0:
            return found
        inside = _of_decade(wanted, decade)
        begin = max(after, (ranks[0], 0))
        if expected.get(decade, 0) > SORTED_MOST:
            found += _walk(inside, sort, (begin, ranks[1]), need)
        else:
            found += engine.in_time(inside, sort, ranks=ranks, after=after, limit=need)
    if len(found) < limit:
        undated = wanted.also(facets.UNDATED)
        ranks = UNDATED_YEAR, UNDATED_YEAR
        found += engine.in_time(
            undated, sort, ranks=ranks, after=after, limit=limit - len(found)
        )
    return found


def _decades(sort: str) -> list[int]:
    """Return the decades of the whole catalogue, in the order asked."""
    stored = FacetCount.objects.filter(
        engine.begins_with("word", facets.word("decade", ""))
        | engine.begins_with("word", facets.word("century", ""))
    )
    found: set[int] = set()
    for word in stored.values_list("word", flat=True):
        facet, first = facets.read(word)
        found |= set(range(first, first + (10 if facet == "decade" else 100), 10))
    return sorted(found, reverse=sort == "latest")


def _of_decade(wanted: Wanted, decade: int) -> Wanted:
    """Narrow to what may begin or end in a decade; a very long time has centuries only."""
    century = decade // 100 * 100
    return wanted.also(facets.word("decade", decade), facets.word("century", century))


def _ranks(sort: str, decade: int) -> tuple[int, int]:
    """Return the first and the last rank of a decade."""
    if sort == "oldest":
        return decade, decade + 9
    return LAST_YEAR - decade - 9, LAST_YEAR - decade


def _walk(wanted: Wanted, sort: str, span: tuple, need: int) -> list[Key]:
    """Look at the rows of a decade in their order, more of them at each step."""
    after, last = span
    found: list[Key] = []
    size = _WALKED_FIRST
    while True:
        rows = list(_rows(sort, after, last, size))
        matching = engine.among(wanted, [pk for _rank, pk, _item in rows])
        found += [row for row in rows if row[1] in matching]
        if len(rows) < size or len(found) >= need:
            break
        after = rows[-1][:2]
        if size >= _WALKED_MOST:  # they are somewhere else: sort them after all
            ranks = after[0], last
            found += engine.in_time(
                wanted, sort, ranks=ranks, after=after, limit=need - len(found)
            )
            break
        size *= 2
    return found[:need]


def _rows(sort: str, after: tuple, last: int, size: int) -> Iterator[Key]:
    """Give the next rows by the index of the year, whatever their words."""
    column = _COLUMN[sort]
    rows = SearchDocument.objects.values_list(column, "pk", "item_id")
    rank, pk = after
    if sort == "oldest":
        part = rows.filter(year_min__gte=rank, year_min__lte=last)
        part = part.exclude(year_min=rank, pk__lte=pk).order_by("year_min", "pk")
        yield from part[:size]
        return
    first = LAST_YEAR - rank
    part = rows.filter(year_max__lte=first, year_max__gte=LAST_YEAR - last)
    part = part.exclude(year_max=first, pk__lte=pk).order_by("-year_max", "pk")
    for year, row, item in part[:size]:
        yield LAST_YEAR - year, row, item
