"""Then and now: put two pictures of one place together, mark them, show and part them.

Every act is in the audit; what a colleague changed meanwhile is not written over.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from history import aligning, images, masters
from history.models import Item, Media, ThenNow

SHARE_DIGITS = 5


class Unfit(Exception):
    """These two cannot be compared, or not now; `sentence` says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Stale(Exception):
    """A colleague changed the pair since the page was opened; `pair` is as it is now."""

    def __init__(self, pair: ThenNow) -> None:
        super().__init__("changed meanwhile")
        self.pair = pair


def first_picture(item: Item) -> Media | None:
    """Give the picture of an item that is compared unless another one is chosen."""
    return next(iter(pictures_of(item)), None)


def pictures_of(item: Item) -> list[Media]:
    """Give the pictures of an item in their order, recordings left out."""
    rows = item.media.filter(width_px__isnull=False).select_related("master", "item")
    return list(rows.order_by("position"))


@transaction.atomic
def propose(
    then: Item, now: Media | None, *, by, at: datetime | None = None
) -> ThenNow | None:
    """Remember that a picture shows today what an item showed; None without pictures.

    Nobody but the staff sees it before it is published. Again is harmless.
    """
    old = first_picture(then)
    if old is None or now is None or old.pk == now.pk:
        return None
    pair, is_new = ThenNow.objects.get_or_create(
        then=old, now=now, defaults={"made_at": at or timezone.now(), "made_by": by}
    )
    if is_new:
        audit.record("then_now.propose", pair, by=by, at=at)
    return pair


@transaction.atomic
def save(
    then: Media,
    now: Media,
    *,
    points: Sequence[images.Pair],
    seen: int,
    by,
    publish: bool | None = None,
    at: datetime | None = None,
) -> ThenNow:
    """Write down the points of a pair, and show it to visitors or not any more.

    `points` are where they lie on the pictures as they are shown; none at all lets both
    stand side by side. `seen` is the version the page was built on, 0 for a new pair;
    `publish` None leaves it as it is.
    Effects: the earlier aligned picture goes after the commit and is made anew.
    Raises: Unfit, Stale, images.Unalignable.
    """
    at = at or timezone.now()
    if points:
        masters.movement_of(then, now, list(points))
    pair = _hold(then, now, seen=seen, by=by, at=at)
    before = {"state": pair.state, "points": pair.points}
    pair.points = [[_told(then, a), _told(now, b)] for a, b in points]
    if publish:
        _refuse_unseen(then.item, now.item)
    if publish is not None:
        pair.state = ThenNow.State.PUBLISHED if publish else ThenNow.State.PROPOSED
        pair.published_at = (pair.published_at or at) if publish else None
    aligning.want(pair)
    pair.save()
    aligning.ask_for(pair)
    after = {"state": pair.state, "points": pair.points}
    audit.record("then_now.save", pair, by=by, at=at, **audit.changes(before, after))
    return pair


@transaction.atomic
def turn_round(pair: ThenNow, *, seen: int, by) -> ThenNow:
    """Call the later picture the earlier one, and the other way round.

    Raises: Stale, Unfit.
    """
    pair = _locked(pair, seen)
    if ThenNow.objects.filter(then=pair.now, now=pair.then).exists():
        raise Unfit(_("These two are a pair the other way round already."))
    pair.then, pair.now = pair.now, pair.then
    pair.points = [[now, then] for then, now in pair.points]
    aligning.want(pair)
    pair.save()
    aligning.ask_for(pair)
    audit.record("then_now.turn", pair, by=by)
    return pair


@transaction.atomic
def remove(pair: ThenNow, *, seen: int, by) -> None:
    """Part the two; the items stay, the aligned picture goes. Raises: Stale."""
    pair = _locked(pair, seen)
    audit.record("then_now.remove", pair, by=by, before={"points": pair.points})
    aligning.drop_file(pair)
    pair.delete()


def _hold(then: Media, now: Media, *, seen: int, by, at: datetime) -> ThenNow:
    """Lock the pair of these two, or begin it where nobody did. Raises: Stale, Unfit."""
    if then.pk == now.pk:
        raise Unfit(_("This is the same picture. Choose another one."))
    rows = ThenNow.objects.select_for_update(of=("self",))
    pair = rows.filter(then=then, now=now).first()
    if pair is None and seen:
        raise Unfit(_("A colleague has parted these two meanwhile."))
    if pair is None:
        try:
            with transaction.atomic():
                return ThenNow.objects.create(
                    then=then, now=now, made_at=at, made_by=by
                )
        except IntegrityError:  # in the same moment by a colleague
            pair = ThenNow.objects.get(then=then, now=now)
    if pair.version != seen:
        raise Stale(pair)
    return pair


def _locked(pair: ThenNow, seen: int) -> ThenNow:
    rows = ThenNow.objects.select_for_update(of=("self",)).with_sides()
    found = rows.filter(pk=pair.pk).first()
    if found is None:
        raise Unfit(_("A colleague has parted these two meanwhile."))
    if found.version != seen:
        raise Stale(found)
    return found


def _told(media: Media, point) -> list[float]:
    told = images.told_at(tuple(point), masters.upright_size(media), media.edits)
    return [round(part, SHARE_DIGITS) for part in told]


def _refuse_unseen(*items: Item) -> None:
    for item in items:
        if item.status != Item.Status.PUBLISHED:
            raise Unfit(
                _("Visitors do not see %(reference)s. Show it first, then both.")
                % {"reference": item.reference}
            )
        if item.sensitive:
            raise Unfit(
                _(
                    "%(reference)s is covered until a visitor opens it, so it is not "
                    "compared with another picture."
                )
                % {"reference": item.reference}
            )
