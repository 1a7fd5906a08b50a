"""Own what lies under every map: one file of tiles, an address of tiles, or nothing.

Refuses to know how it is drawn: `static/js/map_ground.js` does that.
"""

from pathlib import Path

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse


def file() -> Path | None:
    """Give the one-file map that lies on our own disk, if the operator put one there."""
    named = settings.MAP_PMTILES
    if not named or _is_elsewhere(named):
        return None
    path = Path(settings.DATA_DIR) / named
    return path if path.is_file() else None


def facts() -> dict[str, str]:
    """Tell the script what to lay under a map; every value may be empty.

    Shape: `pmtiles` (address of the file), `reader` and `painter` (scripts that read it
    and that draw streets from it), `tiles` (address of single tiles), `credit`.
    """
    named = settings.MAP_PMTILES
    address = reverse("history:map_file") if file() else ""
    if _is_elsewhere(named):
        address = named
    return {
        "pmtiles": address,
        "reader": static("js/vendor/pmtiles.js") if address else "",
        "painter": static("js/vendor/protomaps-leaflet.js") if address else "",
        "tiles": settings.MAP_TILES,
        "credit": settings.MAP_CREDIT,
    }


def _is_elsewhere(named: str) -> bool:
    return named.startswith(("https://", "http://"))
