"""CPU milliseconds a request of the public pages, and the ratio to Django's smallest view.

Median and 95th percentile of each page, with the number of its queries. "drawn": the page
is made anew, as after each publication; "kept": asked again by anybody without an account
(a dash where pages are not kept). Words to search
for are taken from the catalogue by how many items use them. Fill one first, in a place of
its own, and compare sizes by running this on each:

    DATA_DIR=/some/where manage.py migrate && manage.py createcachetable
    DATA_DIR=/some/where manage.py load_sample --items 10000
    DATA_DIR=/some/where benchmarks/pages.py

Everything is measured in one process and one run, in turn, so that whatever else the
machine does weighs on all rows alike. PostgreSQL's own work is not in the CPU of this
process, so the time on the wall is printed as well: on a quiet machine it is both together.
"""

import os
import statistics
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("SECRET_KEY", "benchmarks-only")

import django

django.setup()

from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import path

from history.models import Collection, Item, Person, Place, SearchWord, Subject

ROUNDS = int(os.environ.get("ROUNDS", "40"))
urlpatterns = [path("smallest/", lambda request: HttpResponse("ok"))]


def alone(get_response):
    """Lead a request to the smallest view and nowhere else."""

    def lead(request):
        request.urlconf = __name__
        return get_response(request)

    return lead


def bare_client() -> Client:
    """Give a client that passes no middleware; it keeps what it was made with.

    Changing the setting for each request would clear the table of addresses, and the
    page after it would pay for that.
    """
    client = Client(HTTP_HOST="localhost")
    with override_settings(MIDDLEWARE=[f"{__name__}.alone"]):
        client.handler.load_middleware()
    return client


def pages() -> dict[str, str]:
    """Name the addresses to measure."""
    item = Item.objects.published().newest_first().first()
    collection = (
        Collection.objects.published().with_counts().order_by("-item_count").first()
    )
    if item is None or collection is None:
        sys.exit(
            "The catalogue is empty: load_sample first (see the top of this file)."
        )
    street = Place.objects.filter(items__isnull=False).order_by("pk").first()
    return {
        "home": "/",
        "browse": "/items/",
        "browse_list": "/items/?view=list",
        "item": item.get_absolute_url(),
        "collection": collection.get_absolute_url(),
        "place": street.get_absolute_url() if street else "/items/",
        "timeline": "/timeline/",
        "map": "/map/",
        **map_data(),
        **searches(collection, street),
        "suggest": "/items/suggest/?q=" + "вул",
        "api_items": "/api/v1/items/?size=24",
    }


def map_data() -> dict[str, str]:
    """Name the data of the map, from the whole world down to one street."""
    where = Item.objects.published().exclude(latitude=None).newest_first().first()
    if where is None:
        return {}
    latitude, longitude = float(where.latitude), float(where.longitude)
    boxes = {"world": 80, "country": 5, "town": 0.1, "street": 0.003}
    return {
        f"map_{name}": "/map/data/?bbox="
        + ",".join(
            f"{value:.5f}"
            for value in (
                max(longitude - half, -180),
                max(latitude - half / 2, -85),
                min(longitude + half, 180),
                min(latitude + half / 2, 85),
            )
        )
        for name, half in boxes.items()
    }


