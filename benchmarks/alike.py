"""Milliseconds to find look-alikes among 10,000 and 1,000,000 fingerprints.

    .venv/bin/python benchmarks/alike.py

Makes random fingerprints in a passing SQLite file, or, with DATABASE_URL, inside a
transaction on that database which is rolled back. Compares the look-up with a full
scan (every fingerprint read and compared). COUNTS= chooses other sizes. Prints a table
for people and `figure` lines for tools; exits 0 whatever it finds.
"""

import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
folder = tempfile.TemporaryDirectory(prefix="mistok-alike-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("SECRET_KEY", "benchmarks-only")
os.environ["DATA_DIR"] = folder.name

import django

django.setup()

from django.core.management import call_command
from django.db import connection, transaction

from history.masters import likeness
from history.models import Master

COUNTS = [int(n) for n in os.environ.get("COUNTS", "10000,1000000").split(",")]
LOOKUPS = 60
BATCH = 10_000
GOALS = {10_000: 20, 1_000_000: 60}


class RolledBack(Exception):
    """Raised to leave the database as it was."""


def signed(value: int) -> int:
    return value - 2**64 if value >= 2**63 else value


def fill(chance: random.Random, count: int, total: int) -> None:
    """Add rows until there are `total`."""
    while count < total:
        size = min(BATCH, total - count)
        Master.objects.bulk_create(
            Master(
                sha256=f"{number:064x}", size_bytes=1, media_type="image/jpeg",
                state="ready", width_px=1, height_px=1,
                fingerprint=signed(chance.getrandbits(64)),
            )
            for number in range(count, count + size)
        )  # fmt: skip
        count += size
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE history_master")


def scan(fingerprint: int) -> list[int]:
    """Find the same the plain way: read and compare every fingerprint."""
    rows = Master.objects.values_list("pk", "fingerprint").iterator(chunk_size=5000)
    return [
        pk
        for pk, other in rows
        if likeness.distance(fingerprint, other) <= likeness.NEAR
    ]


def measure(chance: random.Random, total: int) -> tuple[float, float, float]:
    """Give milliseconds: look-up (median, 95th of 100) and full scan."""
    known = list(
        Master.objects.order_by("pk").values_list("fingerprint", flat=True)[:500]
    )
    spent = []
    for _number in range(LOOKUPS):
        asked = signed(chance.choice(known) ^ (1 << chance.randrange(63)))
        began = time.perf_counter()
        found = likeness.near([asked])[asked]
        spent.append((time.perf_counter() - began) * 1000)
        if not found:
            sys.exit("A fingerprint one bit away was not found.")
    began = time.perf_counter()
    scan(asked)
    scanned = (time.perf_counter() - began) * 1000
    spent.sort()
    return statistics.median(spent), spent[int(len(spent) * 0.95)], scanned


def main() -> None:
    chance, engine, count = random.Random(1), connection.vendor, 0
    print(f"{engine}; {LOOKUPS} look-ups each, wall time")
    print(
        f"{'fingerprints':>14}{'p50 ms':>10}{'p95 ms':>10}{'scan ms':>12}{'ratio':>8}"
    )
    for total in COUNTS:
        fill(chance, count, total)
        count = total
        middle, late, scanned = measure(chance, total)
        print(
            f"{total:14,}{middle:10.2f}{late:10.2f}{scanned:12.1f}{scanned / middle:8.0f}"
        )
        name = f"alike_{engine}_{total}"
        print(f"figure {name}_p50 {middle:.3g} ms goal <={GOALS.get(total, 60)}")
        goal = ">=100" if total >= 1_000_000 else ">=1"
        print(f"figure {name}_scan_ratio {scanned / middle:.3g} x goal {goal}")


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    try:
        with transaction.atomic():
            main()
            raise RolledBack
    except RolledBack:
        folder.cleanup()
