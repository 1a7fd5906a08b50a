"""Owns the answer to a search: ids, counts, facets, timeline, the next page.

Exact up to about 5,000 matches. Above that, counts come from a fixed slice of the
catalogue and are said to be estimates, and the page from a window of ids. Refuses
rank formulas, so that both engines answer the same. Source: design section 6.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from history.models import FacetCount, SearchDocument
from history.search import engine, facets, in_time
from history.search.engine import BY_YEAR, LAST_YEAR, NAMES, TITLE, UNDATED_YEAR, Wanted
from history.search.question import MAX_CHARACTERS, Question, mended, understand

EXACT_UP_TO = 5000
SAMPLED = 2000  # about so many rows stand for all where more match
PAGE_SIZE = 24
MAX_PAGE = 100
SORTS = ("relevance", "newest", "latest", "oldest")
_ALL_BELOW = 2**62
_FIRST_WINDOW = 4000
_CURSOR = re.compile(r"(relevance|newest|latest|oldest)-(\d{1,5})-(\d{1,18})")


@dataclass(frozen=True, slots=True)
class Results:
    """One page of an answer and what the whole answer is made of.

    ``facets`` is ``{name: [(value, count), …]}``, ``timeline`` ``[(decade, count)]``;
    with ``is_estimate`` all counts are about right. ``corrected`` is the wording that
    was answered instead of the one typed, ``question`` what was looked for in the end.
    ``next`` opens the following page.
    """

    ids: list[int] = field(default_factory=list)
    total: int = 0
    is_estimate: bool = False
    facets: dict[str, list[tuple]] = field(default_factory=lambda: facets.counts({})[0])
    timeline: list[tuple[int, int]] = field(default_factory=list)
    corrected: str | None = None
    next: str | None = None
    page: int | None = 1
    sort: str = "newest"
    was_cut: bool = False
    question: Question = field(default_factory=Question)


@dataclass(frozen=True, slots=True)
class _Page:
    """Which part of the ordered answer is asked for."""

    sort: str
    size: int
    skip: int = 0
    after: tuple[int, int] | None = None


def search(
    *,
    q: str = "",
    filters: Mapping | None = None,
    sort: str = "",
    after: str = "",
    page: int | None = None,
    size: int = PAGE_SIZE,
) -> Results:
    """Answer a question over the published items.

    ``filters`` may hold ``kind``, ``language`` (text), ``place``, ``collection``,
    ``person``, ``subject`` (ids) and ``period`` (first and last year), ``located``,
    ``reuse`` ("yes") and ``help`` ("date", "place", "person" or "any" of them). ``after`` is the
    ``next`` of an earlier answer with the same question; ``page`` is then only told.

    Raises: ValueError for a sort, cursor, page or facet that does not exist.
    """
    question = understand(q)
    sort = sort or ("relevance" if question.groups else "newest")
    shown = (None if after else 1) if page is None else page
    asked = _asked(sort, after, 1 if shown is None else shown, size)
    if q.strip() and question.is_empty:
        return Results(page=shown, sort=sort, was_cut=len(q) > MAX_CHARACTERS)
    wanted = _wanted(question, filters or {})
    results = _answer(wanted, asked)
    if not results.total and question.groups:
        mend = mended(question, q)
        if mend:
            better = _answer(replace(wanted, groups=mend[0].groups), asked)
            if better.total:
                results = replace(better, corrected=mend[1])
                question = replace(mend[0], was_cut=question.was_cut)
    return replace(
        results, page=shown, sort=sort, was_cut=question.was_cut, question=question
    )


def sample(filters: Mapping, *, size: int) -> tuple[list[int], int, int]:
    """Return about so many items that stand for all that carry these facets.

    With them: for how many each of them stands, and how many there are at most. The
    catalogue's fixed slices are taken, so the same question has the same answer.
    """
    wanted = _wanted(Question(), filters)
    at_most, _total = _upper_bound(wanted)
    rows, share = _sampled(wanted, at_most, size)
    return [item for _pk, item, *_rest in rows], share, at_most


def is_cursor(text: str, sort: str = "") -> bool:
    """Tell whether a text is a cursor we could have given (for this sort)."""
    match = _CURSOR.fullmatch(text)
    return bool(match) and text.isascii() and (not sort or match[1] == sort)


def _asked(sort: str, after: str, page: int, size: int) -> _Page:
    if sort not in SORTS:
        raise ValueError(f"no such order: {sort!r}")
    if after:
        match = _CURSOR.fullmatch(after)
        if not match or match[1] != sort:
            raise ValueError(f"not a cursor of this order: {after!r}")
        return _Page(sort, size, after=(int(match[2]), int(match[3])))
    if not 1 <= page <= MAX_PAGE or size < 1:
        raise ValueError("no such page")
    return _Page(sort, size, skip=(page - 1) * size)


def _wanted(question: Question, filters: Mapping) -> Wanted:
    words = [] if question.groups or not question.without else [(facets.ALL,)]
    years = None
    for name, value in filters.items():
        if name == "period":
            years = value
            words.append(tuple(facets.years_wanted(*value)))
        elif name == "help" and value == "any":
            words.append(tuple(facets.word("help", one) for one in facets.UNKNOWN))
        elif name in facets.SHOWN:
            words.append((facets.word(name, value),))
        else:
            raise ValueError(f"no such facet: {name!r}")
    return Wanted(
        groups=question.groups,
        facets=tuple(words),
        years=years,
        pairs=question.pairs,
        without=question.without,
    )


def _answer(wanted: Wanted, asked: _Page) -> Results:
    """Choose the way that costs least: stored counts, all rows, or a slice of them."""
    if not wanted.groups and not wanted.facets:
        return _browse(asked)
    at_most, total = _upper_bound(wanted)
    if at_most > EXACT_UP_TO:
        guess = 128 * engine.count(wanted.also(facets.word("slice", 128)))
        if guess > EXACT_UP_TO:
            return _estimated(wanted, asked, guess, total)
    return _exact(wanted, asked)


def _upper_bound(wanted: Wanted) -> tuple[int, int]:
    """Return the most that can match, by stored counts, and the size of the catalogue."""
    words = {facets.ALL, *(word for group in wanted.facets for word in group)}
    stored = dict(FacetCount.objects.filter(word__in=words).values_list("word", "n"))
    total = stored.get(facets.ALL, 0)
    sums = [sum(stored.get(w, 0) for w in group) for group in wanted.facets]
    return min([total, *sums]), total


def _browse(asked: _Page) -> Results:
    stored = dict(FacetCount.objects.values_list("word", "n"))
    total = stored.get(facets.ALL, 0)
    found, timeline = facets.counts(stored)
    if asked.sort in BY_YEAR:
        keys = _page_in_time(Wanted(facets=((facets.ALL,),)), asked, timeline)
    else:
        documents = SearchDocument.objects.order_by("-id")
        if asked.after:
            documents = documents.filter(id__lt=asked.after[1])
        part = documents.values_list("id", "item_id")
        stop = asked.skip + asked.size + 1
        keys = [(0, pk, item) for pk, item in part[asked.skip : stop]]
    return _page(keys, asked, total=total, facets=found, timeline=timeline)


def _exact(wanted: Wanted, asked: _Page) -> Results:
    rows = engine.rows(wanted)
    if asked.sort in BY_YEAR:
        keys = sorted(
            (_year_rank(asked.sort, *years), pk, i) for pk, i, _f, *years in rows
        )
        if asked.after:
            keys = [key for key in keys if key[:2] > asked.after]
    else:
        tier = _tiers(wanted) if asked.sort == "relevance" and rows else _no_tier
        keys = sorted(
            ((tier(pk), pk, item) for pk, item, *_rest in rows),
            key=lambda key: (key[0], -key[1]),
        )
        if asked.after:
            at, last = asked.after
            keys = [k for k in keys if k[0] > at or (k[0] == at and k[1] < last)]
    found, timeline = facets.counts(facets.tally(row[2] for row in rows))
    part = keys[asked.skip : asked.skip + asked.size + 1]
    return _page(part, asked, total=len(rows), facets=found, timeline=timeline)


def _year_rank(sort: str, first: int | None, last: int | None) -> int:
    """Give what `BY_YEAR` computes in the database."""
    if first is None or last is None:
        return UNDATED_YEAR
    return first if sort == "oldest" else LAST_YEAR - last


def _no_tier(_pk: int) -> int:
    return 0


def _tiers(wanted: Wanted) -> Callable[[int], int]:
    """Return the rule of relevance: words in the title, then in names, then anywhere."""
    if not wanted.groups:
        return _no_tier
    in_title = engine.ids(wanted.within(TITLE))
    in_names = engine.ids(wanted.within(TITLE, NAMES))
    return lambda pk: 0 if pk in in_title else 1 if pk in in_names else 2


def _estimated(wanted: Wanted, asked: _Page, guess: int, total: int) -> Results:
    rows, share = _sampled(wanted, guess, SAMPLED)
    found, timeline = facets.counts(facets.tally(row[2] for row in rows), share)
    if asked.sort in BY_YEAR:
        keys = _page_in_time(wanted, asked, timeline)
    else:
        keys = _window_page(wanted, asked, guess / max(total, 1))
    return _page(
        keys,
        asked,
        total=len(rows) * share,
        is_estimate=True,
        facets=found,
        timeline=timeline,
    )


def _sampled(wanted: Wanted, expected: int, size: int) -> tuple[list[tuple], int]:
    """Return about so many of the rows that match, and for how many each one stands."""
    share = next((n for n in facets.SLICES if expected // n <= size), facets.SLICES[-1])
    one_in = max(1, expected // share // size)
    rows = engine.rows(wanted.also(facets.word("slice", share)), one_in=one_in)
    return rows, share * one_in


def _page_in_time(wanted: Wanted, asked: _Page, timeline: list) -> list[tuple]:
    rows = in_time.keys(
        wanted,
        asked.sort,
        after=asked.after or (-UNDATED_YEAR, 0),
        limit=asked.skip + asked.size + 1,
        expected=dict(timeline),
    )
    return rows[asked.skip :]


def _window_page(wanted: Wanted, asked: _Page, density: float) -> list[tuple]:
    """Walk back through windows of ids, tier by tier, until the page is full."""
    need = asked.skip + asked.size + 1
    keys: list[tuple] = []
    start, below = asked.after or (0, _ALL_BELOW)
    for tier, narrowed in enumerate(_in_tiers(wanted, asked.sort)):
        if tier < start or len(keys) >= need:
            continue
        keys += [
            (tier, pk, item)
            for pk, item in _walk(narrowed, below, need - len(keys), density)
        ]
        below = _ALL_BELOW
    return keys[asked.skip :]


def _in_tiers(wanted: Wanted, sort: str) -> list[Wanted]:
    if sort == "newest" or not wanted.groups:
        return [wanted]
    return [
        wanted.within(TITLE),
        wanted.within(TITLE, NAMES, but_not_in=(TITLE,)),
        wanted.within(but_not_in=(TITLE, NAMES)),
    ]


def _walk(wanted: Wanted, below: int, need: int, density: float) -> list[tuple]:
    newest = SearchDocument.objects.order_by("-id").values_list("id", flat=True).first()
    top = min(below, (newest or 0) + 1)
    width = max(_FIRST_WINDOW, int(4 * need / max(density, 0.001)))
    found: list[tuple] = []
    while top > 1 and len(found) < need:
        bottom = max(top - width, 0)
        found += engine.newest(wanted, above=bottom, below=top, limit=need - len(found))
        top, width = bottom + 1, width * 8
    return found


def _page(keys: list[tuple], asked: _Page, **whole) -> Results:
    """Cut the one key too many, which only says that there is another page."""
    shown = keys[: asked.size]
    following = None
    if len(keys) > asked.size:
        first, second, _item = shown[-1]
        following = f"{asked.sort}-{first}-{second}"
    return Results(ids=[item for _a, _b, item in shown], next=following, **whole)
