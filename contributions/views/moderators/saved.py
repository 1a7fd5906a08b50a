"""Views of the queue under a name: kept, shared, forgotten."""

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contributions.filters import QueueFilter
from contributions.models import Contribution, SavedView
from contributions.moments import database_now
from contributions.views.moderators.door import staff_only

AT_MOST = 30
NAME_LENGTH = SavedView._meta.get_field("name").max_length
QUERY_LENGTH = SavedView._meta.get_field("query").max_length


@staff_only
@require_POST
def save(request):
    """Keep the filters in force under a name of one's own."""
    name = " ".join(request.POST.get("name", "").replace("\0", "").split())
    asked = QueryDict(request.POST.get("query", "")[:QUERY_LENGTH])
    found = QueueFilter(
        asked, queryset=Contribution.objects.none(), request=request, at=database_now()
    )
    query = found.query()
    if not name or len(name) > NAME_LENGTH:
        messages.error(
            request,
            _("Please give the view a name of at most %(n)s letters.")
            % {"n": NAME_LENGTH},
        )
    elif not found.is_valid() or not query:
        messages.error(request, _("Choose a filter first, then give it a name."))
    elif SavedView.objects.filter(owner=request.user).count() >= AT_MOST:
        messages.error(
            request, _("You have many views already. Forget one of them first.")
        )
    else:
        try:
            with transaction.atomic():
                SavedView.objects.create(
                    owner=request.user, name=name, query=query,
                    is_shared=request.POST.get("share") == "yes",
                )  # fmt: skip
        except IntegrityError:
            messages.error(
                request, _("You have a view “%(name)s” already.") % {"name": name}
            )
        else:
            messages.success(request, _("Kept as “%(name)s”.") % {"name": name})
    return redirect(f"{reverse('contributions:queue')}?{query}")


@staff_only
@require_POST
def change(request, pk: int, verb: str):
    """Forget one's own view, share it with colleagues, or keep it to oneself."""
    view = get_object_or_404(SavedView, pk=pk, owner=request.user)
    match verb:
        case "forget":
            view.delete()
            messages.success(request, _("Forgotten: “%(name)s”.") % {"name": view.name})
        case "share" | "keep":
            view.is_shared = verb == "share"
            view.save(update_fields=["is_shared"])
            said = _("Colleagues see “%(name)s” now.")
            if verb == "keep":
                said = _("Only you see “%(name)s” now.")
            messages.success(request, said % {"name": view.name})
        case _:
            raise Http404
    return redirect("contributions:queue")
