"""Two that are one: everything moves to the one that stays, and old addresses lead there.

What the door keeps about an item follows by the signal `merged`, sent inside the same
transaction, for the archive knows nothing of the door.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from history import aligning, publishing, revisions, sightings
from history.masters.owning import public_folders
from history.models import (
    Claim,
    Collection,
    CollectionEntry,
    Depiction,
    FormerAddress,
    Item,
    Media,
    Sighting,
)
from history.search import index

merged = Signal()
"""Sent with `source` and `target`, of one model, when one became a part of the other."""

FILLED = ("description", "place", "place_said", "creator", "provenance", "about")
DATE = ("date_said", "date_edtf", "date_earliest", "date_latest", "date_reason")
POINT = ("latitude", "longitude", "accuracy", "bearing")
CREDIT_LONGEST = Item._meta.get_field("credit_line").max_length


class Unfit(Exception):
    """These two cannot be one, or not now; `sentence` says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@transaction.atomic
def merge_items(
    source: Item,
    *,
    into: Item,
    by,
    reason: str,
    seen: tuple[int, int] | None = None,
    at: datetime | None = None,
) -> Item:
    """Make `source` a part of `into`: files, places in collections, claims, memories.

    The words of `into` stand; where it says nothing it takes those of `source`, whose
    other answers are kept as claims. Both stories are kept, one below the other. The
    address of `source` leads to `into` for ever. `seen` are the versions of both on
    which it was decided.
    Raises: Unfit.
    """
    at = at or timezone.now()
    if not reason.strip():
        raise Unfit(_("Please say why they are one."))
    source, target = _hold(source, into, seen)
    added = _answers(source, target, by=by, at=at)
    _move_files(source, target)
    _move_places(source, target)
    _move_claims(source, target)
    _move_sightings(source, target)
    Item.objects.filter(about=source).exclude(pk=target.pk).update(about=target)
    Item.objects.filter(merged_into=source).update(merged_into=target)
    publishing.drop_files(source)
    source.status, source.removed_at, source.visible_from = "removed", at, None
    source.removed_reason = reason.strip()[:300]
    source.merged_into = target
    source._history_user = by
    source._change_reason = f"merged into {target.reference}"
    source.save()
    index.unindex(source.pk)
    merged.send(sender=Item, source=source, target=target)
    why = f"{source.reference}: {reason.strip()}"
    publishing.correct(target, by=by, reason=why, **added)
    audit.record(
        "item.merge", source, by=by, note=reason, at=at,
        after={"merged_into": target.reference},
    )  # fmt: skip
    return target


def _hold(
    source: Item, target: Item, seen: tuple[int, int] | None
) -> tuple[Item, Item]:
    """Lock both, always in one order so that two merges never wait for each other."""
    if source.pk == target.pk:
        raise Unfit(_("This is the same item. Choose the other one."))
    rows = Item.objects.select_for_update(of=("self",)).filter(
        pk__in=[source.pk, target.pk]
    )
    found = {row.pk: row for row in rows.order_by("pk")}
    source, target = found[source.pk], found[target.pk]
    if "removed" in (source.status, target.status):
        raise Unfit(_("One of them was taken down or merged meanwhile."))
    if seen is not None and seen != (
        revisions.version_of(source),
        revisions.version_of(target),
    ):
        raise Unfit(_("One of them was changed meanwhile. Please look again."))
    if source.is_archive_only != target.is_archive_only:
        raise Unfit(
            _("One is for the archive only: its giver does not want it to be shown.")
        )
    if source.status != target.status:
        raise Unfit(_("One is hidden and the other is shown. Make them alike first."))
    if source.embargo_until != target.embargo_until:
        raise Unfit(_("Their givers set different days for showing them."))
    return source, target


