"""Own which HTML a text may hold; everything else is taken out, words stay.

Three steps when it is saved: parsed as browsers do and cut down to what is known (nh3),
put into plain form (`tidying`), cut down once more to what is allowed. The last step
alone is done again whenever it is shown, whichever way it came into the database.
"""

import re

import nh3
from django.template.defaultfilters import linebreaks_filter
from django.utils.safestring import SafeString, mark_safe

from news import linking, tidying

TAGS = {
    "a", "blockquote", "br", "cite", "em", "figcaption", "figure", "h2", "h3", "hr",
    "img", "li", "ol", "p", "strong", "sub", "sup", "ul", "b", "i",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "hreflang", "title"},
    "img": {"src", "alt", "width", "height", "loading"},
    "*": {"lang"},
}
# Known for a moment only: what it tells of headings, lists and bold words is kept.
PASSING_TAGS = TAGS | {
    "address", "article", "center", "dd", "div", "dt", "font", "h1", "h4", "h5", "h6",
    "pre", "section", "span", "table", "tbody", "td", "th", "thead", "tr",
}  # fmt: skip
PASSING_ATTRIBUTES = ATTRIBUTES | {"*": {"lang", "style", "class"}}
GONE_WITH_WORDS = {
    "iframe", "math", "noembed", "noframes", "noscript", "object", "script", "select",
    "style", "svg", "template", "textarea", "title", "xml",
}  # fmt: skip
UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
TAG = re.compile(r"<[a-zA-Z/!?]")


def clean_html(text: str) -> str:
    """Keep only the HTML we allow, in plain form; what has no tag is not HTML."""
    text = UNSEEN.sub("", text)
    if not is_html(text):
        return text
    known = nh3.clean(
        text,
        tags=PASSING_TAGS,
        clean_content_tags=GONE_WITH_WORDS,
        attributes=PASSING_ATTRIBUTES,
        url_schemes=linking.SCHEMES,
        link_rel=None,
        strip_comments=True,
    )
    return _allowed(tidying.tidy(known))


def is_html(text: str) -> bool:
    """Tell HTML from words that somebody typed without any tag."""
    return TAG.search(text) is not None


def _allowed(text: str) -> str:
    return nh3.clean(
        text,
        tags=TAGS,
        clean_content_tags=GONE_WITH_WORDS,
        attributes=ATTRIBUTES,
        url_schemes=linking.SCHEMES,
        attribute_filter=_attribute,
        link_rel="noopener",
        strip_comments=True,
    )


def _attribute(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "href":
        return linking.address(value) or None
    if attribute == "src":
        return linking.own_file(value) or None
    return value


def to_page(text: str) -> SafeString:
    """Give a text as HTML, whichever way it came into the database."""
    text = UNSEEN.sub("", text or "")
    if not is_html(text):
        return linebreaks_filter(text) if text.strip() else mark_safe("")
    return mark_safe(_allowed(text))  # noqa: S308 (cleaned in this very line)
