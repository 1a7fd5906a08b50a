"""What somebody says of an item becomes a claim; one is shown, the others stay.

Takes plain values: where a claim comes from is a word and a reference, for the
archive knows nothing of the door.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from history import curation, dates, publishing, revisions, saying
from history.models import Claim, Item, Person, Place

LONGEST = Claim._meta.get_field("words").max_length


class Unclear(ValueError):
    """What was typed cannot stand as a claim; `sentence` says why, `field` where."""

    def __init__(self, sentence: str, field: str = "words") -> None:
        super().__init__(sentence)
        self.sentence, self.field = sentence, field


class Decided(Exception):
    """A colleague was faster, or the item is gone; `sentence` says what stands now."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, kw_only=True)
class Said:
    """What is claimed, by whom and why; `source_ref` and `by` stay with the staff.

    `credit` is how the person who says so may be named in public; empty names nobody.
    """

    field: str
    words: str
    language: str
    source: str
    source_ref: str = ""
    credit: str = ""
    reason: str = ""
    confidence: str = Claim.Confidence.LIKELY
    place: Place | None = None
    person: Person | None = None


@transaction.atomic
def propose(item: Item | None, said: Said, *, by, at: datetime | None = None) -> Claim:
    """Write a claim down to be decided; the same words of one source are one claim.

    Without an item it waits for `adopt`.
    Raises: Unclear.
    """
    words = " ".join(said.words.split())
    if not words:
        raise Unclear(_("Please mark or write the words."))
    if len(words) > LONGEST:
        raise Unclear(_("This is too long. Please mark only the words that say it."))
    known = Claim.objects.filter(
        item=item, field=said.field, words=words,
        source=said.source, source_ref=said.source_ref,
    ).first()  # fmt: skip
    if known is not None:
        return known
    try:
        understood = saying.understood(said.field, words, said.language)
    except dates.NotADate as error:
        raise Unclear(str(error)) from error
    claim = Claim.objects.create(
        item=item, field=said.field, words=words, language=said.language, **understood,
        place=said.place, person=said.person, credit=said.credit.strip(),
        source=said.source, source_ref=said.source_ref,
        reason=said.reason.strip()[:300], confidence=said.confidence,
        proposed_by=by, proposed_at=at or timezone.now(),
    )  # fmt: skip
    audit.record(
        # The words of a giver are theirs to take back, and nobody can here.
        "claim.propose", item or claim, by=by, note=said.reason if by else "", at=at,
        after={"claim": claim.pk, "field": claim.field},
    )  # fmt: skip
    return claim


@transaction.atomic
def adopt(
    source: str, source_ref: str, *, item: Item, by, at: datetime | None = None
) -> int:
    """Give to an item what was claimed before it was published; says how many.

    What the item says already is shown from now on; the rest waits for a decision.
    """
    told = Claim.objects.told_by(source, source_ref).filter(item__isnull=True)
    waiting = list(told)
    told.update(item=item)
    people = {str(person).casefold(): person for person in item.people.all()}
    for claim in waiting:
        claim.item = item
        if claim.field == Claim.Field.PERSON:
            claim.person = claim.person or people.get(claim.words.casefold())
            is_said = claim.person is not None and _is_new(claim, person=claim.person)
        else:
            is_said = saying.says(item, claim) and _is_new(claim)
            if is_said and claim.field == Claim.Field.PLACE:
                claim.place = claim.place or item.place
        if is_said and claim.state == Claim.State.PROPOSED:
            _decide(claim, Claim.State.SHOWN, by=by, why="", at=at or timezone.now())
    return len(waiting)


def _is_new(claim: Claim, **more: Any) -> bool:
    """Tell whether no other claim of the item is shown for it yet."""
    return not _others(claim).filter(state=Claim.State.SHOWN, **more).exists()


@transaction.atomic
def accept(
    claim: Claim,
    *,
    by,
    reason: str = "",
    place: Place | None = None,
    person: Person | None = None,
    seen: int | None = None,
    at: datetime | None = None,
) -> Item:
    """Show a claim: the item says it from now on, with a revision.

    `place` and `person` join the words to the catalogue where the claim does not yet;
    `seen` is the version of the item on which it was decided. What stood there before
    becomes a claim that is kept.
    Raises: Decided, Unclear.
    """
    at = at or timezone.now()
    claim, item = _hold(claim)
    if seen is not None and seen != revisions.version_of(item):
        raise Decided(
            _("The item was changed meanwhile. Please look at what it says now.")
        )
    if claim.state == Claim.State.SHOWN:
        raise Decided(_("This is shown already."))
    if item.status == Item.Status.REMOVED:
        raise Decided(_("This item was taken down meanwhile."))
    claim.place, claim.person = place or claim.place, person or claim.person
    if claim.field == Claim.Field.PERSON:
        if claim.person is None:
            raise Unclear(_("Please choose who of the catalogue this is."), "person")
        if _others(claim).filter(person=claim.person, state="shown").exists():
            raise Decided(_("This person is named there already."))
    else:
        _keep_the_shown(claim, item, by=by, at=at)
    _decide(claim, Claim.State.SHOWN, by=by, why=reason, at=at)
    item = publishing.correct(
        item,
        by=by,
        reason=reason or claim.reason or saying.told(claim),
        **saying.values(claim, item),
    )
    if claim.field == Claim.Field.DATE:
        curation.follow_date(item)
    return item


