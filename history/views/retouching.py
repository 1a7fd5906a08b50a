"""How a published picture is shown: a page of the curators, and its private preview."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import private
from accounts.models import display_name
from history import presenting as words
from history import retouching
from history.editing import in_words
from history.models import Item, Media
from history.views import editor


def curators_only(view):
    """Let in who may change files; the same answer whether the item exists or not."""

    @private
    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not request.user.has_perm("history.change_media"):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return wrapped


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk: int, media_id: int):
    """Change how a file of an item is shown."""
    media = _find(request, pk, media_id)
    item, address = media.item, [pk, media_id]

    def save(edits, reason):
        try:
            retouching.retouch(
                media, edits=edits, before=media.edits, by=request.user, reason=reason
            )
        except retouching.Stale as stale:
            return editor.Meanwhile(_meanwhile(stale.media), stale.media.edits)
        messages.success(
            request, _("Saved. The earlier pictures are no longer to be had.")
        )
        return None

    subject = editor.Subject(
        master=media.master,
        edits=media.edits,
        title=item.title,
        lang=item.language,
        alt=media.alt or media.caption or item.title,
        back_url=words.url_of(item),
        back_label=item.reference,
        preview_url=reverse("history:retouch_preview", args=address),
        page=media.page,
        save=save,
        needs_reason=True,
        note=_meanwhile(media),
        revisions=tuple(_told(revision) for revision in media.revisions.all()[:20]),
    )
    return editor.page(request, subject)


@curators_only
@require_safe
def preview(request, pk: int, media_id: int):
    """Show a file with edits that are not saved, to who may save them."""
    media = _find(request, pk, media_id)
    return editor.preview(request, media.master, page=media.page)


def _find(request, pk: int, media_id: int) -> Media:
    items = Item.objects.visible_to(request.user).filter(pk=pk)
    return get_object_or_404(
        Media.objects.select_related("item", "master"), pk=media_id, item__in=items
    )


def _meanwhile(media: Media) -> str:
    """Say who changed it last."""
    last = media.revisions.select_related("by").first()
    if last is None or last.by is None:
        return _("It was changed meanwhile.")
    return _("%(who)s has changed it meanwhile: “%(reason)s”.") % {
        "who": display_name(last.by),
        "reason": last.reason,
    }


def _told(revision) -> dict:
    return {
        "at": revision.at,
        "who": display_name(revision.by) if revision.by else _("The library"),
        "reason": revision.reason,
        "after": in_words(revision.after),
    }
