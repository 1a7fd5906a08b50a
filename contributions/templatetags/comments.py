"""The conversation under an item or a post: {% comments_of item %}."""

import re
from html import unescape
from urllib.parse import unquote, urlsplit

from django import template
from django.template.defaultfilters import linebreaks
from django.utils.html import escape, urlize
from django.utils.safestring import mark_safe

from contributions import comments, own_comments
from contributions.comment_form import CommentForm
from contributions.models import Comment
from contributions.permissions import as_actor

register = template.Library()
LINK = re.compile(r'<a href="(?P<address>[^"]*)" rel="nofollow">(?P<words>.*?)</a>')
LONGEST = 200


@register.inclusion_tag("contributions/comments/_conversation.html", takes_context=True)
def comments_of(context, target):
    """Show the visible comments and the form for one's own words."""
    request = context["request"]
    shown = list(Comment.objects.about(target).visible().oldest_first()[:LONGEST])
    actor = as_actor(request.user)
    return {
        "comments": shown,
        "user": request.user,
        "mendable": {one.pk for one in shown if own_comments.may_mend(actor, one)},
        "form": CommentForm(user=request.user),
        "about": comments.address_of(target),
        "csrf_token": context.get("csrf_token"),
    }


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
