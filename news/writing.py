"""Own which HTML a post may hold; everything else is taken out, words stay."""

import nh3
from django.template.defaultfilters import linebreaks_filter
from django.utils.safestring import SafeString, mark_safe

TAGS = {
    "a", "b", "blockquote", "br", "cite", "em", "figcaption", "figure", "h2", "h3",
    "hr", "i", "img", "li", "ol", "p", "strong", "sub", "sup", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "hreflang", "title"},
    "img": {"src", "alt", "width", "height", "loading"},
    "*": {"lang"},
}
SCHEMES = {"https", "http", "mailto", "tel"}


def clean_html(text: str) -> str:
    """Keep only the HTML we allow; pictures only from our own site."""
    if "<" not in text and "&" not in text:
        return text
    return nh3.clean(
        text,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        attribute_filter=_our_pictures,
        link_rel="noopener",
        strip_comments=True,
    )


def _our_pictures(tag: str, attribute: str, value: str) -> str | None:
    if (tag, attribute) != ("img", "src"):
        return value
    return value if value.startswith("/") and not value.startswith("//") else None


def to_page(text: str) -> SafeString:
    """Give the text of a post as HTML, whichever way it came into the database."""
    if "<" not in text:
        return linebreaks_filter(text)
    return mark_safe(clean_html(text))  # noqa: S308 (cleaned in this very line)
