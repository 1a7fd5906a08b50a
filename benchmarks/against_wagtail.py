"""CPU milliseconds a request of our pages against a Wagtail gallery of the same items.

    benchmarks/against_wagtail.py                        (a passing catalogue of ITEMS=1000)
    DATA_DIR=/some/where benchmarks/against_wagtail.py   (a catalogue made beforehand)
    DATABASE_URL=postgres://… DATA_DIR=/some/where benchmarks/against_wagtail.py

The items are written out, Wagtail is installed from PyPI into a passing folder, by
`peers/wagtail/requirements.txt`, and filled with them. Both sides are then asked in
turn, so that whatever else the machine does weighs on both alike.

Two columns are ours. "drawn": the page is made anew, as after each publication. "kept":
asked again by a visitor without an account. Wagtail's pages are always drawn: Django's
cache of whole pages would fit there too, but shows what was taken down until it expires.
Wagtail's pages do less: no facets, timeline, languages or rights. On PostgreSQL the
time of its own process is counted as well, in ticks of the system's clock.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
PEER = ROOT / "benchmarks" / "peers" / "wagtail"
sys.path[0] = str(ROOT)
passing = tempfile.TemporaryDirectory(prefix="mistok-wagtail-")
FOLDER = Path(passing.name)
OWN = "DATA_DIR" not in os.environ and "DATABASE_URL" not in os.environ
if OWN:
    os.environ |= {"DATA_DIR": str(FOLDER / "mistok"), "ENV_FILE": os.devnull}
os.environ.setdefault("LOG_LEVEL", "ERROR")

from django.core.cache import caches
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks import pages
from history.models import Collection, Item

ROUNDS = int(os.environ.get("ROUNDS", "30"))
GOALS = {
    "home": 0.2, "browse": 0.2, "item": 0.4,
    "search_common": 0.4, "search_middle": 0.4, "search_two": 0.4,
}  # fmt: skip


def main() -> None:
    """Make both sites, ask them in turn, print the ratios."""
    if OWN:
        for command in ("migrate", "createcachetable", "sync_roles"):
            call_command(command, verbosity=0)
        call_command("load_sample", items=int(os.environ.get("ITEMS", "1000")))
    call_command("collectstatic", interactive=False, verbosity=0)
    ours = pages.pages()
    python = install()
    if python is None:
        print("Wagtail could not be installed, so there is nothing to compare with.")
        return
    given = FOLDER / "peer" / "given"
    given.mkdir(parents=True)
    write_out(given)
    with Wagtail(python) as wagtail:
        theirs = {
            "home": "/", "browse": "/items/", "item": wagtail.item,
            **{
                name: "/search/?" + ours[name].partition("?")[2]
                for name in GOALS
                if name.startswith("search_")
            },
        }  # fmt: skip
        show(measure(ours, theirs, wagtail), wagtail)


def install() -> str | None:
    """Give a Python with Wagtail: of WAGTAIL_PYTHON, or installed into a passing folder."""
    if ready := os.environ.get("WAGTAIL_PYTHON"):
        return ready
    venv.create(FOLDER / "venv", with_pip=True)
    python = str(FOLDER / "venv" / "bin" / "python")
    done = subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
         "--requirement", PEER / "requirements.txt"],
    )  # fmt: skip
    return python if done.returncode == 0 else None


def write_out(folder: Path) -> None:
    """Write collections, items and the few pictures that they share as plain files."""
    with (folder / "collections.jsonl").open("w") as file:
        for row in Collection.objects.published().order_by("position", "pk"):
            said = {"pk": row.pk, "title": row.title, "slug": row.slug}
            print(json.dumps(said), file=file)
    items = Item.objects.published().order_by("pk").select_related("place")
    items = items.prefetch_related("media", "entries")
    pictures: dict[str, str] = {}
    with (folder / "items.jsonl").open("w") as file:
        for item in items.iterator(chunk_size=1000):
            media = next(iter(item.media.all()), None)
            said = {
                "pk": item.pk, "title": item.title, "date_said": item.date_said,
                "place": str(item.place or ""), "description": item.description,
                "story": item.story, "published_at": item.published_at.isoformat(),
                "collections": [entry.collection_id for entry in item.entries.all()],
                "photo": _picture(media, folder, pictures),
            }  # fmt: skip
            print(json.dumps(said), file=file)


def _picture(media, folder: Path, pictures: dict[str, str]) -> str:
    """Copy the largest public size of a picture once; give the name of the copy."""
    sizes = [step for step in (media.renditions if media else []) if step.get("width")]
    if not sizes:
        return ""
    path = max(sizes, key=lambda step: step["width"])["path"]
    if path not in pictures:
        pictures[path] = f"{len(pictures)}.webp"
        with storages["public"].open(path) as file:
            (folder / pictures[path]).write_bytes(file.read())
    return pictures[path]


class Wagtail:
    """The other site, in a process of its own."""

    def __init__(self, python: str):
        self.database = ""
        if connection.vendor == "postgresql":
            address = urlsplit(os.environ["DATABASE_URL"])
            self.database = address.path.lstrip("/") + "_wagtail"
            self._of_server(f'DROP DATABASE IF EXISTS "{self.database}"')
            self._of_server(f'CREATE DATABASE "{self.database}"')
            os.environ["PEER_DATABASE_URL"] = address._replace(
                path=f"/{self.database}"
            ).geturl()
        os.environ["PEER_FOLDER"] = str(FOLDER / "peer")
        self.process = subprocess.Popen(
            [python, "answering.py"], cwd=PEER, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        said = self.process.stdout.readline().split()
        if not said:
            sys.exit("The Wagtail site did not start: the lines above say why.")
        self.count, self.item, self.backend = int(said[1]), said[2], int(said[3])

    def ask(self, line: str) -> dict:
        """Give what one request took."""
        before = ticks(self.backend)
        print(line, file=self.process.stdin, flush=True)
        answer = json.loads(self.process.stdout.readline())
        if answer["status"] != 200:
            sys.exit(f"Wagtail's {line} answers {answer['status']}")
        return answer | {"ms": answer["ms"] + ticks(self.backend) - before}

    def _of_server(self, statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    def __enter__(self) -> "Wagtail":
        return self

    def __exit__(self, *problem) -> None:
        self.process.stdin.close()
        self.process.wait(30)
        if self.database:
            self._of_server(f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)')
        shutil.rmtree(FOLDER / "peer", ignore_errors=True)


def ticks(process: int) -> float:
    """Give the CPU milliseconds of a process so far; 0 where nobody can say."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def measure(ours: dict, theirs: dict, wagtail: Wagtail) -> dict[str, dict]:
    """Ask both sides in turn; give the milliseconds of each page, one a round."""
    visitor, bare = pages.Visitor(), pages.bare_client()
    rows: dict[str, dict] = {
        name: {"drawn": [], "kept": [], "wagtail": []} for name in theirs
    }
    rows["smallest"] = {"drawn": [], "kept": [], "wagtail": []}
    for name, address in theirs.items():
        visitor.drawn(ours[name])
        caches["pages"].clear()
        with CaptureQueriesContext(connection) as captured:
            visitor.again(ours[name])
        wagtail.ask(address)
        counted = wagtail.ask(f"count {address}")
        rows[name]["queries"] = len(captured), counted["queries"]
        rows[name]["found"] = counted["found"]
    backend = _backend()

    def spent(work, address: str) -> float:
        before = ticks(backend)
        return work(address)[0] + ticks(backend) - before

    for _round in range(ROUNDS):
        rows["smallest"]["drawn"].append(pages.one(bare, "/smallest/")[0])
        rows["smallest"]["wagtail"].append(wagtail.ask("/smallest/")["ms"])
        for name, address in theirs.items():
            rows[name]["drawn"].append(spent(visitor.drawn, ours[name]))
            rows[name]["kept"].append(spent(visitor.again, ours[name]))
            rows[name]["wagtail"].append(wagtail.ask(address)["ms"])
    return rows


