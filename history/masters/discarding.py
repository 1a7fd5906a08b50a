"""Take public files away, surely: first as rows of the act, then for real.

Whoever is killed between the commit and the deletion leaves rows that `tick` finds.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from history.models import Discarded

from .rendering import withdraw
from .tiles import withdraw_folders

AT_ONCE = 1000


def discard(paths: Iterable[str]) -> None:
    """Have public files deleted once this transaction commits.

    A path that ends with a slash is a folder with all that is in it.
    """
    rows = [Discarded(path=path) for path in paths]
    if rows:
        Discarded.objects.bulk_create(rows)
        # Robust: the act is done; a storage that is away must not make it fail.
        transaction.on_commit(empty, robust=True)


def empty() -> int:
    """Delete what was discarded; return how many rows that were.

    A storage that does not answer raises; its rows stay for the next time.
    """
    rows = list(Discarded.objects.order_by("pk")[:AT_ONCE])
    for row in rows:
        if row.path.endswith("/"):
            withdraw_folders([row.path.rstrip("/")])
        else:
            withdraw([{"path": row.path}])
        row.delete()
    return len(rows)
