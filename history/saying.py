"""What an item says and what a claim says, put beside each other."""

from typing import Any

from history import periods
from history.models import Claim, Item
from history.states import Sureness

REASON_LONGEST = Item._meta.get_field("date_reason").max_length
SURE = {
    Claim.Confidence.CERTAIN: Sureness.CERTAIN,
    Claim.Confidence.LIKELY: Sureness.PROBABLY,
    Claim.Confidence.GUESS: Sureness.GUESS,
}


def understood(field: str, words: str, language: str) -> dict[str, Any]:
    """Understand the words of a date; other words stand as they are.

    Raises: dates.NotADate.
    """
    if field != Claim.Field.DATE:
        return {}
    date = periods.understand(words, language=language)
    return {
        "date_edtf": date.edtf,
        "date_earliest": date.earliest,
        "date_latest": date.latest,
    }


def values(claim: Claim, item: Item) -> dict[str, Any]:
    """Give the fields of the item that say what is claimed."""
    match claim.field:
        case Claim.Field.DATE:
            return {
                "date_said": claim.words[:120],
                "date_edtf": claim.date_edtf,
                "date_earliest": claim.date_earliest,
                "date_latest": claim.date_latest,
                "date_reason": claim.reason[:REASON_LONGEST],
                "date_sure": SURE[Claim.Confidence(claim.confidence)],
            }
        case Claim.Field.PLACE:
            return {"place": claim.place, "place_said": claim.words}
        case Claim.Field.PERSON:
            return {"people": [*item.people.all(), claim.person]}
    return {claim.field: claim.words}


def standing(item: Item, field: str) -> dict[str, Any] | None:
    """Give what the item says now as the values of a claim; None where it says nothing."""
    match field:
        case Claim.Field.DATE:
            words = item.date_said or item.date_edtf
            return None if not words else {
                "words": words, "reason": item.date_reason,
                "date_edtf": item.date_edtf,
                "date_earliest": item.date_earliest, "date_latest": item.date_latest,
            }  # fmt: skip
        case Claim.Field.PLACE:
            words = item.place_said or (item.place.name if item.place else "")
            return {"words": words, "place": item.place} if words else None
    words = getattr(item, field)
    return {"words": words} if words else None


def says(item: Item, claim: Claim) -> bool:
    """Tell whether the item says exactly this already."""
    if claim.field == Claim.Field.DATE:
        return (item.date_edtf, item.date_said) == (claim.date_edtf, claim.words)
    if claim.field == Claim.Field.PLACE:
        if claim.place_id is None:
            return item.place_said == claim.words
        return (item.place_id, item.place_said) == (claim.place_id, claim.words)
    return getattr(item, claim.field) == claim.words


def told(claim: Claim) -> str:
    """Say of what it is and who says so."""
    who = claim.credit or claim.get_source_display()
    return f"{claim.get_field_display()}: {who}"
