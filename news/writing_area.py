"""The field in which colleagues write a text: an editor where scripts run, else HTML.

Without a script it is a plain text area, and what is typed there without any tag is
shown as paragraphs all the same.
"""

import json

from django import forms
from django.conf import settings
from django.contrib.admin.widgets import AdminTextareaWidget
from django.forms.widgets import Script
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

ENGINE = "django_prose_editor/editor.js"


class WritingArea(AdminTextareaWidget):
    """A text area that static/js/writing.js turns into an editor."""

    def __init__(self, *, language: str) -> None:
        super().__init__(attrs={"rows": 18, "lang": language})

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["data-writing"] = json.dumps(
            {"engine": static(ENGINE), "words": _words()}
        )
        return context

    class Media:
        css = {"all": ["css/writing.css"]}
        js = (Script("js/writing.js", type="module"),)


def _words() -> dict[str, str]:
    """Give what the script says, in the language of who writes."""
    return {
        "toolbar": _("How the text looks"),
        "heading": _("Heading"),
        "subheading": _("Subheading"),
        "bold": _("Bold"),
        # Translators: one letter that stands for bold on its button.
        "boldShort": pgettext("letter on a button", "B"),
        "italic": _("Italic"),
        # Translators: one letter that stands for italic on its button.
        "italicShort": pgettext("letter on a button", "I"),
        "bullets": _("List"),
        "numbers": _("Numbered list"),
        "quote": _("Quotation"),
        "rule": _("Line across"),
        "link": _("Link"),
        "insert": _("Picture or card"),
        "undo": _("Undo"),
        "redo": _("Redo"),
        "address": _("Address of the page"),
        "reference": _(
            "Address on our site, ST-000123, or [[1]] for the first picture"
        ),
        "take": _("Insert"),
        "unlink": _("Remove the link"),
        "close": _("Close"),
    }


def put_in(form: forms.ModelForm) -> None:
    """Let the texts of a form, one a language, be written with it."""
    for code, _name in settings.LANGUAGES:
        field = form.fields.get(f"body_{code}")
        if field is not None:
            field.widget = WritingArea(language=code)
            field.help_text = _(
                "Alone on a line, the address of a page of ours or a reference such as "
                "%(reference)s becomes a card with its picture; two or more of them a "
                "gallery."
            ) % {"reference": f"{settings.ITEM_PREFIX}-000123"}
