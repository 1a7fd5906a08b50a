"""Own what a visitor keeps: albums in the browser, or rows where there is an account.

Both are read into the same plain albums, changed there, and written back whole. What the
browser keeps is a signed cookie: nothing of it is stored here.
"""

import secrets
from dataclasses import dataclass, field

from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from history.models import Item, Shelf, ShelfEntry

COOKIE = "shelf"
COOKIE_SECONDS = 365 * 24 * 3600
COOKIE_BYTES = 3800  # browsers drop a cookie beyond 4096 with its name and attributes
SALT = "history.shelving"
FIRST = 1
TITLE_MOST, NOTE_MOST, WHY_MOST = 80, 300, 300
ITEMS_MOST = 200  # in the browser altogether, with an account in one album
ALBUMS_MOST = {False: 10, True: 50}  # by whether there is an account


class Refused(Exception):
    """It cannot be done; the sentence says why, the status how to answer."""

    def __init__(self, sentence: str, *, status: int = 400) -> None:
        super().__init__(sentence)
        self.status = status


@dataclass
class Kept:
    """One item in an album."""

    pk: int
    note: str = ""


@dataclass
class Album:
    """Some items in the visitor's order; `share_key` only where it is shared.

    `closed_why` is what staff said who closed its link, None while nobody did.
    """

    number: int = FIRST
    title: str = ""
    kept: list[Kept] = field(default_factory=list)
    share_key: str | None = None
    closed_why: str | None = None

    def place_of(self, pk: int) -> int:
        """Say where an item stands; refuse what is not here."""
        for place, one in enumerate(self.kept):
            if one.pk == pk:
                return place
        raise Refused(_("This picture is not on the shelf any more."), status=404)

    def has(self, pk: int) -> bool:
        """Tell whether an item is here."""
        return any(one.pk == pk for one in self.kept)


Albums = list[Album]


def of_browser(cookie: str | None) -> Albums:
    """Read what a browser keeps; what is not ours or damaged counts as nothing."""
    try:
        told = signing.loads(cookie, salt=SALT) if cookie else []
    except signing.BadSignature:
        told = []
    albums = [
        Album(number, title, [Kept(pk, note) for pk, note in kept])
        for number, title, kept in told
    ]
    return albums or [Album()]


def for_browser(albums: Albums) -> str:
    """Write what a browser keeps; refuse with a sentence when it is too much."""
    _within(albums, has_account=False)
    told = [
        [one.number, one.title, [[k.pk, k.note] for k in one.kept]] for one in albums
    ]
    value = signing.dumps(told, salt=SALT, compress=True)
    if len(value) > COOKIE_BYTES:
        raise _full()
    return value


def of_account(user) -> Albums:
    """Read the albums of an account; one empty where it has none."""
    rows = Shelf.objects.filter(owner=user).order_by("number")
    albums = [
        Album(
            row.number,
            row.title,
            [Kept(entry.item_id, entry.note) for entry in row.entries.all()],
            row.share_key,
            row.closed_why if row.closed_at else None,
        )
        for row in rows.prefetch_related("entries")
    ]
    return albums or [Album()]


def to_account(user, albums: Albums) -> None:
    """Write the albums of an account. Needs the transaction that locked and read them."""
    _within(albums, has_account=True)
    before = {one.number: one for one in of_account(user)}
    gone = set(before) - {one.number for one in albums}
    Shelf.objects.filter(owner=user, number__in=gone).delete()
    for one in albums:
        old = before.get(one.number)
        if one == old and old.kept:
            continue
        row, _is_new = Shelf.objects.update_or_create(
            owner=user,
            number=one.number,
            defaults={"title": one.title, "share_key": one.share_key},
        )
        if old is None or one.kept != old.kept:
            row.entries.all().delete()
            ShelfEntry.objects.bulk_create(
                ShelfEntry(shelf=row, item_id=kept.pk, position=place, note=kept.note)
                for place, kept in enumerate(one.kept)
            )


