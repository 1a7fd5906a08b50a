"""What the forms of an own shelf ask for: one function an act, on plain albums."""

from django.contrib import messages
from django.core import signing
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from history import presenting as words
from history import shelving
from history.converters import ReferenceConverter
from history.models import Item
from history.shelving import Album, Albums, Kept, Refused

UNDO = "history.shelf_acts.undo"
LONGEST_LIST = 1_500  # characters of an address to go back to
reference = ReferenceConverter()


def do(request, albums: Albums, *, browser: Albums | None):
    """Change the albums as asked and give the answer; refuse with a sentence."""
    name = request.POST.get("do", "")
    if name == "keep":
        return _keep(request, albums)
    if name == "join":
        return _join(request, albums, browser)
    if name == "new":
        album = shelving.begin(albums, _title(request))
        return _back(album)
    if name == "back":
        return _put_back(request, albums)
    if name not in ACTS:
        raise Refused(_("The shelf did not understand what to do."))
    album = shelving.find(albums, _number(request, "album"))
    return ACTS[name](request, albums, album)


def _keep(request, albums: Albums):
    item = Item.objects.published().filter(pk=_item(request)).first()
    if item is None:
        raise Refused(_("There is no such picture in the archive."), status=404)
    is_new = shelving.keep(shelving.find(albums, shelving.FIRST), Kept(item.pk))
    said = _("It is on your shelf.") if is_new else _("It is on your shelf already.")
    if not request.accepts("text/html"):
        return JsonResponse({"said": said})
    messages.success(request, said)
    return redirect(_list_of(request) or f"{words.url_of(item)}#keep")


def _list_of(request) -> str:
    """Give the list where it was pressed; "" for any address that is none of ours."""
    back = request.POST.get("back", "")
    is_list = back.startswith(f"{reverse('history:item_list')}?")
    return back if is_list and len(back) <= LONGEST_LIST else ""


def _join(request, albums: Albums, browser: Albums | None):
    if browser is None:
        raise Refused(_("Sign in first, then the two shelves can be joined."))
    shelving.join(albums, browser)
    messages.success(request, _("Both are one shelf now."))
    return _back(albums[0])


def _put_back(request, albums: Albums):
    try:
        told = signing.loads(request.POST.get("undo", ""), salt=UNDO)
    except signing.BadSignature as error:
        raise Refused(_("This cannot be undone any more.")) from error
    number, place, pk, note = told
    album = shelving.find(albums, number)
    if Item.objects.filter(pk=pk).exists():
        shelving.keep(album, Kept(pk, note), place)
    return _back(album, pk)


def _remove(request, albums: Albums, album: Album):
    place = album.place_of(_item(request))
    gone = album.kept.pop(place)
    token = signing.dumps([album.number, place, gone.pk, gone.note], salt=UNDO)
    return redirect(f"{_address(album)}&undo={token}#shelf")


def _move(request, albums: Albums, album: Album):
    keys = [one.pk for one in album.kept]
    found = Item.objects.published().filter(pk__in=keys)
    pk = _item(request)
    shelving.move(
        album,
        pk,
        earlier=request.POST["do"] == "up",
        shown=set(found.values_list("pk", flat=True)),
    )
    return _back(album, pk)


def _note(request, albums: Albums, album: Album):
    """Write the note beside a picture, and put it into another album if one is chosen."""
    pk = _item(request)
    place = album.place_of(pk)
    note = " ".join(request.POST.get("note", "").split())
    if len(note) > shelving.NOTE_MOST:
        sentence = _("A note has at most %(number)s characters.")
        raise Refused(sentence % {"number": shelving.NOTE_MOST})
    album.kept[place].note = _plain(note)
    to = request.POST.get("to", "")
    if to and to != str(album.number):
        other = shelving.find(albums, _number(request, "to"))
        shelving.keep(other, album.kept.pop(place))
        return _back(other, pk)
    return _back(album, pk)


def _rename(request, albums: Albums, album: Album):
    album.title = _title(request)
    return _back(album)


def _dissolve(request, albums: Albums, album: Album):
    shelving.dissolve(albums, album)
    messages.success(
        request, _("The album is gone; its pictures are on your shelf again.")
    )
    return _back(albums[0])


def _share(request, albums: Albums, album: Album):
    if not request.user.is_authenticated:
        raise Refused(_("Without an account the link on the page is enough."))
    if request.POST["do"] == "share":
        shelving.share(album)
    else:
        album.share_key = None
        messages.success(request, _("The link opens nothing any more."))
    return _back(album)


ACTS = {
    "remove": _remove,
    "up": _move,
    "down": _move,
    "note": _note,
    "rename": _rename,
    "dissolve": _dissolve,
    "share": _share,
    "unshare": _share,
}


def _address(album: Album) -> str:
    return f"{reverse('history:shelf')}?album={album.number}"


def _back(album: Album, pk: int | None = None):
    at = f"#{reference.to_url(pk)}" if pk else "#shelf"
    return redirect(_address(album) + at)


def _item(request) -> int:
    try:
        pk = reference.to_python(request.POST.get("item", ""))
    except ValueError:
        pk = 0
    if not 0 < pk < 2**31:
        raise Refused(_("There is no such picture in the archive."), status=404)
    return pk


def _number(request, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _title(request) -> str:
    title = _plain(" ".join(request.POST.get("title", "").split()))
    if not title or len(title) > shelving.TITLE_MOST:
        sentence = _("An album needs a name of at most %(number)s characters.")
        raise Refused(sentence % {"number": shelving.TITLE_MOST})
    return title


def _plain(text: str) -> str:
    """Leave out what is no character to read; a database may refuse it."""
    return "".join(letter for letter in text if letter.isprintable())