def searches(collection: Collection, street: Place | None) -> dict[str, str]:
    """Name searches: by how common the word is, then the common one with each facet."""
    total = Item.objects.published().count()
    words = SearchWord.objects.filter(word__regex=r"^[^0-9]{4,}$").order_by("-df", "pk")
    common = words.first().word
    middle = words.filter(df__lte=max(total // 100, 2)).first().word
    rare = words.last().word
    person = Person.objects.filter(is_living=False, items__isnull=False).first()
    subject = Subject.objects.filter(items__isnull=False).order_by("pk").first()
    narrowed = {
        "kind": Item.Kind.PHOTO,
        "period": "1950s",
        "collection": collection.slug,
        "place": street.slug if street else "",
        "person": person.slug if person else "",
        "subject": subject.slug if subject else "",
        "located": "yes",
        "reuse": "yes",
        "help": "date",
        "sort": "oldest",
    }
    asked = {
        "common": {"q": common},
        "middle": {"q": middle},
        "rare": {"q": rare},
        "two": {"q": f"{common} {middle}"},
        "none": {"q": "гиппопотам"},
        **{n: {"q": common, n: v} for n, v in narrowed.items() if v},
    }
    return {f"search_{n}": f"/items/?{urlencode(query)}" for n, query in asked.items()}


class Visitor:
    """Somebody without an account, who brings no cookie; always the same client.

    Building the middleware anew costs more than most pages.
    """

    def __init__(self):
        self.client = Client(HTTP_HOST="localhost")

    def drawn(self, address: str) -> tuple[float, float]:
        """Give the milliseconds (CPU, wall) of a page that is made anew."""
        caches["pages"].clear()
        return self.again(address)

    def again(self, address: str) -> tuple[float, float]:
        """Give the milliseconds (CPU, wall) of a page that was asked for just now."""
        self.client.cookies.clear()
        return one(self.client, address)


def one(client: Client, address: str) -> tuple[float, float]:
    """Give the milliseconds of one request: CPU of this process, and on the wall."""
    begun, begun_on_wall = time.process_time(), time.perf_counter()
    answer = client.get(address, follow=True)
    spent = (time.process_time() - begun) * 1000
    on_wall = (time.perf_counter() - begun_on_wall) * 1000
    if answer.status_code != 200:
        sys.exit(f"{address} answers {answer.status_code}")
    return spent, on_wall


def main() -> None:
    """Measure in turn, print a table and the figures."""
    call_command("collectstatic", interactive=False, verbosity=0)
    addresses = pages()
    visitor, bare = Visitor(), bare_client()
    times: dict[str, list[float]] = {name: [] for name in ("smallest", *addresses)}
    walls: dict[str, list[float]] = {name: [] for name in addresses}
    again: dict[str, list[float]] = {name: [] for name in addresses}
    queries, kept_at_all = {}, set()
    for name, address in addresses.items():
        visitor.drawn(address)
        caches["pages"].clear()
        with CaptureQueriesContext(connection) as captured:
            visitor.again(address)
        queries[name] = len(captured)
        with CaptureQueriesContext(connection) as captured:
            visitor.again(address)
        if len(captured) < queries[name]:
            kept_at_all.add(name)
    for _round in range(ROUNDS):
        times["smallest"].append(one(bare, "/smallest/")[0])
        for name, address in addresses.items():
            spent, on_wall = visitor.drawn(address)
            times[name].append(spent)
            walls[name].append(on_wall)
            again[name].append(visitor.again(address)[0])
    smallest = statistics.median(times["smallest"])
    count = Item.objects.published().count()
    print(f"{count} items, {connection.vendor}, {ROUNDS} rounds\n")
    print(
        f"{'page':<20}{'drawn ms':>9}{'p95':>9}{'on wall':>9}{'ratio':>9}{'queries':>9}"
        f"{'kept ms':>9}"
    )
    print(f"{'smallest':<20}{smallest:>9.2f}{'':>9}{'':>9}{1:>9.1f}{0:>9}{'':>9}")
    for name in addresses:
        median, late = _spread(times[name])
        ratio = median / smallest
        kept = f"{statistics.median(again[name]):.2f}" if name in kept_at_all else "-"
        print(
            f"{name:<20}{median:>9.2f}{late:>9.2f}{statistics.median(walls[name]):>9.2f}"
            f"{ratio:>9.1f}{queries[name]:>9}{kept:>9}"
        )
    print()
    for name in addresses:
        median, late = _spread(times[name])
        goal = 10 if "/map/data/" in addresses[name] else 40
        print(f"figure page_{name}_cpu {median:.2f} ms goal {goal}")
        print(f"figure page_{name}_p95_cpu {late:.2f} ms goal {2 * goal}")
        print(f"figure page_{name}_wall {statistics.median(walls[name]):.2f} ms")
        print(
            f"figure page_{name}_ratio {median / smallest:.1f} x_smallest_view goal 100"
        )
        print(f"figure page_{name}_queries {queries[name]} queries goal 25")
        if name in kept_at_all:
            kept = statistics.median(again[name])
            print(f"figure page_{name}_kept_cpu {kept:.2f} ms goal {goal}")


def _spread(values: list[float]) -> tuple[float, float]:
    """Give the median and the 95th percentile."""
    return statistics.median(values), sorted(values)[int(len(values) * 0.95) - 1]


if __name__ == "__main__":
    main()
