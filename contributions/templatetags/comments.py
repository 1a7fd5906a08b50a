"""The conversation under an item or a post: {% comments_of item %}."""

import re

from django import template
from django.template.defaultfilters import linebreaks
from django.utils.html import urlize
from django.utils.safestring import mark_safe

from contributions import comments
from contributions.comment_form import CommentForm
from contributions.models import Comment

register = template.Library()
REL = re.compile(r' rel="nofollow"')
LONGEST = 200


@register.inclusion_tag("contributions/comments/_conversation.html", takes_context=True)
def comments_of(context, target):
    """Show the visible comments and the form for one's own words."""
    request = context["request"]
    return {
        "comments": list(
            Comment.objects.about(target).visible().oldest_first()[:LONGEST]
        ),
        "form": CommentForm(user=request.user),
        "about": comments.address_of(target),
        "csrf_token": context.get("csrf_token"),
    }


@register.filter
def comment_text(body: str) -> str:
    """Show plain words with their lines; links are marked as not ours."""
    linked = urlize(body, nofollow=True, autoescape=True)
    marked = REL.sub(' rel="nofollow ugc noopener"', linked)
    return mark_safe(linebreaks(mark_safe(marked)))  # noqa: S308 (escaped by urlize)
