"""Owns the words of the catalogue: what to offer while typing or after a slip.

Refuses words that only hidden items use: a word lives while some published item
has it.
"""

from collections import Counter
from collections.abc import Iterable

from django.db import connection
from django.db.models import F

from history.models import SearchWord, SearchWordKey
from history.search import engine
from history.search.analysis import form_stem
from history.search.folding import MIN_MENDED_LETTERS, distance, fold, keys
from history.search.spelling import bare, words

_CHUNK = 900
_MAX_SUGGESTIONS = 8
_MAX_CANDIDATES = 200
_MAX_ALTERNATIVES = 12
_LONG_WORD_LETTERS = 8
_STEM_LETTERS = 6
_FAR_MORE = 10


def learn(changes: Counter, known: dict[str, tuple[str, ...]]) -> None:
    """Add to (or take from) the number of items that use each word.

    ``known`` gives the terms of the words that are in use.
    """
    pairs = sorted((word, n) for word, n in changes.items() if n)
    for start in range(0, len(pairs), _CHUNK):
        part = pairs[start : start + _CHUNK]
        more = [(word, n) for word, n in part if word in known]
        less = [(word, n) for word, n in part if word not in known]
        _add(more, known)
        _take(less)


def suggest(prefix: str, *, limit: int = _MAX_SUGGESTIONS) -> list[str]:
    """Complete the last word of a text; the most used words of the catalogue first."""
    typed = words(prefix[:200])
    if not typed or prefix[-1:].isspace():
        return []
    *earlier, last = [bare(word) for word in typed]
    if len(last) < 2:
        return []
    found = _beginning_with(last, limit)
    return [" ".join([*earlier, row.word]) for row in found]


def completed(word: str) -> list[SearchWord]:
    """Return words that begin as this one does; none for fewer than four letters."""
    return _beginning_with(word, 5) if len(word) >= 4 else []


def same_sound(word: str) -> list[SearchWord]:
    """Return words with the same skeleton: the same word in another alphabet."""
    skeleton = fold(word)
    if len(skeleton) < 2 or skeleton.isdigit():
        return []
    found = SearchWord.objects.filter(fold=skeleton).exclude(word=word)
    return list(found.order_by("-df", "word")[:_MAX_ALTERNATIVES])


def slips(word: str) -> list[SearchWord]:
    """Return the words this one was most likely meant to be, the best first.

    Stems are compared too: the catalogue may have the word in another form only.
    """
    skeleton, stem = fold(word), form_stem(word)
    hashes = keys(skeleton) | keys(fold(stem))
    if not hashes or len(word) < MIN_MENDED_LETTERS:
        return []
    limit = 2 if len(word) >= _LONG_WORD_LETTERS else 1
    rows = SearchWord.objects.filter(keys__key__in=hashes).exclude(word=word).distinct()
    scored = []
    for row in rows.order_by("-df", "pk")[:_MAX_CANDIDATES]:
        stems = row.terms.split() if len(stem) >= _STEM_LETTERS else ()
        pairs = [(word, row.word, 0), *((stem, other, 1) for other in stems)]
        for mine, theirs, handicap in pairs:
            by_letter = distance(mine, theirs, limit + 1)
            by_sound = distance(fold(mine), fold(theirs))
            if by_sound <= limit and by_letter <= limit + 1:
                worth = by_letter + by_sound + handicap
                scored.append((worth, -row.df, row.word, row))
                break
    scored.sort(key=lambda entry: entry[:3])
    if not scored:
        return []
    best = scored[0][0]
    return [entry[3] for entry in scored if entry[0] == best][:3]


def more_usual(word: str) -> str | None:
    """Return a word one slip away that many more items use; forms of one are no slip."""
    own = SearchWord.objects.filter(word=word).first()
    for row in slips(word):
        is_form = own and set(own.terms.split()) & set(row.terms.split())
        if (
            not is_form
            and row.word != word
            and row.df >= _FAR_MORE * max(own.df if own else 1, 1)
        ):
            return row.word
    return None


def _beginning_with(prefix: str, limit: int) -> list[SearchWord]:
    rows = SearchWord.objects.filter(engine.begins_with("word", prefix), df__gt=0)
    return list(rows.order_by("-df", "word")[:limit])


def _add(pairs: list[tuple[str, int]], known: dict[str, tuple[str, ...]]) -> None:
    if not pairs:
        return
    there = _present(word for word, _n in pairs)
    table = SearchWord._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (word, fold, terms, df) VALUES "  # noqa: S608 (a table)
            + ", ".join(["(%s, %s, %s, %s)"] * len(pairs))
            + f" ON CONFLICT (word) DO UPDATE SET df = {table}.df + excluded.df",
            [
                value
                for word, n in pairs
                for value in (word, fold(word), " ".join(known[word]), n)
            ],
        )
    new = [word for word, _n in pairs if word not in there]
    SearchWordKey.objects.bulk_create(
        [
            SearchWordKey(key=key, word_id=pk)
            for pk, skeleton, terms in SearchWord.objects.filter(
                word__in=new
            ).values_list("pk", "fold", "terms")
            for key in sorted(
                set().union(*(keys(fold(t)) for t in terms.split()), keys(skeleton))
            )
        ],
        batch_size=5000,
    )


def _take(pairs: list[tuple[str, int]]) -> None:
    by_number: dict[int, list[str]] = {}
    for word, n in pairs:
        by_number.setdefault(n, []).append(word)
    for n, some in by_number.items():
        SearchWord.objects.filter(word__in=some).update(df=F("df") + n)
    SearchWord.objects.filter(word__in=[word for word, _n in pairs], df__lte=0).delete()


def _present(some: Iterable[str]) -> set[str]:
    rows = SearchWord.objects.filter(word__in=list(some))
    return set(rows.values_list("word", flat=True))
