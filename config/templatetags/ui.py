"""Own the template words of the look: icons, stylesheets, components with a body."""

from functools import lru_cache

from django import template
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language

register = template.Library()

STYLESHEETS = (
    "tokens",
    "fonts",
    "base",
    "layout",
    "ratios",
    "components/badge",
    "components/breadcrumbs",
    "components/button",
    "components/card",
    "components/chosen",
    "components/collection_card",
    "components/confirm",
    "components/disclosure",
    "components/empty",
    "components/error_summary",
    "components/event_teaser",
    "components/facet",
    "components/facts",
    "components/field",
    "components/figure",
    "components/footer",
    "components/form_actions",
    "components/gallery",
    "components/header",
    "components/icon",
    "components/language_switch",
    "components/letter",
    "components/likeness",
    "components/listing",
    "components/message",
    "components/messages",
    "components/notice",
    "components/pager",
    "components/panel",
    "components/picture",
    "components/plain_map",
    "components/post_teaser",
    "components/recording",
    "components/search_form",
    "components/status",
    "components/steps",
    "components/table",
    "components/then_now",
    "components/theme_switch",
    "components/timeline",
    "components/upload_strip",
    "components/wave",
    "components/zoom",
)
"""Every stylesheet a page loads; `pages/` sheets come by the block `styles`."""

BUNDLE = "css/site.css"
"""All of them in one file, made by `collectstatic` (config/storage.py)."""


@register.simple_tag
def stylesheets():
    """Link the stylesheets of the look: one by one, or joined where that was made."""
    if getattr(staticfiles_storage, "has_bundle", False):
        return format_html('<link rel="stylesheet" href="{}">', static(BUNDLE))
    return format_html_join(
        "\n  ",
        '<link rel="stylesheet" href="{}">',
        ((static(f"css/{name}.css"),) for name in STYLESHEETS),
    )


@register.simple_tag
def fonts():
    """Ask ahead for the letters every page is set in, before a stylesheet names them."""
    script = "latin" if get_language() == "en" else "cyrillic"
    return format_html_join(
        "\n  ",
        '<link rel="preload" href="{}" as="font" type="font/woff2" crossorigin>',
        (
            (static(f"fonts/{face}-{letters}-wght-normal.woff2"),)
            for face in ("golos-text", "literata")
            for letters in (script, "marks")
        ),
    )


@register.simple_tag
def page_style(name):
    """Link one stylesheet of static/css/pages/: {% page_style "item" %}."""
    return format_html(
        '<link rel="stylesheet" href="{}">', static(f"css/pages/{name}.css")
    )


@register.simple_tag
def icon(name, label=""):
    """Draw one sign of static/img/icons.svg; silent unless it carries a label."""
    href = f"{static('img/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>',
            label,
            href,
        )
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}"/></svg>', href
    )


@register.filter(is_safe=True)
def sentence_case(words):
    """Write A Heading Of Another Package As We Do: only the first word is large."""
    first, *others = words.split() or [""]
    return " ".join([first, *(w if w.isupper() else w.lower() for w in others)])


def _component(template_name, **inputs):
    return render_to_string(f"components/{template_name}.html", inputs)


@register.simple_tag
def card(card, *, sizes="", eager=False):
    """Show an item in a list: {% card card %}, the component `card.html`.

    The same cards are drawn over and over, and drawing is what a list costs most. So
    what came out is kept in this process by everything that went in: it cannot be stale.
    """
    try:
        return _kept_card(get_language(), sizes, eager, tuple(card.items()))
    except TypeError:  # lists: the reasons of an answer, other ones for each question
        return _component("card", card=card, sizes=sizes, eager=eager)


@lru_cache(maxsize=2000)
def _kept_card(_language, sizes, eager, inputs):
    return _component("card", card=dict(inputs), sizes=sizes, eager=eager)


@register.simple_tag
@lru_cache(maxsize=2000)
def card_picture(picture, *, caption, sizes="", eager=False):
    """Show the picture of a card, kept like the card: it is the same in every answer."""
    return _component(
        "picture", picture=picture, caption=caption, sizes=sizes, eager=eager
    )


@register.simple_block_tag
def panel(content, title="", *, level=2, look=""):
    """Set a titled piece apart: {% panel _("Rights") %}…{% endpanel %}."""
    return _component("panel", title=title, level=level, look=look, body=content)


@register.simple_block_tag
def notice(content, tone="steel", *, title=""):
    """Say something that matters here: {% notice "ask" %}…{% endnotice %}."""
    return _component("notice", tone=tone, title=title, body=content)


@register.simple_block_tag
def disclosure(content, summary, *, open=False):
    """Keep detail on demand: {% disclosure _("Why about 1962?") %}…{% enddisclosure %}."""
    return _component("disclosure", summary=summary, open=open, body=content)


@register.simple_block_tag
def form_actions(content, *, note="", sticky=False):
    """End a form with its buttons and one quiet line: {% form_actions %}…"""
    return _component("form_actions", note=note, sticky=sticky, body=content)
