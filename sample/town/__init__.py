"""The texts of the sample city: read here, written in the TOML files beside."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PICTURES = HERE.parent / "pictures"
LANGUAGES = ("uk", "ru", "en")


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


def table(file: str, name: str) -> list[dict[str, Any]]:
    """Return the rows of one table of one file."""
    return _read(file).get(name, [])


def single(file: str, name: str) -> Any:
    """Return one value of a file."""
    return _read(file)[name]


def items() -> list[dict[str, Any]]:
    """Return all items, whatever file they are in, in the order of their years."""
    return [
        row
        for path in sorted(HERE.glob("items*.toml"))
        for row in table(path.stem, "item")
    ]


def files_of(row: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the pictures of an entry and then its sounds, as they are numbered."""
    return [*row.get("pictures", []), *row.get("sounds", [])]


def picture_path(key: str, number: int) -> Path:
    """Return the file of the picture with this number (from 1) of an entry."""
    return PICTURES / (f"{key}.jpg" if number == 1 else f"{key}-{number}.jpg")


def spoken(row: dict[str, Any], name: str, field: str | None = None) -> dict[str, str]:
    """Turn `{uk = …, ru = …}` into the columns `field_uk`, `field_ru`."""
    texts = row.get(name) or {}
    field = field or name
    return {f"{field}_{code}": texts[code] for code in LANGUAGES if code in texts}
