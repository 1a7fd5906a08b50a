"""CPU milliseconds of a search, and how many times faster than plain `icontains`.

Fill a catalogue first, in a place of its own:

    DATA_DIR=/some/where manage.py migrate
    DATA_DIR=/some/where manage.py load_sample --items 100000
    DATA_DIR=/some/where benchmarks/search.py

Words are taken from the catalogue by how many items use them. Times are CPU of this
process; on PostgreSQL its own work is not in them, so wall time is printed as well.
Nothing is changed: the reindexing is rolled back.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("SECRET_KEY", "benchmarks-only")

import django

django.setup()

from django.db import connection, transaction
from django.db.models import Count, Q

from history.models import Item, SearchWord
from history.search import index_items, search, suggest
from history.search.analysis import terms_of

ROUNDS = int(os.environ.get("ROUNDS", "15"))
PAGE = 24


class RolledBack(Exception):
    """Raised to leave the catalogue as it was."""


def chosen_words(total: int) -> dict[str, list[str]]:
    """Take words of three classes: common, in one item of a hundred, rare."""
    words = SearchWord.objects.filter(word__regex=r"^[^0-9]{4,}$")
    return {
        "common": _words(words.order_by("-df", "word")[:6]),
        "mid": _words(words.filter(df__lte=max(total // 100, 2)).order_by("-df")[:6]),
        "rare": _words(words.filter(df__lte=20).order_by("-df", "word")[:6]),
    }


def _words(rows) -> list[str]:
    return list(rows.values_list("word", flat=True))


def naive(word: str) -> None:
    """Do the same page the plain way: count, page, a deep page, three facets."""
    found = Item.objects.published().filter(
        Q(title__icontains=word)
        | Q(description__icontains=word)
        | Q(story__icontains=word)
    )
    found.count()
    list(found.order_by("-pk").values_list("pk", flat=True)[:PAGE])
    list(found.order_by("-pk").values_list("pk", flat=True)[2400 : 2400 + PAGE])
    for name in ("kind", "place", "subjects"):
        list(found.values(name).annotate(n=Count("pk")).order_by("-n")[:40])


def measure(work: Callable[[str], object], words: list[str], rounds: int):
    """Give (median CPU, 95th of 100 CPU, median wall) in milliseconds."""
    cpu, wall = [], []
    for _round in range(rounds):
        for word in words:
            began, ticked = time.perf_counter(), time.process_time()
            work(word)
            cpu.append((time.process_time() - ticked) * 1000)
            wall.append((time.perf_counter() - began) * 1000)
    cpu.sort()
    return (
        statistics.median(cpu),
        cpu[min(int(len(cpu) * 0.95), len(cpu) - 1)],
        statistics.median(wall),
    )


def reindex(size: int) -> tuple[float, float]:
    """Give CPU seconds for a thousand items: words never seen, then all known."""
    ids = list(Item.objects.published().values_list("pk", flat=True)[:size])
    spent = []
    try:
        with transaction.atomic():
            terms_of.cache_clear()
            for _warm in (False, True):
                began = time.process_time()
                index_items(ids)
                spent.append((time.process_time() - began) * 1000 / len(ids))
            raise RolledBack
    except RolledBack:
        return spent[0], spent[1]


def figure(name: str, value: float, unit: str, goal: str) -> None:
    print(f"figure {name} {value:.3g} {unit} goal {goal}")


def main() -> None:
    total = search().total
    if not total:
        sys.exit(
            "The catalogue is empty: load_sample first (see the top of this file)."
        )
    engine = connection.vendor
    words = chosen_words(total)
    size = next((s for s in (10_000, 100_000) if total <= s * 1.5), 1_000_000)
    goals = {10_000: (10, 15, 15), 100_000: (20, 30, 60), 1_000_000: (80, 60, 300)}[
        size
    ]
    goal = goals[0] if engine == "sqlite" else goals[1]
    print(f"{total} items on {engine}; {ROUNDS} rounds")
    print(f"{'':12}{'cpu p50':>9}{'cpu p95':>9}{'wall p50':>9}  ms")
    search(q=words["common"][0])
    results = {}
    for name, some in words.items():
        results[name] = measure(lambda word: search(q=word), some, ROUNDS)
        print(f"{name:12}" + "".join(f"{value:9.2f}" for value in results[name]))
    pair = " ".join(words["common"][:2])
    for name, work in {
        "two common": lambda _w: search(q=pair),
        "with filters": lambda w: search(
            q=w, filters={"kind": "photo", "period": (1960, 1969)}
        ),
        "browse": lambda _w: search(),
        "suggest": lambda w: suggest(w[:3]),
        "icontains": naive,
    }.items():
        rounds = 1 if work is naive else ROUNDS
        results[name] = measure(work, words["common"][:3], rounds)
        print(f"{name:12}" + "".join(f"{value:9.2f}" for value in results[name]))
    cold, warm = reindex(1000)
    names = (*words, "two common", "with filters")
    figure("s1_search_p95", max(results[n][1] for n in names), "ms_cpu", f"<={goal}")
    figure("s1_search_p50", results["common"][0], "ms_cpu", "see_s3")
    ratio = results["icontains"][2] / results["common"][2]
    figure("s2_icontains_ratio", ratio, "x_wall", f">={goals[2]}")
    figure("t1_browse_p50", results["browse"][0], "ms_cpu", "<=2")
    figure("i1_reindex_cold", cold, "s_per_1000", "<=1.2")
    figure("i1_reindex_warm", warm, "s_per_1000", "<=0.4")


if __name__ == "__main__":
    main()
