"""A post or an event as visitors will see it, before it is saved or public.

Words that are not saved yet are saved, shown and taken back in one transaction: so
what is shown is what saving would make, and nothing of it stays.
"""

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from news import keeping, reviewing, states
from news.models import Post, Unsaved
from news.views import head
from news.views.door import editors_only, find, number_of
from news.views.events import EventDetail
from news.views.posts import PostDetail
from news.written import KINDS, Written, name_of

PHONE, WIDE = "360", "1280"


@editors_only
@require_POST
def words(request, word: str, pk: int):
    """Keep the words of an open form; or let go of them; answered to a script."""
    thing = find(word, pk) if pk else None
    key = request.POST.get("form_key", "")
    if "forget" in request.POST:
        keeping.forget(key, by=request.user)
        back = "change" if thing else "add"
        return redirect(
            reverse(
                f"admin:news_{name_of(KINDS[word])}_{back}", args=[pk] if pk else []
            )
        )
    if "again" in request.POST and keeping.is_saved(key, by=request.user):
        return JsonResponse({"is_known": True}, status=409)
    row = keeping.keep(KINDS[word], thing, by=request.user, data=request.POST)
    if row is None:
        return JsonResponse({}, status=400)
    hour = f"{timezone.localtime(row.at):%H:%M}"
    return JsonResponse({"saved": _("Kept for you at %(hour)s.") % {"hour": hour}})


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request, word: str, pk: int):
    """Show it as on a telephone and as on a wide screen, in each of its languages."""
    thing = find(word, pk) if pk else None
    here = reverse("news:preview", args=[word, pk])
    if request.method == "POST":
        row = keeping.keep(KINDS[word], thing, by=request.user, data=request.POST)
        return redirect(f"{here}?words={row.pk}" if row else here)
    row = _unsaved(request, thing, word)
    if thing is None and row is None:
        raise Http404
    query = f"&words={row.pk}" if row else ""
    language, width = _language(request), _width(request)
    url = reverse("news:preview_page", args=[word, pk])
    context = {
        "row": row,
        "kept_at": date_format(timezone.localtime(row.at), "H:i") if row else "",
        "frame_url": f"{url}?language={language}{query}",
        "width": width,
        "languages": [
            {
                "label": get_language_info(code)["name_local"],
                "url": f"?language={code}&width={width}{query}",
                "chosen": code == language,
            }
            for code, _name in settings.LANGUAGES
        ],
        "widths": [
            {"label": label, "url": f"?language={language}&width={one}{query}",
             "chosen": one == width}
            for one, label in ((PHONE, _("Phone")), (WIDE, _("Wide screen")))
        ],
    }  # fmt: skip
    if thing is not None:
        context |= head.context(request, thing, here="preview")
    else:
        back = reverse(f"admin:news_{name_of(KINDS[word])}_add")
        context |= {"title": _("Not saved yet"), "edit_url": back, "here": "preview"}
    if isinstance(thing, Post):
        context |= _review(request, thing)
    return render(request, "news/staff/preview.html", context)


@xframe_options_sameorigin
@csp_replace({"frame-ancestors": ["'self'"]})
@editors_only
@require_safe
def page(request, word: str, pk: int):
    """Give the page itself, as a visitor without an account would get it."""
    thing = find(word, pk) if pk else None
    row = _unsaved(request, thing, word)
    if thing is None and row is None:
        raise Http404
    with transaction.atomic():
        errors: list[str] = []
        if row is not None:
            thing, errors = _saved(request, KINDS[word], thing, row)
        if thing is None or errors:
            answer = render(request, "news/staff/not_yet.html", {"errors": errors})
        else:
            with translation.override(_language(request)):
                answer = _shown(request, thing)
        transaction.set_rollback(True)
    return answer


def _shown(request, thing: Written) -> HttpResponse:
    view = PostDetail() if isinstance(thing, Post) else EventDetail()
    editor, request.user = request.user, AnonymousUser()
    request.LANGUAGE_CODE = translation.get_language()
    view.setup(request, slug=thing.slug)
    rows = type(thing)._base_manager.filter(pk=thing.pk)
    rows.update(published_at=thing.published_at or timezone.now())
    request.user = editor
    view.object = view.get_queryset().get(pk=thing.pk)
    request.user = AnonymousUser()
    context = view.get_context_data(object=view.object) | {"is_public": True}
    response = view.render_to_response(context)
    response.render()
    return HttpResponse(response.content)


def _saved(
    request, model: type[Written], thing: Written | None, row: Unsaved
) -> tuple[Written | None, list[str]]:
    """Save unsaved words as their form would; call where it is taken back."""
    office = admin.site.get_model_admin(model)
    request.POST = keeping.sent(row)
    form = office.get_form(request, thing, change=thing is not None)(
        request.POST, instance=thing
    )
    if not form.is_valid():
        return None, [str(e) for errors in form.errors.values() for e in errors]
    made = form.save()
    for formset_class, _inline in office.get_formsets_with_inlines(request, thing):
        prefix = formset_class.get_default_prefix()
        rows = formset_class(request.POST, instance=made, prefix=prefix)
        if rows.is_valid():
            rows.save()
    office.save_beside(request, form, change=thing is not None)
    return made, []


def _review(request, post: Post) -> dict:
    """Give what a colleague is asked, and may answer."""
    review = reviewing.last(post)
    waits = review is not None and review.answer == reviewing.Answer.WAITING
    return {
        "review": review,
        "review_words": reviewing.in_words(post, review),
        "review_waits": waits,
        "may_answer": waits and review.asked_by_id != request.user.pk,
        "colleagues": reviewing.colleagues(but=request.user),
        "seen": states.digest_of_words(post),
    }


def _unsaved(request, thing: Written | None, word: str) -> Unsaved | None:
    """Find the unsaved words that are meant; only one's own are there."""
    if "words" not in request.GET:
        return None
    row = keeping.find(number_of(request.GET["words"]) or 0, by=request.user)
    model = KINDS[word]
    if row is None or row.kind != name_of(model):
        raise Http404
    if getattr(row, f"{name_of(model)}_id") != (thing.pk if thing else None):
        raise Http404
    return row


def _language(request) -> str:
    asked = request.GET.get("language", "")
    known = dict(settings.LANGUAGES)
    return asked if asked in known else translation.get_language() or "uk"


def _width(request) -> str:
    return PHONE if request.GET.get("width") == PHONE else WIDE
