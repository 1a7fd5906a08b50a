"""The links that fail, for who looks after the guide."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from history.views.door import staff
from news import links
from news.models import Link
from news.tasks import look_at_links

SHOWN = 200


@staff("news.change_guideentry")
@require_safe
def listing(request):
    """List what is broken, then what failed and is tried again."""
    context = {
        "rows": links.rows(links.in_trouble()[:SHOWN]),
        "total": Link.objects.filter(checked_at__isnull=False).count(),
    }
    return render(request, "news/links.html", context)


@staff("news.change_guideentry")
@require_POST
def again(request, pk: int):
    """Have one link looked at now."""
    links.put_first(get_object_or_404(Link, pk=pk))
    transaction.on_commit(look_at_links.enqueue)
    messages.success(
        request, _("We are asking the site. Please look here in a minute.")
    )
    return redirect("news:link_list")
