"""Comments on the staff side: found by what they are, shown, hidden, answered, marked."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from contributions import (
    answering,
    closing,
    comment_facts,
    comments,
    own_comments,
    workflow,
)
from contributions.desk import MarkForm
from contributions.models import Comment, Contribution, Report
from contributions.views.moderators.acts import refused
from contributions.views.moderators.door import staff_only
from contributions.views.moderators.queue import LATELY, views
from history.models import Item
from history.naming import item_named

A_PAGE = 40
LONGEST_NUMBER = 18
REPORTED, AT_ONCE = "reported", "at_once"
OPEN_REPORTS = Prefetch(
    "reports", Report.objects.filter(handled_at__isnull=True), to_attr="open_reports"
)
ANSWERS = Prefetch(
    "replies",
    Comment.objects.visible().filter(is_from_library=True).oldest_first(),
    to_attr="answers",
)
VERBS = {
    "show": comments.show, "hide": comments.hide, "hold": comments.hold,
    "take_back": answering.take_back, "handled": own_comments.handle,
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What of the comments is asked for; an unknown value asks for nothing."""

    pile: str
    language: str
    item: str
    has_link: bool

    @classmethod
    def read(cls, data: QueryDict) -> "Asked":
        """Read it from the address."""
        pile = data.get("state", "")
        language = data.get("language", "")
        return cls(
            pile=pile
            if pile in (*comments.DECIDABLE, REPORTED, AT_ONCE)
            else Comment.State.HELD,
            language=language if language in dict(settings.LANGUAGES) else "",
            item=data.get("item", "").strip()[:200],
            has_link=data.get("link") == "1",
        )

    def query(self, **changes: str) -> str:
        """Write it as an address, with something else in the place of a part."""
        found = QueryDict(mutable=True)
        values = {
            "state": self.pile, "language": self.language, "item": self.item,
            "link": "1" if self.has_link else "",
        } | changes  # fmt: skip
        found.update({name: value for name, value in values.items() if value})
        return f"?{found.urlencode()}"

    def rows(self, *, user) -> tuple[QuerySet[Comment], str]:
        """Find the comments, and say what of the question is not known."""
        rows, problem = _pile(self.pile), ""
        if self.language:
            rows = rows.filter(language=self.language)
        if self.has_link:
            rows = rows.filter(Q(body__icontains="http") | Q(body__icontains="www."))
        if self.item:
            item = item_named(self.item, user=user)
            if item is None:
                problem, rows = (
                    _("There is no such item. Please look again."),
                    rows.none(),
                )
            else:
                rows = rows.about(item)
        return rows, problem


def _pile(pile: str) -> QuerySet[Comment]:
    if pile == REPORTED:
        told = Report.objects.filter(handled_at__isnull=True).values("comment_id")
        return Comment.objects.filter(pk__in=told, state__in=comments.DECIDABLE)
    if pile == AT_ONCE:
        return Comment.objects.visible().filter(
            decided_at__isnull=True, is_from_library=False
        )
    return Comment.objects.filter(state=pile)


@staff_only
@require_safe
def queue(request):
    """Show the comments: those that wait first, then what was decided lately."""
    return _page(request)


def _page(
    request,
    *,
    marked: tuple[int, MarkForm] | None = None,
    answered: tuple[int, str, str] = (0, "", ""),
    status: int = 200,
):
    asked = Asked.read(request.GET)
    rows, problem = asked.rows(user=request.user)
    rows = rows.select_related("decided_by", "content_type", "parent").prefetch_related(
        "target", "like__target", OPEN_REPORTS, ANSWERS
    )
    newest_last = asked.pile in (Comment.State.HELD, REPORTED)
    rows = rows.oldest_first() if newest_last else rows.decided_last_first()
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    counts = Contribution.objects.for_staff(request.user).counts_for_queue(
        request.user, since=timezone.now() - LATELY
    )
    context = {
        "views": views(counts, "comments"),
        "asked": asked,
        "problem": problem,
        "piles": _piles(asked),
        "languages": settings.LANGUAGES,
        "is_narrowed": bool(asked.language or asked.item or asked.has_link),
        "all_url": f"?state={asked.pile}",
        "here": request.path + asked.query(page=request.GET.get("page", "")),
        "answered": _just_answered(request),
        "comments": [
            {
                "row": comment,
                "may_decide": comments.may_decide(request.actor, comment),
                "target": comment.target,
                "lock_url": closing.url_of(comment.target),
                "problem": answered[1] if answered[0] == comment.pk else "",
                "typed": answered[2] if answered[0] == comment.pk else "",
                "mark": _mark_form(comment, marked),
            }
            for comment in page
        ],
        "total": page.paginator.count,
        "previous_url": asked.query(page=str(page.previous_page_number()))
        if page.has_previous()
        else "",
        "next_url": asked.query(page=str(page.next_page_number()))
        if page.has_next()
        else "",
    }
    template = "contributions/moderators/comments.html"
    return render(request, template, context, status=status)


