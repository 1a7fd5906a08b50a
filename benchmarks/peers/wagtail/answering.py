"""Answer one address a line, with the CPU milliseconds it took: the peer's own process.

    PEER_FOLDER=/some/where python answering.py

First line printed: `ready N`, with the number of items. Then each line read is an
address; each line written is JSON with status, milliseconds, queries and what was found.
"""

import json
import os
import re
import sys
import time
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "settings"

import django

django.setup()

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from filling import fill
from gallery.models import ItemPage

FOUND = re.compile(rb"<main>.*?<p>(\d+)</p>", re.DOTALL)


def one(client: Client, address: str) -> dict:
    """Answer one request; the smallest view runs without any middleware."""
    begun = time.process_time()
    answer = client.get(address)
    return {
        "status": answer.status_code,
        "ms": (time.process_time() - begun) * 1000,
        "html": answer.content,
    }


def main() -> None:
    """Fill the site, then answer until there is nothing more to read."""
    count = fill(Path(os.environ["PEER_FOLDER"]) / "given")
    client, bare = Client(HTTP_HOST="localhost"), Client(HTTP_HOST="localhost")
    with override_settings(MIDDLEWARE=[]):
        one(bare, "/smallest/")  # a client keeps the middleware it began with
    newest = ItemPage.objects.live().order_by("-published_at").first()
    print("ready", count, newest.url_path.removeprefix("/home"), _backend(), flush=True)
    for line in sys.stdin:
        address = line.strip()
        client.cookies.clear()
        if address.startswith("count "):
            with CaptureQueriesContext(connection) as captured:
                answer = one(client, address.removeprefix("count "))
            answer["queries"] = len(captured)
        else:
            answer = one(bare if address == "/smallest/" else client, address)
        html = answer.pop("html")
        found = FOUND.search(html)
        answer |= {"found": int(found[1]) if found else 0, "bytes": len(html)}
        print(json.dumps(answer), flush=True)


def _backend() -> int:
    """Give the process of PostgreSQL that works for us, or 0."""
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


if __name__ == "__main__":
    main()
