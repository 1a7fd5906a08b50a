"""Measure the rendition ladder against named peers, in CPU time of one run.

    .venv/bin/python benchmarks/renditions.py

Compares our ladder with `vipsthumbnail` (Debian's libvips-tools) run once per size
on the same files, and with the codecs alone: one scaled decode and the encoders.
CPU is user and system time, children included, the median of a few rounds. Prints
a table for people and one `figure` line each for tools. Exits 0 whatever it finds.
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

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import pillow_heif
from PIL import Image, ImageDraw, ImageOps

from history.images import Limits, derive, inspect, ladder
from history.images.decoding import load, stream, turned
from history.images.sources import opened

pillow_heif.register_heif_opener()
ROUNDS = 3
WIDTHS = ladder.WIDTHS
SAME_EFFORT = "webp[Q=80,effort=2]"  # libvips itself takes 4: slower, 3 % smaller
LIMITS = Limits(max_bytes=2**30)
FILES = {
    # name: megapixels, how it is written
    "jpeg 12 MP": ((4000, 3000), {"format": "JPEG", "quality": 90}),
    "jpeg 24 MP": ((6000, 4000), {"format": "JPEG", "quality": 90}),
    "jpeg 48 MP": ((8000, 6000), {"format": "JPEG", "quality": 90}),
    "png 24 MP": ((6000, 4000), {"format": "PNG", "compress_level": 3}),
    "tiff 100 MP grey": ((10_000, 10_000), {"format": "TIFF"}),
    "heic 12 MP": ((4000, 3000), {"format": "HEIF", "quality": 80}),
}


def main() -> None:
    """Make the files, run every way, print the figures."""
    program = shutil.which("vipsthumbnail")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        out = root / "out"
        out.mkdir()
        print(
            f"{'CPU, milliseconds':20}{'ours':>8}{'vips':>8}{'codecs':>8}{'peak':>10}"
        )
        for name, (size, options) in FILES.items():
            path = root / name.replace(" ", "-")
            picture = photograph(*size)
            picture = picture.convert("L") if "grey" in name else picture
            picture.save(path, **options)
            ladder_of(name, path, out, program)
        one_process(root / "jpeg-12-MP", out, program)
        readers(root, out)
    if program is None:
        print("no vipsthumbnail: its figures are not printed (apt: libvips-tools)")


def ladder_of(name: str, path: Path, out: Path, program: str | None) -> None:
    """Measure what a worker does for one file: a whole child, the whole set."""
    ours = cpu_ms(lambda: derive(path, into=out, limits=LIMITS))
    codecs = cpu_ms(codec_limit(path, out, ladder.WEBP, "webp"))
    peer = peer_ms(program, path, out, SAME_EFFORT)
    peak = peak_mib(path, out)
    shown = f"{peer:8.0f}" if peer else f"{'none':>8}"
    print(f"{name:20}{ours:8.0f}{shown}{codecs:8.0f}{peak:6.0f} MiB")
    key = "".join(name.lower().replace(" mp", "").split())
    if peer:
        print(f"figure {key}_child {ours / peer:.2f} x_vipsthumbnail goal 0.35")
    if "100" in name:
        print(f"figure child_peak_memory {peak:.0f} MiB goal 300")


def one_process(path: Path, out: Path, program: str | None) -> None:
    """Measure the ladder in this process: the work, without the start of a child."""
    start = cpu_ms(lambda: inspect(path))
    print(f"a child that only looks at a file: {start:.0f} ms CPU")
    naive = cpu_ms(lambda: naive_jpegs(path, out))
    sets = (
        ("four_jpegs", "jpg", ladder.JPEG, "jpg[Q=82]", 0.22),
        ("webp_set", "webp", ladder.WEBP, "webp[Q=80]", 0.35),
        ("webp_same_effort", "webp", ladder.WEBP, SAME_EFFORT, 0.35),
    )
    for name, ending, options, theirs, goal in sets:
        ours = cpu_ms(lambda e=ending, o=options: our_set(path, out, e, o))
        codecs = cpu_ms(codec_limit(path, out, options, ending))
        peer = peer_ms(program, path, out, theirs)
        print(
            f"12 MP {name}: ours {ours:.0f}, codecs {codecs:.0f}, vips {peer or 0:.0f}"
        )
        if peer:
            print(f"figure jpeg12_{name} {ours / peer:.2f} x_vipsthumbnail goal {goal}")
        print(f"figure jpeg12_{name}_limit {ours / codecs:.2f} x_codecs goal 1.30")
        if name == "four_jpegs":
            print(f"figure jpeg12_naive {ours / naive:.2f} x_naive_pillow goal 0.25")


def readers(root: Path, out: Path) -> None:
    """Show per format which reader is cheaper: that one should be ours."""
    print(f"{'decode and shrink, ms':24}{'Pillow':>8}{'libvips':>8}")
    for name in FILES:
        path = root / name.replace(" ", "-")
        if "heic" in name:
            continue  # Pillow only
        by_pillow = cpu_ms(lambda path=path: decoded(path, load))
        by_vips = cpu_ms(lambda path=path: decoded(path, None))
        print(f"{name:24}{by_pillow:8.0f}{by_vips:8.0f}")


def decoded(path: Path, reader: Callable | None) -> Image.Image:
    """Decode to the top of the ladder with one of the two readers."""
    with opened(path, LIMITS) as source:
        facts = source.inspection
        size = ladder.fit(facts.width_px, facts.height_px, WIDTHS[-1])
        size = turned(size, facts.orientation)
        return reader(source.picture, size) if reader else stream(path, facts, size)


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
        cwd=ROOT,
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
    with opened(path, LIMITS) as source:
        facts = source.inspection
        return source.decode(ladder.fit(facts.width_px, facts.height_px, WIDTHS[-1]))


def our_set(path: Path, out: Path, ending: str, options: dict) -> None:
    """Make four sizes along our ladder: one decode, each from the next larger."""
    current = our_decode(path)
    for width in sorted(WIDTHS, reverse=True):
        size = ladder.fit(*current.size, width)
        if size != current.size:
            current = ladder.smaller(current, size)
        current.save(out / f"{width}.{ending}", **options)


def naive_jpegs(path: Path, out: Path) -> None:
    """Do what most code does: open, turn, resize and save once per size."""
    for width in WIDTHS:
        with Image.open(path) as picture:
            upright = ImageOps.exif_transpose(picture).convert("RGB")
            size = ladder.fit(*upright.size, width)
            upright.resize(size, Image.Resampling.LANCZOS).save(
                out / f"naive-{width}.jpg", **ladder.JPEG
            )


def codec_limit(
    path: Path, out: Path, options: dict, ending: str
) -> Callable[[], None]:
    """Return the work that nobody can avoid: one scaled decode, the encodes."""
    steps = [our_decode(path)]
    for width in sorted(WIDTHS, reverse=True)[1:]:
        steps.append(steps[-1].resize(ladder.fit(*steps[-1].size, width)))

    def work() -> None:
        with Image.open(path) as picture:
            picture.draft("RGB", steps[0].size)
            picture.load()
        for step in steps:
            step.save(out / f"limit-{step.width}.{ending}", **options)

    return work


def peer_ms(program: str | None, path: Path, out: Path, target: str) -> float | None:
    """Measure vipsthumbnail once per size; None where it is missing or cannot read."""

    def work() -> None:
        for width in WIDTHS:
            name = os.fspath(out / f"vips-{width}.{target}")
            subprocess.run(
                [program, "--size", f"{width}x", "-o", name, path],
                check=True,
                capture_output=True,
            )

    if program is None:
        return None
    try:
        return cpu_ms(work)
    except subprocess.CalledProcessError:
        print(f"vipsthumbnail cannot read {path.name}")
        return None


if __name__ == "__main__":
    main()