def _mark_form(comment: Comment, marked: tuple[int, MarkForm] | None):
    """Give the form to mark its words, where they are about an item."""
    if not isinstance(comment.target, Item):
        return None
    if marked and marked[0] == comment.pk:
        return marked[1]
    return MarkForm(auto_id=f"mark_{comment.pk}_%s")


def _piles(asked: Asked) -> list[dict]:
    named = [
        *((one.value, one.label) for one in comments.DECIDABLE),
        (AT_ONCE, pgettext("comments", "shown at once")),
        (REPORTED, _("reported")),
    ]
    return [
        {
            "label": label,
            "url": asked.query(state=value),
            "is_here": value == asked.pile,
            "count": _pile(value).count() if value == REPORTED else 0,
        }
        for value, label in named
    ]


@staff_only
@require_POST
def act(request, comment_id: int, verb: str):
    """Do one act with a comment and go back to the list as it was."""
    if verb not in (*VERBS, "answer", "mark"):
        raise Http404
    comment = get_object_or_404(Comment, pk=comment_id)
    back = _back(request, comment)
    if verb == "answer":
        return _answer(request, comment, back=back)
    if verb == "mark":
        return _mark(request, comment, back=back)
    try:
        seen = request.POST.get("state", comment.state)
        comment.state = seen if seen in Comment.State.values else comment.state
        VERBS[verb](comment, by=request.actor)
    except workflow.NotAllowed as refusal:
        return refused(request, refusal)
    except workflow.WrongState as refusal:
        context = {"message": str(refusal.sentence), "back": back}
        template = "contributions/moderators/comment_moved.html"
        return render(request, template, context, status=409)
    said = {
        "show": _("Everybody can read it now."),
        "hide": _("It is hidden; its words are kept."),
        "hold": _("It waits again."),
        "handled": _("The reports are marked as read."),
        "take_back": _("The answer is taken back; what it answered waits again."),
    }
    messages.success(request, said[verb])
    return redirect(back)


def _back(request, comment: Comment) -> str:
    """Say where the list was; only an address of this page is taken."""
    here = reverse("contributions:comment_queue")
    asked = request.POST.get("back", "")
    if asked.partition("?")[0] == here and url_has_allowed_host_and_scheme(
        asked, allowed_hosts=None
    ):
        return asked
    return f"{here}?state={comment.state}"


def _answer(request, comment: Comment, *, back: str):
    """Answer as the library; everybody reads it at once, and what is answered."""
    body = request.POST.get("body", "")
    try:
        reply = answering.answer(
            comment, by=request.actor, body=body, language=get_language() or "uk"
        )
    except workflow.NotAllowed as refusal:
        return refused(request, refusal)
    except workflow.Refusal as refusal:
        request.GET = QueryDict(back.partition("?")[2])
        said = (comment.pk, str(refusal.sentence), body)
        return _page(request, answered=said, status=400)
    return redirect(f"{back}{'&' if '?' in back else '?'}answered={reply.pk}")


def _just_answered(request) -> Comment | None:
    """Find the answer that was written a moment ago, while nobody was mailed of it."""
    pk = request.GET.get("answered", "")
    if not (pk.isascii() and pk.isdigit() and len(pk) < LONGEST_NUMBER):
        return None
    since = timezone.now() - timedelta(minutes=settings.UNDO_MINUTES)
    lately = Comment.objects.visible().filter(
        is_from_library=True, created_at__gt=since
    )
    return lately.filter(pk=pk, parent__isnull=False).first()


def _mark(request, comment: Comment, *, back: str):
    """Propose what the words say about the item; a curator decides at its desk."""
    form = MarkForm(request.POST, auto_id=f"mark_{comment.pk}_%s")
    if form.is_valid():
        try:
            comment_facts.mark(comment, by=request.actor, **form.cleaned_data)
        except workflow.NotAllowed as refusal:
            return refused(request, refusal)
        except workflow.Incomplete as refusal:
            field = refusal.field if refusal.field in form.fields else None
            form.add_error(field, str(refusal.sentence))
        else:
            messages.success(request, _("Proposed, with this comment as its source."))
            return redirect(back)
    request.GET = QueryDict(back.partition("?")[2])
    return _page(request, marked=(comment.pk, form), status=400)
