"""CPU milliseconds a request of the public pages, and the ratio to Django's smallest view.

Fill a catalogue first, in a place of its own:

    DATA_DIR=/some/where manage.py migrate && manage.py createcachetable
    DATA_DIR=/some/where manage.py load_sample --items 10000
    DATA_DIR=/some/where benchmarks/pages.py

Everything is measured in one process and one run, in turn, so that whatever else the
machine does weighs on all rows alike. PostgreSQL's own work is not counted.
"""

import os
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("SECRET_KEY", "benchmarks-only")

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import path

from history.models import Collection, Item

ROUNDS = int(os.environ.get("ROUNDS", "40"))
urlpatterns = [path("smallest/", lambda request: HttpResponse("ok"))]


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
    return {
        "home": "/",
        "browse": "/items/",
        "item": item.get_absolute_url(),
        "collection": collection.get_absolute_url(),
        "search": "/items/?q=" + "заводе",
        "search_rare": "/items/?q=" + item.title.split()[-1],
        "api_items": "/api/v1/items/?size=24",
    }


def one(client: Client, address: str) -> float:
    """Give the CPU milliseconds of one request."""
    begun = time.process_time()
    answer = client.get(address, follow=True)
    spent = (time.process_time() - begun) * 1000
    if answer.status_code != 200:
        sys.exit(f"{address} answers {answer.status_code}")
    return spent


def main() -> None:
    """Measure in turn, print a table and the figures."""
    call_command("collectstatic", interactive=False, verbosity=0)
    addresses = pages()
    client = Client(HTTP_HOST="localhost")
    times: dict[str, list[float]] = {name: [] for name in ("smallest", *addresses)}
    queries = {}
    for name, address in addresses.items():
        one(client, address)
        with CaptureQueriesContext(connection) as captured:
            one(client, address)
        queries[name] = len(captured)
    for _round in range(ROUNDS):
        with override_settings(MIDDLEWARE=[], ROOT_URLCONF=__name__):
            times["smallest"].append(one(client, "/smallest/"))
        for name, address in addresses.items():
            times[name].append(one(client, address))
    smallest = statistics.median(times["smallest"])
    count = Item.objects.published().count()
    print(f"{count} items, {connection.vendor}, {ROUNDS} rounds, medians\n")
    print(f"{'page':<14}{'CPU ms':>9}{'ratio':>9}{'queries':>9}")
    print(f"{'smallest':<14}{smallest:>9.2f}{1:>9.1f}{0:>9}")
    for name in addresses:
        median = statistics.median(times[name])
        print(f"{name:<14}{median:>9.2f}{median / smallest:>9.1f}{queries[name]:>9}")
    print()
    for name in addresses:
        median = statistics.median(times[name])
        print(f"figure page_{name}_cpu {median:.2f} ms goal 40")
        print(
            f"figure page_{name}_ratio {median / smallest:.1f} x_smallest_view goal 100"
        )
        print(f"figure page_{name}_queries {queries[name]} queries goal 25")


if __name__ == "__main__":
    main()
