"""The versions of a post or an event: read, compared, put back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from news import revising
from news.models import Revision
from news.views import head
from news.views.door import editors_only, find, number_of


@editors_only
@require_safe
def versions(request, word: str, pk: int):
    """Show every version with what it changed, the latest first; or compare two."""
    thing = find(word, pk)
    asked = request.GET
    before = number_of(asked.get("before", ""))
    if "before" in asked and before is None:
        raise Http404
    context = head.context(request, thing, here="versions") | {
        "seen": getattr(revising.latest(thing), "pk", 0)
    }
    first, second = number_of(asked.get("from", "")), number_of(asked.get("to", ""))
    if "from" in asked or "to" in asked:
        changes = revising.between(thing, first or 0, second or 0)
        if changes is None:
            raise Http404
        context |= {"compared": changes, "first": first, "second": second}
    found = revising.versions(thing, before=before)
    has_more = len(found) == revising.ON_PAGE and not found[-1].is_first
    context |= {
        "versions": found,
        "next_url": f"?before={found[-1].number}" if has_more else "",
    }
    return render(request, "news/staff/versions.html", context)


@editors_only
@require_POST
def restore(request, word: str, pk: int, number: int):
    """Put back what a version said; where it stands on the site does not change."""
    thing = find(word, pk)
    reason = " ".join(request.POST.get("reason", "").replace("\x00", "").split())
    if not reason:
        messages.error(request, _("Please say why the earlier version is put back."))
        return redirect(revising.url(thing))
    try:
        revising.restore(
            thing, number, by=request.user, reason=reason[:200],
            seen=number_of(request.POST.get("seen", "")),
        )  # fmt: skip
    except Revision.DoesNotExist:
        raise Http404 from None
    except revising.Overtaken:
        messages.error(
            request,
            _("A colleague changed it meanwhile. Please look at what it says now."),
        )
    else:
        messages.success(request, _("The earlier version stands again."))
    return redirect(revising.url(thing))
