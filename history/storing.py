"""Where public files are found; private ones have no address."""

from django.conf import settings
from django.core.files.storage import storages


def public_url(path: str) -> str:
    """Give the address of a public file."""
    return storages["public"].url(path)


def image_service(folder: str) -> str:
    """Give the IIIF address of a folder of tiles: in the bucket itself, or ours."""
    url = public_url(f"{folder}/info.json")
    if "://" in url:
        return url.removesuffix("/info.json")
    return f"/iiif/image/{folder.rpartition('/')[2]}"


def absolute(path: str) -> str:
    """Give the whole address; object storage gives whole ones already."""
    return path if "://" in path else f"{settings.SITE_URL}{path}"
