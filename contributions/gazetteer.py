"""Find a place of the town by any name that people call it."""

from django.conf import settings

from history.models import Place, PlaceName

LANGUAGES = [code for code, _name in settings.LANGUAGES]


def _folded(name: str) -> str:
    return " ".join(name.casefold().replace("ё", "е").split())


def names() -> dict[str, int]:
    """List every name of every place.

    Shape: the name as written → the place's pk; today's names win over old ones.
    """
    found: dict[str, int] = {}
    today = Place.objects.order_by("pk").values_list(
        "pk", *(f"name_{code}" for code in LANGUAGES)
    )
    for pk, *spellings in today:
        for name in filter(None, spellings):
            found.setdefault(name, pk)
    others = PlaceName.objects.order_by("pk").values_list("name", "place_id")
    for name, pk in others:
        found.setdefault(name, pk)
    return found


def find(words: str) -> int | None:
    """Give the pk of the place that has exactly this name, or None."""
    wanted = _folded(words)
    if not wanted:
        return None
    for name, pk in names().items():
        if _folded(name) == wanted:
            return pk
    return None
