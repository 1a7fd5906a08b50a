"""Measure the picture ladder against named peers, in CPU time of one run.

    .venv/bin/python benchmarks/images.py

Compares our ladder with `vipsthumbnail` (Debian's libvips-tools) run once per
size on the same file; without it, with the naive way of using Pillow. Prints a
table for people and one `figure` line each for tools. Exits 0 whatever it finds.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from PIL import Image, ImageDraw, ImageOps

from history.images import derive, inspect, ladder
from history.images.decoding import decode
from history.images.reading import inspection_of, open_picture
from history.images.results import Limits

ROUNDS = 5
WIDTHS = ladder.WIDTHS


def main() -> None:
    """Make the files, run every way, print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        jpeg, png = root / "12mp.jpg", root / "24mp.png"
        photograph(4000, 3000).save(jpeg, "JPEG", quality=90)
        photograph(6000, 4000).save(png, "PNG", compress_level=3)
        out = root / "out"
        out.mkdir()
        rows = measure(jpeg, png, out)
        show(rows)
        scan = root / "100mp.tif"
        grain = Image.effect_noise((2500, 2500), 40).resize((10_000, 10_000))
        grain.save(scan, "TIFF")
        print(f"figure child_peak_memory {peak_mib(scan, out):.0f} MiB goal 300")


def peak_mib(path: Path, out: Path) -> float:
    """Return the peak memory of a decoder, asked from a fresh small process.

    Linux counts the memory of the asking process at the fork as the child's own.
    """
    code = (
        "import resource, sys; from history.images import Limits, derive;"
        "derive(sys.argv[1], into=sys.argv[2], limits=Limits(max_bytes=2**30));"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code, path, out],
        cwd=Path(__file__).resolve().parents[1],
        capture_output=True,
        check=True,
    )
    return int(answer.stdout) / 1024


