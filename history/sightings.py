"""Count how often people look at an item, without noticing who they are.

Robots, staff, the giver and reloads do not count, and cost no write. Whether a browser
was here within the hour is known to the memory of one process alone, by a hash under a
key that dies with the hour; neither addresses nor cookies are kept.
"""

import hashlib
import logging
import re
import secrets
import threading
import time
from collections.abc import Iterable
from datetime import date

from allauth.account.adapter import get_adapter
from django.db import DatabaseError, transaction
from django.db.models import F, Q, Sum
from django.utils import timezone

from history.models import Item, Sighting

logger = logging.getLogger(__name__)

HOUR = 3600
READ_AN_HOUR = 300  # more pages than a person reads from one browser
BROWSERS_KEPT = 20_000
NO_PERSON = re.compile(
    r"bot|crawl|spider|slurp|preview|headless|lighthouse|monitor|fetch|scrap|archiv"
    r"|https?://|@",
    re.IGNORECASE,
)


class _Lately:
    """What each browser opened within this hour: a set of items under a hash."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """Begin anew, with a key that nobody has."""
        self._key, self._hour = secrets.token_bytes(16), int(time.time()) // HOUR
        self._opened: dict[bytes, set[int]] = {}

    def is_first(self, browser: str, pk: int) -> bool:
        """Note that the browser opens the item; say whether that counts."""
        with self._lock:
            is_over = int(time.time()) // HOUR != self._hour
            if is_over or len(self._opened) >= BROWSERS_KEPT:
                self.forget()
            mark = hashlib.blake2b(
                browser.encode(), key=self._key, digest_size=16
            ).digest()
            opened = self._opened.setdefault(mark, set())
            if pk in opened or len(opened) >= READ_AN_HOUR:
                return False
            opened.add(pk)
            return True


lately = _Lately()


def note(item: Item, request) -> None:
    """Count one look at a public item, if a person looks; the page never fails by it."""
    user = request.user
    if item.status != Item.Status.PUBLISHED or user.has_perm("history.view_item"):
        return
    if not (user.is_authenticated and user.pk == item.contributor_id):
        count(item.pk, request)


def count(pk: int, request) -> None:
    """Count one look at a public item by somebody who is neither staff nor its giver."""
    agent = request.headers.get("User-Agent", "")
    if not _is_person(request, agent):
        return
    address = get_adapter().get_client_ip(request)
    if not lately.is_first(f"{address} {agent}", pk):
        return
    try:
        with transaction.atomic():
            add(pk, 1, month=timezone.localdate().replace(day=1))
    except DatabaseError:  # a picture can be looked at while nothing can be counted
        logger.warning("a look at item %s was not counted", pk, exc_info=True)


def _is_person(request, agent: str) -> bool:
    if request.method != "GET" or not agent.startswith("Mozilla/"):
        return False
    purpose = request.headers.get("Sec-Purpose") or request.headers.get("Purpose", "")
    return "prefetch" not in purpose and not NO_PERSON.search(agent)


def add(pk: int, times: int, *, month: date) -> None:
    """Add to the number of one month; two at once are both counted."""
    row, is_new = Sighting.objects.get_or_create(
        item_id=pk, month=month, defaults={"times": times}
    )
    if not is_new:
        Sighting.objects.filter(pk=row.pk).update(times=F("times") + times)


def told(items: Iterable[Item]) -> dict[int, tuple[int, int]]:
    """Say by item how often it was seen: in all, and in this month."""
    this_month = Q(month=timezone.localdate().replace(day=1))
    rows = (
        Sighting.objects.filter(item__in=items)
        .values("item")
        .annotate(all=Sum("times"), lately=Sum("times", filter=this_month))
    )
    return {row["item"]: (row["all"], row["lately"] or 0) for row in rows}