def show(rows: dict[str, dict], wagtail: Wagtail) -> None:
    """Print a table for people and the figures for tools."""
    print(f"{wagtail.count} items, {connection.vendor}, {ROUNDS} rounds; CPU ms\n")
    print(
        f"{'page':<15}{'drawn':>8}{'kept':>8}{'Wagtail':>9}{'drawn x':>9}{'kept x':>8}"
        f"{'goal':>6}{'queries':>9}{'found there':>13}"
    )
    figures = []
    for name, row in rows.items():
        drawn, theirs = typical(row["drawn"]), typical(row["wagtail"])
        kept = typical(row["kept"]) if row["kept"] else None
        line = f"{name:<15}{drawn:>8.2f}{_or_dash(kept):>8}{theirs:>9.2f}"
        if name in GOALS:
            ratio = kept / theirs if kept is not None else None
            both = "/".join(str(number) for number in row["queries"])
            line += (
                f"{drawn / theirs:>9.2f}{_or_dash(ratio):>8}{GOALS[name]:>6}{both:>9}"
            )
            line += f"{row['found'] if name.startswith('search') else '':>13}"
            begin = f"figure wagtail_{connection.vendor}_{wagtail.count}_{name}"
            goal = f"x_wagtail goal {GOALS[name]}"
            figures.append(f"{begin}_drawn {drawn / theirs:.3f} {goal}")
            if ratio is not None:
                figures.append(f"{begin}_kept {ratio:.3f} {goal}")
        print(line)
    print("", *figures, sep="\n")


def typical(values: list[float]) -> float:
    """Give the mean of the middle half: ticks of a clock have no useful median."""
    quarter = len(values) // 4
    return statistics.mean(sorted(values)[quarter : len(values) - quarter])


def _or_dash(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _backend() -> int:
    """Give the process of PostgreSQL that works for us, or 0."""
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


if __name__ == "__main__":
    main()