def photograph(width: int, height: int) -> Image.Image:
    """Draw something as busy as a photograph: shapes under film grain."""
    picture = Image.linear_gradient("L").resize((width, height))
    draw = ImageDraw.Draw(picture)
    for i in range(400):
        x, y = i * 997 % width, i * 577 % height
        draw.ellipse((x, y, x + 40 + i, y + 30 + i), fill=i * 37 % 256)
    grain = Image.effect_noise((width // 2, height // 2), 24).resize((width, height))
    grey = Image.blend(picture, grain, 0.25)
    return ImageOps.colorize(grey, (40, 25, 10), (250, 240, 215), mid=(150, 120, 90))


def measure(jpeg: Path, png: Path, out: Path) -> dict[str, float]:
    """Return CPU milliseconds by name of the way."""
    rows = {
        "jpeg: our ladder, four JPEGs": cpu_ms(lambda: our_jpegs(jpeg, out)),
        "jpeg: naive Pillow, four JPEGs": cpu_ms(lambda: naive_jpegs(jpeg, out)),
        "jpeg: codecs alone, four JPEGs": cpu_ms(codec_limit(jpeg, out)),
        "jpeg: whole child, WebP set": cpu_ms(lambda: derive(jpeg, into=out)),
        "jpeg: child that only inspects": cpu_ms(lambda: inspect(jpeg)),
        "png 24 MP: our decode (libvips)": cpu_ms(lambda: our_decode(png)),
        "png 24 MP: decode with Pillow": cpu_ms(lambda: pillow_decode(png)),
    }
    if program := shutil.which("vipsthumbnail"):
        for ending in ("jpg", "webp"):
            rows[f"jpeg: vipsthumbnail, four {ending}"] = cpu_ms(
                vipsthumbnail(program, jpeg, out, ending)
            )
    return rows


def cpu_ms(work: Callable[[], object]) -> float:
    """Return the median CPU milliseconds of this process and its children."""
    return 1000 * statistics.median(_once(work) for _ in range(ROUNDS))


def _once(work: Callable[[], object]) -> float:
    before = _spent()
    work()
    return _spent() - before


def _spent() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def our_decode(path: Path) -> Image.Image:
    """Decode through our code, in this process, to the top of the ladder."""
    limits = Limits()
    picture, media_type, size = open_picture(path, limits)
    with picture:
        facts = inspection_of(picture, path, media_type, limits)
        return decode(picture, path, facts, ladder.fit(*size, WIDTHS[-1]))


def our_jpegs(path: Path, out: Path) -> None:
    """Make four JPEGs along our ladder: one decode, each from the next larger."""
    current = our_decode(path)
    for width in sorted(WIDTHS, reverse=True):
        size = ladder.fit(*current.size, width)
        if size != current.size:
            current = ladder.smaller(current, size)
        current.save(out / f"{width}.jpg", **ladder.JPEG)


def naive_jpegs(path: Path, out: Path) -> None:
    """Do what most code does: open, turn, resize and save once per size."""
    for width in WIDTHS:
        with Image.open(path) as picture:
            upright = ImageOps.exif_transpose(picture).convert("RGB")
            size = ladder.fit(*upright.size, width)
            upright.resize(size, Image.Resampling.LANCZOS).save(
                out / f"naive-{width}.jpg", **ladder.JPEG
            )


def codec_limit(path: Path, out: Path) -> Callable[[], None]:
    """Return the work that nobody can avoid: one scaled decode, four encodes."""
    steps = [our_decode(path)]
    for width in sorted(WIDTHS, reverse=True)[1:]:
        steps.append(steps[-1].resize(ladder.fit(*steps[-1].size, width)))

    def work() -> None:
        with Image.open(path) as picture:
            picture.draft("RGB", steps[0].size)
            picture.load()
        for step in steps:
            step.save(out / f"limit-{step.width}.jpg", **ladder.JPEG)

    return work


def pillow_decode(path: Path) -> None:
    """Decode and shrink with Pillow what our code gives to libvips."""
    with Image.open(path) as picture:
        picture.convert("RGB").resize(
            ladder.fit(*picture.size, WIDTHS[-1]), reducing_gap=2.0
        )


def vipsthumbnail(program: str, path: Path, out: Path, ending: str):
    """Return the work of the peer: the program once per size."""
    options = {"jpg": "[Q=82]", "webp": "[Q=80,effort=2]"}[ending]

    def work() -> None:
        for width in WIDTHS:
            target = os.fspath(out / f"vips-{width}.{ending}{options}")
            subprocess.run(
                [program, "--size", f"{width}x", "-o", target, path], check=True
            )

    return work


def show(rows: dict[str, float]) -> None:
    """Print the table and the figures."""
    for name, value in rows.items():
        print(f"{name:36} {value:8.0f} ms CPU")
    ours = rows["jpeg: our ladder, four JPEGs"]
    limit = ours / rows["jpeg: codecs alone, four JPEGs"]
    print(f"figure jpeg12_over_codecs {limit:.2f} x_codecs goal 1.30")
    naive = ours / rows["jpeg: naive Pillow, four JPEGs"]
    print(f"figure jpeg12_over_naive {naive:.2f} x_naive_pillow goal 0.25")
    png = rows["png 24 MP: our decode (libvips)"]
    png /= rows["png 24 MP: decode with Pillow"]
    print(f"figure png24_decode {png:.2f} x_pillow goal 0.80")
    peer = rows.get("jpeg: vipsthumbnail, four jpg")
    if peer is None:
        print("no vipsthumbnail: its figures are not printed (apt: libvips-tools)")
        return
    print(f"figure jpeg12_four_jpegs {ours / peer:.2f} x_vipsthumbnail goal 0.22")
    webp = rows["jpeg: whole child, WebP set"] / rows["jpeg: vipsthumbnail, four webp"]
    print(f"figure jpeg12_webp_set {webp:.2f} x_vipsthumbnail goal 0.35")


if __name__ == "__main__":
    main()
