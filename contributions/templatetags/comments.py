"""The conversation under an item or a post: {% comments_of item %}."""

import re
from html import unescape
from urllib.parse import unquote, urlsplit

from django import template
from django.conf import settings
from django.template.defaultfilters import linebreaks
from django.utils.html import escape, urlize
from django.utils.safestring import mark_safe

from contributions import closing, comments, own_comments, permissions, threads
from contributions.comment_form import CommentForm
from contributions.permissions import as_actor

register = template.Library()
LINK = re.compile(r'<a href="(?P<address>[^"]*)" rel="nofollow">(?P<words>.*?)</a>')
LONGEST = 200


@register.inclusion_tag("contributions/comments/_conversation.html", takes_context=True)
def comments_of(context, target):
    """Show the threads that visitors may read, page by page, and the form."""
    if threads.is_off(target):
        return {"is_off": True}
    request = context["request"]
    page = threads.page(target, request.GET.get(threads.PARAMETER, ""))
    actor, is_open = as_actor(request.user), closing.is_open(target)
    for comment in page.shown:
        comment.is_mendable = own_comments.may_mend(actor, comment)
    for thread in page.threads:
        thread.takes_answers = is_open and not thread.is_full
    is_staff = permissions.may_see_queue(actor)
    return {
        "page": page,
        "is_open": is_open,
        "user": request.user,
        "form": CommentForm(user=request.user) if is_open else None,
        "about": comments.address_of(target),
        "previous_url": _page_url(page.number - 1) if page.number > 1 else "",
        "next_url": _page_url(page.number + 1) if page.number < page.pages else "",
        "lock_url": closing.url_of(target) if is_staff else "",
        "email": settings.LIBRARY_EMAIL,
        "csrf_token": context.get("csrf_token"),
    }


def _page_url(number: int) -> str:
    return f"?{threads.PARAMETER}={number}#comments"


@register.filter
def comment_text(body: str) -> str:
    """Show plain words with their lines; links are marked as not ours.

    A link shows nothing but the host that it leads to, so that nobody is led elsewhere.
    """
    linked = urlize(body, nofollow=True, autoescape=True)
    marked = LINK.sub(_by_its_host, linked)
    return mark_safe(linebreaks(mark_safe(marked)))  # noqa: S308 (escaped by urlize)


def _by_its_host(found: re.Match) -> str:
    """Write a link of urlize anew; letters that look like others are spelled out."""
    address = unescape(found["address"])
    try:
        host = urlsplit(address).hostname or ""
        shown = unquote(host).encode("idna").decode()
    except ValueError:  # no host that could exist
        return found["words"]
    if not shown:
        return found[0]
    return (
        f'<a href="{escape(address)}" rel="nofollow ugc noopener">{escape(shown)}</a>'
    )
