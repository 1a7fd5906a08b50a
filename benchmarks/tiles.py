"""Measure deep-zoom tiles against `vips dzsave`, in CPU time of one run.

    .venv/bin/python benchmarks/tiles.py

The peer (Debian's libvips-tools) cuts the same file into the same layout at the same
quality. Ours is the whole way: a fresh child behind its walls, and the look at what it
wrote. Prints a table for people and one `figure` line each for tools. Exits 0 whatever
it finds.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from PIL import Image, ImageOps

from history.images import Limits, tile

ROUNDS = 5
LIMITS = Limits(max_bytes=2**30)


def main() -> None:
    """Make the files, cut each both ways in turn, print the figures."""
    program = shutil.which("vips")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, path, goal in files(root):
            ours, peer = measure(program, path, root)
            line = f"{name:28} ours {ours:6.0f} ms CPU"
            if peer is None:
                print(f"{line}   no vips: not compared (apt: libvips-tools)")
                continue
            print(f"{line}   vips dzsave {peer:6.0f} ms CPU")
            print(
                f"figure tiles_{path.stem} {ours / peer:.2f} x_vips_dzsave goal {goal}"
            )
        turned = {"rotate": 90}
        held = cpu_ms(lambda: cut(root / "jpeg24.jpg", root / "held", turned))
        print(f"{'24 MP JPEG, turned':28} ours {held:6.0f} ms CPU")
        largest = root / "tiff250.tif"
        Image.new("L", (20_000, 12_500), 128).save(largest, compression="tiff_lzw")
        peak = peak_mib(largest, root / "peak")
        print(f"figure tiles_peak_memory_250mp {peak:.0f} MiB goal 300")


def peak_mib(path: Path, out: Path) -> float:
    """Return the peak memory of the child, asked from a fresh small process.

    Linux counts the memory of the asking process at the fork as the child's own.
    """
    code = (
        "import resource, sys; from history.images import Limits, tile;"
        "tile(sys.argv[1], into=sys.argv[2], limits=Limits(max_bytes=2**30));"
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
    """Draw something as busy as an old photograph: soft light under film grain."""
    light = Image.radial_gradient("L").resize((width, height))
    grain = Image.effect_noise((width // 2, height // 2), 24).resize((width, height))
    grey = Image.blend(light, grain, 0.3)
    return ImageOps.colorize(grey, (40, 25, 10), (250, 240, 215), mid=(150, 120, 90))


def files(root: Path):
    """Draw what is measured: name, path, goal."""
    picture = photograph(6000, 4000)
    picture.save(root / "jpeg24.jpg", quality=90)
    yield "24 MP JPEG", root / "jpeg24.jpg", "1.10"
    picture.resize((8000, 6000)).save(root / "jpeg48.jpg", quality=90)
    yield "48 MP JPEG", root / "jpeg48.jpg", "1.10"
    picture.save(root / "png24.png", compress_level=3)
    yield "24 MP PNG", root / "png24.png", "1.10"
    grain = Image.effect_noise((2500, 2500), 40).resize((10_000, 10_000))
    grain.save(root / "tiff100.tif")
    yield "100 MP grey TIFF", root / "tiff100.tif", "1.10"


def measure(program: str | None, path: Path, root: Path) -> tuple[float, float | None]:
    """Return the least CPU milliseconds of both, taken in turns: others may be at work."""
    ours, peers = [], []
    for _ in range(ROUNDS):
        ours.append(cpu_ms(lambda: cut(path, root / "ours", None)))
        if program:
            peers.append(cpu_ms(lambda: dzsave(program, path, root / "peer")))
    return min(ours), min(peers) if peers else None


def cpu_ms(work: Callable[[], object]) -> float:
    """Return the CPU milliseconds of this process and its children."""
    before = _spent()
    work()
    return 1000 * (_spent() - before)


def _spent() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def cut(path: Path, out: Path, edits: dict | None) -> None:
    """Cut as a worker does."""
    shutil.rmtree(out, ignore_errors=True)
    tile(path, into=out, edits=edits, limits=LIMITS)


def dzsave(program: str, path: Path, out: Path) -> None:
    """Cut as the peer does, streaming as well."""
    shutil.rmtree(out, ignore_errors=True)
    options = ["--layout", "iiif3", "--tile-size", "512", "--overlap", "0"]
    suffix = ["--suffix", ".jpg[Q=80,strip]"]
    subprocess.run([program, "dzsave", path, out, *options, *suffix], check=True)


if __name__ == "__main__":
    main()
