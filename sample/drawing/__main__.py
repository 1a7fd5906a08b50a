"""Draw all pictures of the sample city: `python -m sample.drawing [KEY…]`."""

from __future__ import annotations

import sys
import tomllib
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from PIL import Image

from . import draw

HERE = Path(__file__).resolve().parent.parent
PICTURES = HERE / "pictures"
LONGEST = 1440
QUALITY = 62


def jobs() -> dict[str, dict]:
    """Return what to draw, by file name."""
    found: dict[str, dict] = {}
    for path in sorted((HERE / "town").glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        for table in ("item", "contribution"):
            for entry in data.get(table, []):
                for number, picture in enumerate(entry.get("pictures", []), start=1):
                    found[file_name(entry["key"], number)] = picture["draw"]
    return found


def file_name(key: str, number: int) -> str:
    """Return the file of an entry's picture."""
    return f"{key}.jpg" if number == 1 else f"{key}-{number}.jpg"


def phone_exif(year: int, seed: int) -> Image.Exif:
    """Return what a telephone writes beside the pixels, position included."""
    exif = Image.Exif()
    exif[0x010F] = "Zirka"
    exif[0x0110] = "Zirka Foto 5"
    exif[0x0132] = f"{year}:05:14 11:{seed % 60:02d}:09"
    camera = exif.get_ifd(0x8769)
    camera[0x9003] = exif[0x0132]
    camera[0x829A] = 1 / 250
    camera[0x8827] = 100
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", (47.0, 56.0, 56.0 + seed % 9)
    place[3], place[4] = "E", (36.0, 53.0, 48.0 + seed % 7)
    return exif


def save(name: str, order: dict) -> str:
    """Draw one picture into the folder."""
    picture = draw(**order)
    longest = LONGEST if picture.width < picture.height * 2 else 1760
    longest = picture.width if order.get("shape") == "sheet" else longest
    picture.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    extra = {}
    if order["year"] >= 2013 and order["scene"] != "letter":
        extra["exif"] = phone_exif(order["year"], order["seed"])
    picture.save(
        PICTURES / name,
        "JPEG",
        quality=QUALITY,
        optimize=True,
        progressive=True,
        **extra,
    )
    return name


def main(wanted: list[str]) -> None:
    """Draw the pictures whose names begin with one of the words, or all."""
    PICTURES.mkdir(exist_ok=True)
    todo = {name: order for name, order in jobs().items() if not wanted or name.startswith(tuple(wanted))}
    with ProcessPoolExecutor() as pool:
        for name in pool.map(save, todo, todo.values()):
            print(name)


if __name__ == "__main__":
    main(sys.argv[1:])