def _within(albums: Albums, *, has_account: bool) -> None:
    most = ALBUMS_MOST[has_account]
    if len(albums) > most:
        raise Refused(
            _("There is room for %(number)s albums, and all are taken.")
            % {"number": most},
            status=409,
        )
    sizes = [len(one.kept) for one in albums]
    if (max(sizes) if has_account else sum(sizes)) > ITEMS_MOST:
        raise _full()


def _full() -> Refused:
    return Refused(
        _("The shelf is full. Take something off it, and there is room again."),
        status=409,
    )


def find(albums: Albums, number: int) -> Album:
    """Give the album of a number, or refuse."""
    for one in albums:
        if one.number == number:
            return one
    raise Refused(_("There is no such album on your shelf."), status=404)


def keep(album: Album, kept: Kept, place: int | None = None) -> bool:
    """Put an item into an album, at its end or where it stood; False where it is."""
    if album.has(kept.pk):
        return False
    album.kept.insert(len(album.kept) if place is None else place, kept)
    return True


def move(album: Album, pk: int, *, earlier: bool, shown: set[int]) -> None:
    """Change places with the neighbour that is shown; at an end nothing happens."""
    place = album.place_of(pk)
    ways = range(place - 1, -1, -1) if earlier else range(place + 1, len(album.kept))
    for other in ways:
        if album.kept[other].pk in shown:
            album.kept.insert(other, album.kept.pop(place))
            return


def begin(albums: Albums, title: str) -> Album:
    """Begin a new album behind the others."""
    album = Album(max(one.number for one in albums) + 1, title)
    albums.append(album)
    return album


def close(shelf: Shelf, *, why: str, by) -> None:
    """Let the link of a shared album open nothing; its owner reads why."""
    with transaction.atomic():
        closed = {"closed_at": timezone.now(), "closed_why": why}
        Shelf.objects.filter(pk=shelf.pk).update(**closed)
        audit.record("shelf.close", shelf, by=by, note=why)


def reopen(shelf: Shelf, *, by) -> None:
    """Let the link of an album open it again."""
    with transaction.atomic():
        Shelf.objects.filter(pk=shelf.pk).update(closed_at=None, closed_why="")
        audit.record("shelf.open", shelf, by=by)


def dissolve(albums: Albums, album: Album) -> None:
    """Give an album up; its pictures go back to the first, so nothing is lost."""
    if album.number == FIRST:
        raise Refused(_("The shelf itself stays."))
    first = find(albums, FIRST)
    for one in album.kept:
        keep(first, one)
    albums.remove(album)


def share(album: Album) -> None:
    """Give an album a link that nobody can guess, unless staff closed the one it had."""
    if album.closed_why is not None:
        raise Refused(_("The library closed the link of this album."), status=409)
    album.share_key = album.share_key or secrets.token_urlsafe(16)


def join(albums: Albums, others: Albums) -> None:
    """Add what a browser keeps to the albums of an account, those of one title together."""
    known = Item.objects.filter(
        pk__in={k.pk for one in others for k in one.kept}
    ).values_list("pk", flat=True)
    known = set(known)
    for other in others:
        same = [
            one
            for one in albums
            if one.number == other.number == FIRST
            or (other.number != FIRST and one.title == other.title)
        ]
        album = same[0] if same else begin(albums, other.title)
        for one in other.kept:
            if one.pk in known:
                keep(album, one)


def listen() -> None:
    """From now on tell who signs in that a shelf waits in their browser."""
    user_logged_in.connect(_tell, dispatch_uid="shelf-of-browser")


def _tell(sender, request, user, **kwargs) -> None:
    cookie = getattr(request, "COOKIES", {}).get(COOKIE)
    if any(one.kept for one in of_browser(cookie)):
        sentence = _(
            "What you kept in this browser waits on “My shelf”, to join your account."
        )
        messages.info(request, sentence, fail_silently=True)