def _answers(source: Item, target: Item, *, by, at: datetime) -> dict:
    """Say what the target takes from the source; its other answers become claims."""
    taken = {
        name: getattr(source, name)
        for name in FILLED
        if getattr(source, name) and not getattr(target, name)
    }
    if target.about_id == source.pk or taken.get("about") == target:
        taken["about"] = None
    if source.latitude is not None and target.latitude is None:
        taken |= {name: getattr(source, name) for name in POINT}
    if source.date_edtf and not target.date_edtf and not target.date_said:
        taken |= {name: getattr(source, name) for name in DATE}
    elif source.date_edtf and source.date_edtf != target.date_edtf:
        _keep(
            source, target, "date", source.date_said or source.date_edtf, by=by, at=at,
            reason=source.date_reason, date_edtf=source.date_edtf,
            date_earliest=source.date_earliest, date_latest=source.date_latest,
        )  # fmt: skip
    if source.place_id and target.place_id and source.place_id != target.place_id:
        words = source.place_said or source.place.name
        _keep(source, target, "place", words, by=by, at=at, place=source.place)
    for field in ("title", "creator"):
        words = getattr(source, field)
        if words and field not in taken and words != getattr(target, field):
            _keep(source, target, field, words, by=by, at=at)
    if source.story.strip() and source.story.strip() not in target.story:
        taken["story"] = "\n\n".join(
            part for part in (target.story.strip(), source.story.strip()) if part
        )
    if source.sensitive and not target.sensitive:
        taken["sensitive"] = source.sensitive
    taken["credit_line"] = _credit(source, target)
    taken["people"] = {*target.people.all(), *source.people.all()}
    taken["subjects"] = {*target.subjects.all(), *source.subjects.all()}
    return taken


def _keep(
    source: Item, target: Item, field: str, words: str, *, by, at, **more
) -> None:
    Claim.objects.create(
        item=target, field=field, words=words[:200], language=source.language,
        source=Claim.Source.CATALOGUE, source_ref=source.reference,
        state=Claim.State.KEPT, proposed_at=at, proposed_by=by, decided_at=at,
        decided_by=by, **more,
    )  # fmt: skip


def _credit(source: Item, target: Item) -> str:
    first, second = target.credit_line.strip(), source.credit_line.strip()
    if not second or second.casefold() in first.casefold():
        return first
    joined = f"{first}; {second}" if first else second
    if len(joined) > CREDIT_LONGEST:
        raise Unfit(_("The credit with both names is too long. Shorten one of them."))
    return joined


def _move_files(source: Item, target: Item) -> None:
    """Move the files with their public names; what both have stays once."""
    known = {(one.master_id, one.page): one for one in target.media.all()}
    last = target.media.aggregate(last=Max("position"))["last"]
    position = 0 if last is None else last + 1
    for media in source.media.order_by("position"):
        twin = known.get((media.master_id, media.page))
        if twin is None:
            Media.objects.filter(pk=media.pk).update(item=target, position=position)
            position += 1
            continue
        Depiction.objects.filter(media=media).update(media=twin)
        aligning.follow(media, twin)
        for mine, theirs in zip(
            public_folders(media), public_folders(twin), strict=False
        ):
            former, image = mine.rpartition("/")[2], theirs.rpartition("/")[2]
            FormerAddress.objects.filter(image=former).update(image=image)
            FormerAddress.objects.get_or_create(
                kind=FormerAddress.Kind.IMAGE, slug=former, defaults={"image": image}
            )


def _move_places(source: Item, target: Item) -> None:
    """Give the target the source's places in collections, once each."""
    theirs = {entry.collection_id: entry for entry in target.entries.all()}
    for entry in source.entries.order_by("pk"):
        known = theirs.get(entry.collection_id)
        if known is None:
            CollectionEntry.objects.filter(pk=entry.pk).update(item=target)
            continue
        for name in ("note_uk", "note_ru", "note_en"):
            if getattr(entry, name) and not getattr(known, name):
                setattr(known, name, getattr(entry, name))
        known.save()
        entry.delete()
    Collection.objects.filter(cover=source).update(cover=target)


def _move_claims(source: Item, target: Item) -> None:
    """What was shown of the source is kept beside what the target says."""
    told = Claim.objects.filter(item=source)
    told.filter(state=Claim.State.SHOWN).update(state=Claim.State.KEPT)
    told.update(item=target)


def _move_sightings(source: Item, target: Item) -> None:
    """Add what was counted of the source to what was counted of the target."""
    for one in Sighting.objects.filter(item=source):
        sightings.add(target.pk, one.times, month=one.month)
        one.delete()
