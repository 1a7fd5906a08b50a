"""What was sent, as the desk understands it: words to start with, and doubts."""

from django.utils import timezone
from django.utils.translation import get_language

from contributions import rights
from contributions.models import Contribution
from contributions.rights import TakenBy
from history import dates
from history.models import Claim
from history.names import credit
from history.naming import names_in, people_named, place_named


def starting_words(contribution: Contribution) -> dict:
    """Fill in the fields to publish from what was sent."""
    named = credit(contribution.name, contribution.credit)
    author = contribution.author_name
    if contribution.taken_by == TakenBy.ME:
        author = named
    about = contribution.about_item
    said = names_in(contribution.people_said)
    for of_one in contribution.attachments.values_list("people_said", flat=True):
        said += names_in(of_one)
    people = people_named(said)
    own = {
        "how": "extend" if contribution.kind == Contribution.Kind.CORRECTION else "one",
        "extend": about.reference if about else "",
        "title": contribution.title,
        "story": contribution.story,
        "language": contribution.language,
        "date_said": contribution.date_said,
        "date_reason": contribution.date_reason,
        "place": contribution.place_id,
        "place_said": contribution.place_said,
        "people": "\n".join(dict.fromkeys(person.name for person in people.values())),
        "creator": author,
        "credit_line": named,
        "rights": contribution.rights,
        "collections": [str(contribution.collection_id)]
        if contribution.collection_id
        else [],
    }
    return own | _marked(marked_words(contribution), people=own["people"])


def marked_words(contribution: Contribution) -> dict[str, Claim]:
    """Give what was marked as a fact and waits to be published, the latest of a field.

    Shape: {field of a claim: the claim}; of people all, under "person-<number>".
    """
    told = Claim.objects.told_by(Claim.Source.CONTRIBUTION, contribution.reference)
    waiting = told.filter(item__isnull=True, state=Claim.State.PROPOSED)
    return {
        f"{one.field}-{one.pk}" if one.field == Claim.Field.PERSON else one.field: one
        for one in waiting
    }


def _marked(marked: dict[str, Claim], *, people: str) -> dict:
    """Fill in what a colleague marked: it was read later than the form was filled in."""
    found: dict = {}
    if title := marked.get(Claim.Field.TITLE):
        found["title"] = title.words
    if date := marked.get(Claim.Field.DATE):
        found |= {"date_said": date.words, "date_reason": _source_of(date)[:200]}
    if place := marked.get(Claim.Field.PLACE):
        known = place_named(place.words)
        found |= {"place_said": place.words, "place": known.pk if known else None}
    words = [one.words for one in marked.values() if one.field == Claim.Field.PERSON]
    if words:
        named = people_named(words).values()
        lines = [*people.splitlines(), *(person.name for person in named)]
        found["people"] = "\n".join(dict.fromkeys(lines))
    return found


def _source_of(claim: Claim) -> str:
    """Say how we know it: the reason that was given, and who says so."""
    return ": ".join(part for part in (claim.credit, claim.reason) if part)


def rights_doubt(contribution: Contribution) -> str:
    """Say why the rights, or those who can be seen, deserve a second look; or nothing."""
    outcome = rights.work_out(rights.said_by(contribution), today=timezone.localdate())
    return " ".join(str(doubt.label) for doubt in outcome.doubts)


def date_echo(contribution: Contribution) -> str:
    """Say how the resident's date was understood; empty when it was not."""
    if not contribution.date_said or not contribution.date_edtf:
        return ""
    return dates.display(
        contribution.date_earliest,
        contribution.date_latest,
        contribution.date_edtf,
        get_language() or "uk",
    )
