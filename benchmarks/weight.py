"""Kilobytes that a telephone fetches for a page, and how much of them is script.

    benchmarks/weight.py                     (loads the sample city into a passing folder)
    SITE=http://localhost:8000 benchmarks/weight.py      (a running site with some items)

The pages are served by `manage.py serve` and opened in Chromium at 360 × 740 with a
screen of two pixels to one, with an empty cache, and nothing is scrolled. What went over
the line is counted with its headers. "image" is what is seen without scrolling and counts
to "first"; "below" is what the browser fetches ahead, and does not. "gzip" is the page
itself squeezed as a web server in front would.
Needs the packages of development; CHROME_PATH names another browser.
"""

import contextlib
import gzip
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHROME = os.environ.get("CHROME_PATH", "/usr/bin/chromium")
KINDS = ("document", "stylesheet", "font", "script", "image", "other", "below")
GOAL_KB, SCRIPT_KB, LEVEL = 160, 30, 6
SHIFTS = """
window.shift = 0
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) window.shift += one.value
}).observe({ type: 'layout-shift', buffered: true })
"""
SEEN = """() => [window.shift, [...document.images].filter((image) => {
  const { top, bottom, width } = image.getBoundingClientRect()
  return width > 0 && bottom > 0 && top < innerHeight
}).map((image) => image.currentSrc)]"""
LINKS = {
    "home": ("/", None),
    "browse": ("/items/", None),
    "item": ("/items/?kind=photo", r'href="(/items/[A-Z]+-\d+/[^"]*)"'),
    "collection": ("/collections/", r'href="(/collections/[\w-]+/)"'),
    "story": ("/stories/", r'href="(/stories/[\w-]+/)"'),
    "search": ("/items/?q=%D1%88%D0%BA%D0%BE%D0%BB%D0%B0", None),
}


def main() -> None:
    """Open each page, print a table and the figures."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        print("Not measured: Playwright is not installed (requirements-dev.txt).")
        return
    if not Path(CHROME).exists():
        print(f"Not measured: there is no browser at {CHROME} (CHROME_PATH).")
        return
    with site() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROME, args=["--no-sandbox"]
        )
        heads = "".join(f"{kind:>11}" for kind in KINDS)
        print(
            f"KB over the line\n{'page':<12}{'first':>8}{heads}{'gzip':>8}{'shift':>8}"
        )
        figures = []
        for name, (path, pattern) in LINKS.items():
            path = path if pattern is None else first(address + path, pattern)
            sizes, squeezed, shift = weigh(browser, address + path)
            total = sum(sizes.values()) - sizes["below"]
            row = "".join(f"{sizes[kind]:>11.1f}" for kind in KINDS)
            print(f"{name:<12}{total:>8.1f}{row}{squeezed:>8.1f}{shift:>8.3f}")
            plain = sizes["document"]
            figures += [
                f"figure weight_{name} {total:.1f} KB goal {GOAL_KB}",
                f"figure weight_{name}_behind_gzip {total - plain + squeezed:.1f} KB goal {GOAL_KB}",
                f"figure weight_{name}_script {sizes['script']:.1f} KB goal {SCRIPT_KB}",
            ]
        browser.close()
    print("", *figures, sep="\n")


def first(address: str, pattern: str) -> str:
    """Give the first link of a list that leads to such a page."""
    with urllib.request.urlopen(address) as answer:
        found = re.search(pattern, answer.read().decode())
    if found is None:
        sys.exit(f"{address} leads to no page like {pattern}")
    return found[1]


def weigh(browser, address: str) -> tuple[Counter, float, float]:
    """Give KB by kind, KB of the page squeezed, and how much it shifted."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, device_scale_factor=2, locale="uk"
    )
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.setCacheDisabled", {"cacheDisabled": True})
    answers: dict[str, tuple[str, str]] = {}
    arrived: Counter = Counter()

    def answered(event: dict) -> None:
        answers[event["requestId"]] = event["type"].lower(), event["response"]["url"]

    def finished(event: dict) -> None:
        arrived[event["requestId"]] += event["encodedDataLength"]

    line.on("Network.responseReceived", answered)
    line.on("Network.loadingFinished", finished)
    page.add_init_script(SHIFTS)
    answer = page.goto(address, wait_until="networkidle")
    squeezed = len(gzip.compress(answer.body(), LEVEL)) / 1000
    shift, seen = page.evaluate(SEEN)
    sizes: Counter = Counter()
    for request, size in arrived.items():
        kind, url = answers.get(request, ("other", ""))
        if kind == "image" and url not in seen:
            kind = "below"
        sizes[kind if kind in KINDS else "other"] += size / 1000
    context.close()
    return sizes, squeezed, shift


@contextlib.contextmanager
def site() -> Iterator[str]:
    """Give the address of SITE, or serve a sample city of our own."""
    if given := os.environ.get("SITE"):
        yield given.rstrip("/")
        return
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="mistok-weight-") as folder:
        own = {
            **os.environ, "DATA_DIR": folder, "SECRET_KEY": "benchmarks-only",
            "ENV_FILE": os.devnull, "LOG_LEVEL": "ERROR", "PORT": str(port),
            "PYTHONUNBUFFERED": "1",
        }  # fmt: skip
        for name in ("DATABASE_URL", "REDIS_URL", "S3_PRIVATE_BUCKET", "SITE_URL"):
            own.pop(name, None)
        for command in (
            ["migrate"], ["createcachetable"], ["sync_roles"],
            ["collectstatic", "--no-input"], ["load_sample"],
        ):  # fmt: skip
            run = [sys.executable, "manage.py", *command, "--verbosity", "0"]
            subprocess.run(run, cwd=ROOT, env=own, check=True, stdout=sys.stderr)
        server = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", str(port)],
            cwd=ROOT, env=own, text=True, stdout=subprocess.PIPE,
        )  # fmt: skip
        try:
            for said in server.stdout:
                if "Ready" in said:
                    break
            yield f"http://localhost:{port}"
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(60)


if __name__ == "__main__":
    main()