@transaction.atomic
def keep(
    claim: Claim,
    *,
    by,
    reason: str = "",
    is_disputed: bool = False,
    at: datetime | None = None,
) -> Claim:
    """Keep a claim beside the one that is shown; where it is disputed, visitors read it.

    Raises: Decided for what is shown: another has to take its place first.
    """
    claim, _item = _hold(claim)
    _refuse_shown(claim)
    _decide(
        claim, Claim.State.KEPT, by=by, why=reason, is_disputed=is_disputed,
        at=at or timezone.now(),
    )  # fmt: skip
    return claim


@transaction.atomic
def refuse(claim: Claim, *, by, reason: str, at: datetime | None = None) -> Claim:
    """Refuse a claim; it stays to be read by the staff, with the reason.

    Raises: Decided, Unclear without a reason.
    """
    if not reason.strip():
        raise Unclear(_("Please say why it is refused."), "reason")
    claim, _item = _hold(claim)
    _refuse_shown(claim)
    _decide(claim, Claim.State.REFUSED, by=by, why=reason, at=at or timezone.now())
    return claim


def outdate(
    item: Item, fields: Iterable[str], *, by, reason: str, at: datetime | None = None
) -> None:
    """Keep beside it what is no longer shown, as the item was corrected by hand."""
    for claim in Claim.objects.filter(item=item, field__in=fields, state="shown"):
        if claim.field == Claim.Field.PERSON:
            if claim.person in item.people.all():
                continue
        elif saying.says(item, claim):
            continue
        _decide(claim, Claim.State.KEPT, by=by, why=reason, at=at or timezone.now())


def put_back(item: Item, states: dict[int, str]) -> None:
    """Let the claims of an item stand as they stood, by their numbers.

    What was written down since of what the item had said goes; other new ones wait
    for a decision again.
    """
    new = Claim.objects.filter(item=item).exclude(pk__in=states)
    new.filter(source=Claim.Source.CATALOGUE, state=Claim.State.KEPT).delete()
    undecided = [pk for pk, state in states.items() if state == Claim.State.PROPOSED]
    waiting = Claim.objects.filter(item=item).exclude(
        pk__in=[pk for pk in states if pk not in undecided]
    )
    waiting.update(
        state=Claim.State.PROPOSED, is_disputed=False, decided_at=None,
        decided_by=None, decided_why="",
    )  # fmt: skip
    for pk, state in states.items():
        if state != Claim.State.PROPOSED:
            Claim.objects.filter(pk=pk, item=item).update(state=state)


def _hold(claim: Claim) -> tuple[Claim, Item]:
    """Lock the item, then read the claim as it is now."""
    if claim.item_id is None:
        raise Decided(_("It belongs to no published item yet."))
    item = Item.objects.select_for_update(of=("self",)).get(pk=claim.item_id)
    now = Claim.objects.select_related("place", "person", "decided_by").get(pk=claim.pk)
    if now.state != claim.state or now.item_id != claim.item_id:
        raise Decided(
            _("A colleague has decided this a moment ago: “%(state)s”.")
            % {"state": now.get_state_display()}
        )
    return now, item


def _others(claim: Claim):
    return Claim.objects.filter(item=claim.item_id, field=claim.field).exclude(
        pk=claim.pk
    )


def _refuse_shown(claim: Claim) -> None:
    if claim.state == Claim.State.SHOWN:
        raise Decided(
            _("This is what the item says now. Show another answer in its place first.")
        )


def _keep_the_shown(claim: Claim, item: Item, *, by, at: datetime) -> None:
    """Keep what the item says now; where no claim says it, write it down as one."""
    shown = _others(claim).filter(state=Claim.State.SHOWN).first()
    if shown is not None:
        _decide(shown, Claim.State.KEPT, by=by, why="", at=at)
        return
    stands = saying.standing(item, claim.field)
    if stands is None or saying.says(item, claim):
        return
    Claim.objects.create(
        item=item, field=claim.field, language=item.language,
        source=Claim.Source.CATALOGUE, state=Claim.State.KEPT,
        proposed_at=at, decided_at=at, decided_by=by, **stands,
    )  # fmt: skip


def _decide(
    claim: Claim, state: str, *, by, why: str, at: datetime, is_disputed: bool = False
) -> None:
    claim.state, claim.is_disputed = state, is_disputed
    claim.decided_by, claim.decided_at = by, at
    claim.decided_why = why.strip()[:300]
    earlier = Claim.objects.filter(pk=claim.pk).values("state", "is_disputed").first()
    claim.save()
    audit.record(
        f"claim.{state}", claim.item or claim, by=by, note=why, at=at,
        **audit.changes(
            earlier or {},
            {"claim": claim.pk, "field": claim.field, "state": state, "is_disputed": is_disputed},
        ),
    )  # fmt: skip
