"""Words on paper for mail programs: paragraphs that carry their look with them."""

import re

from django import template
from django.utils.html import conditional_escape, format_html, urlize
from django.utils.safestring import mark_safe
from django.utils.text import capfirst

register = template.Library()

PARAGRAPH = "margin:0 0 16px;font-size:17px;line-height:1.55"
LINK = 'style="color:#9C3F22;overflow-wrap:anywhere" href='


@register.filter
def mail_paragraphs(words: str, links: str = "") -> str:
    """Set words as paragraphs with their lines: {% filter mail_paragraphs %}…

    Addresses become links only in words of our own (`"links"`).
    """
    safe = conditional_escape(words)
    blocks = [one.strip() for one in re.split(r"\n\s*\n", safe.strip())]
    if links:
        blocks = [
            urlize(mark_safe(one)).replace("href=", LINK)  # noqa: S308 (escaped)
            for one in blocks
        ]
    lines = [one.replace("\n", "<br>\n") for one in blocks if one]
    return mark_safe(  # noqa: S308 (escaped above)
        "\n".join(f'<p style="{PARAGRAPH}">{one}</p>' for one in lines)
    )


@register.filter
def begun(words: str) -> str:
    """Begin with a capital: what follows "Good day!" is a new sentence in all languages."""
    return mark_safe(capfirst(words.strip()))  # noqa: S308 (rendered by the template)


@register.filter
def quoted_lines(words: str) -> str:
    """Set somebody's words off in plain text."""
    return "\n".join(f"    {line}".rstrip() for line in words.strip().splitlines())


@register.filter
def mail_button(label: str, url: str) -> str:
    """Draw a button that mail programs keep: a cell of a table with a link."""
    if not url or not label.strip():
        return ""
    return format_html(
        '<table role="presentation" cellpadding="0" cellspacing="0" border="0" '
        'style="margin:8px 0 20px"><tr><td bgcolor="#9C3F22" style="border-radius:2px">'
        '<a href="{}" class="go" style="display:inline-block;padding:13px 22px;font-size:17px;'
        'line-height:1.2;color:#FFFFFF;text-decoration:none;font-weight:600">{}</a>'
        "</td></tr></table>",
        url,
        mark_safe(label.strip()),  # noqa: S308 (rendered by the template)
    )
