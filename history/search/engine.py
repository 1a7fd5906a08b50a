"""Owns the only SQL that differs between SQLite (FTS5) and PostgreSQL (tsvector).

Refuses words of people: every term it is given consists of letters and digits,
and it checks that again before a term becomes part of an expression.
"""

# ruff: noqa: S608 (all values are parameters; only our own names are put together)

from dataclasses import dataclass, replace

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

TABLE = "history_searchdocument"
FTS = "history_searchdocument_fts"
TITLE, NAMES = "title", "names"
UNDATED_YEAR = 32767
_SUGGESTED_FROM = 100_000  # the newest so many items are enough while one types
LAST_YEAR = 9999
BY_YEAR = {
    "oldest": f"coalesce(d.year_min, {UNDATED_YEAR})",
    "latest": f"coalesce({LAST_YEAR} - d.year_max, {UNDATED_YEAR})",
}
# PostgreSQL's index knows no columns: there a word of a title is another word as well.
_MARKS = {TITLE: "ґt", NAMES: "ґb"}

Groups = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What must match: every group by one of its terms, every facet group too.

    ``fields`` narrows the words to title and names; ``years`` is an inclusive span
    that the years of the item must touch; ``pairs`` are words that must stand side by
    side; ``without`` holds sets of groups, none of which may match as a whole.
    """

    groups: Groups = ()
    facets: Groups = ()
    fields: tuple[str, ...] = ()
    but_not_in: tuple[str, ...] = ()
    years: tuple[int, int] | None = None
    pairs: tuple[str, ...] = ()
    without: tuple[Groups, ...] = ()

    def also(self, *any_of: str) -> "Wanted":
        """Return the same that carries one of these facet words besides."""
        return replace(self, facets=(*self.facets, any_of))

    def within(self, *fields: str, but_not_in: tuple[str, ...] = ()) -> "Wanted":
        """Return the same with all words in these fields, not already in those."""
        return replace(self, fields=fields, but_not_in=but_not_in)


def is_sqlite() -> bool:
    """Tell the engine of the default database."""
    return connection.vendor == "sqlite"


def expression(wanted: Wanted) -> str:
    """Write what is wanted in the language of the engine."""
    sqlite = is_sqlite()
    write = _fts5_words if sqlite else _tsquery_words
    parts = []
    if wanted.groups:
        parts.append(write(wanted.groups, wanted.fields))
    parts += [write((group,), ()) for group in wanted.facets]
    parts += [write(((pair,),), ()) for pair in wanted.pairs]
    text = (" AND " if sqlite else " & ").join(f"({part})" for part in parts)
    without = [write(groups, ()) for groups in wanted.without]
    if wanted.but_not_in:
        without.append(write(wanted.groups, wanted.but_not_in))
    for words in without:
        text = f"({text}) {'NOT' if sqlite else '& !'} ({words})"
    return text


def matching(wanted: Wanted) -> tuple[str, str, str, list]:
    """Return FROM, WHERE, the id column and the parameters of a search."""
    if is_sqlite():
        source = f"{FTS} JOIN {TABLE} d ON d.id = {FTS}.rowid"
        where, number = f"{FTS} MATCH %s", f"{FTS}.rowid"
    else:
        source, where, number = f"{TABLE} d", "d.tsv @@ %s::tsquery", "d.id"
    params: list = [expression(wanted)]
    if wanted.years:
        where += " AND d.year_max >= %s AND d.year_min <= %s"
        params += wanted.years
    return source, where, number, params


def begins_with(field: str, prefix: str) -> Q:
    """Return the condition that an index can answer for the beginning of a word."""
    if is_sqlite():
        return Q(**{f"{field}__gte": prefix, f"{field}__lt": prefix + "\U0010ffff"})
    return Q(**{f"{field}__startswith": prefix})


def count(wanted: Wanted) -> int:
    """Count what matches."""
    source, where, _number, params = matching(wanted)
    return _rows(f"SELECT count(*) FROM {source} WHERE {where}", params)[0][0]


def exists(wanted: Wanted) -> bool:
    """Tell whether anything matches.

    Asked for one row, PostgreSQL takes any word for common and reads the whole table for
    one that is nowhere (6 s at a million); asked for all it uses the index.
    """
    source, where, number, params = matching(wanted)
    found = f"SELECT {number} FROM {source} WHERE {where}"
    if is_sqlite():
        return bool(_rows(f"{found} LIMIT 1", params))
    sql = f"WITH found AS MATERIALIZED ({found}) SELECT * FROM found LIMIT 1"
    return bool(_rows(sql, params))


def ids(wanted: Wanted) -> set[int]:
    """Return the document ids of all that matches."""
    source, where, number, params = matching(wanted)
    return {
        row[0] for row in _rows(f"SELECT {number} FROM {source} WHERE {where}", params)
    }


def rows(wanted: Wanted, *, one_in: int = 1) -> list[tuple]:
    """Return (id, item id, facets, first year, last year), newest first.

    Of all that match, or of those whose id can be divided by ``one_in``.
    """
    source, where, number, params = matching(wanted)
    if one_in > 1:
        where += f" AND {number} %% %s = 0"
        params.append(one_in)
    sql = (
        f"SELECT {number}, d.item_id, d.facets, d.year_min, d.year_max "
        f"FROM {source} WHERE {where}"
    )
    return sorted(_rows(sql, params), reverse=True, key=lambda row: row[0])


def newest(wanted: Wanted, *, above: int, below: int, limit: int) -> list[tuple]:
    """Return (id, item id) between two ids, newest first.

    MATERIALIZED keeps PostgreSQL from walking the whole primary key backwards.
    """
    source, where, number, params = matching(wanted)
    sql = (
        f"WITH m AS {'' if is_sqlite() else 'MATERIALIZED'} "
        f"(SELECT {number} AS id, d.item_id FROM {source} "
        f"WHERE {where} AND {number} > %s AND {number} < %s) "
        "SELECT id, item_id FROM m ORDER BY id DESC LIMIT %s"
    )
    return _rows(sql, [*params, above, below, limit])


def in_time(
    wanted: Wanted, sort: str, *, ranks: tuple[int, int], after: tuple, limit: int
) -> list[tuple]:
    """Return (rank of the year, id, item id) of ranks from one to the other, sorted.

    They come behind the pair ``after``; what has no date has the rank ``UNDATED_YEAR``.
    """
    source, where, number, params = matching(wanted)
    year = BY_YEAR[sort]
    sql = (
        f"SELECT {year} AS year, {number} AS id, d.item_id FROM {source} "
        f"WHERE {where} AND {year} BETWEEN %s AND %s "
        f"AND ({year} > %s OR ({year} = %s AND {number} > %s)) "
        "ORDER BY year, id LIMIT %s"
    )
    return _rows(sql, [*params, *ranks, after[0], *after, limit])


def among(wanted: Wanted, some: list[int]) -> set[int]:
    """Return which of these document ids match."""
    source, where, number, params = matching(wanted)
    marks = ", ".join(["%s"] * len(some))
    sql = f"SELECT {number} FROM {source} WHERE {where} AND {number} IN ({marks})"
    return {row[0] for row in _rows(sql, [*params, *some])} if some else set()


def titles(begins: str, groups: Groups, *, limit: int) -> RawSQL:
    """Return the ids of the newest items with a word of the title that begins so."""
    others = [
        (_fts5_words if is_sqlite() else _tsquery_words)((g,), ()) for g in groups
    ]
    start = (
        f'title_t : "{_safe(begins)}" *'
        if is_sqlite()
        else f"'{_MARKS[TITLE]}{_safe(begins)}':*"
    )
    text = (" AND " if is_sqlite() else " & ").join(f"({t})" for t in [start, *others])
    source, where, number, _params = matching(Wanted(facets=(("ґa",),)))
    sql = (
        f"SELECT d.item_id FROM {source} WHERE {where} AND {number} > "
        f"(SELECT max(id) FROM {TABLE}) - %s ORDER BY {number} DESC LIMIT %s"
    )
    return RawSQL(sql, [text, _SUGGESTED_FROM, limit])  # noqa: S611


def _rows(sql: str, params: list) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def _safe(term: str) -> str:
    if not term.isalnum():
        raise ValueError(f"not a term: {term!r}")
    return term


def _fts5_words(groups: Groups, fields: tuple[str, ...]) -> str:
    text = " AND ".join(
        "(" + " OR ".join(f'"{_safe(term)}"' for term in group) + ")"
        for group in groups
    )
    if not fields:
        return text
    columns = " ".join(f"{field}_t" for field in fields)
    return f"{{{columns}}} : ({text})"


def _tsquery_words(groups: Groups, fields: tuple[str, ...]) -> str:
    marks = [_MARKS[field] for field in fields] or [""]
    return " & ".join(
        "(" + " | ".join(f"'{m}{_safe(term)}'" for term in group for m in marks) + ")"
        for group in groups
    )
