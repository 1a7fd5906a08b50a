"""Where public files are found; private ones have no address."""

from django.core.files.storage import storages


def public_url(path: str) -> str:
    """Give the address of a public file."""
    return storages["public"].url(path)
