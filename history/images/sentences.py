"""What people read about a file that gives no picture: plain, with a next step."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

PICTURE_KINDS = "JPEG, PNG, HEIC, WebP, TIFF, GIF, AVIF, PDF"
SOUND_KINDS = "MP3, M4A, OGG, WAV"


def sentence_for(code: str, **facts: Any) -> str:
    """Return the sentence of a problem code in the active language."""
    if code == "too_many_pixels" and "megapixels" in facts:
        return _(
            "This picture has %(megapixels)s megapixels; we can take up to "
            "%(limit)s. Please send a smaller copy."
        ) % {"megapixels": facts["megapixels"], "limit": facts.get("limit", "")}
    if code == "too_many_bytes" and "megabytes" in facts:
        return _(
            "This file is %(megabytes)s MB; we can take up to %(limit)s MB. "
            "Please send a smaller copy."
        ) % {"megabytes": facts["megabytes"], "limit": facts.get("limit", "")}
    if code == "too_many_pages" and "limit" in facts:
        return ngettext(
            "This document has more than %(limit)s page. Please send it in parts.",
            "This document has more than %(limit)s pages. Please send it in parts.",
            facts["limit"],
        ) % {"limit": facts["limit"]}
    sentences = {
        "empty": _("The file is empty. Please choose it again and send it once more."),
        "not_a_picture": _(
            "We cannot read this file. We take pictures (%(pictures)s) and "
            "recordings (%(sounds)s)."
        )
        % {"pictures": PICTURE_KINDS, "sounds": SOUND_KINDS},
        "svg": _("We cannot take SVG drawings. Please save it as PNG and send that."),
        "password": _(
            "This PDF asks for a password. Please save it without one and send "
            "that, or photograph the pages."
        ),
        "too_many_pages": _(
            "This document has too many pages. Please send it in parts."
        ),
        "archive": _(
            "This is a packed or office file. Please send the pictures one by one."
        ),
        "sound_kind": _(
            "We cannot take this kind of recording. Please save it as MP3 or M4A "
            "and send that."
        ),
        "no_sound": _(
            "There is no sound in this file. Please listen to it, and choose "
            "another one or record it again."
        ),
        "too_long": _(
            "This recording is too long. Please cut it into parts and send them one "
            "by one."
        ),
        "video": _(
            "We cannot take video. Please send a photo from it, or its sound alone "
            "as MP3 or M4A."
        ),
        "incomplete": _(
            "The file arrived incomplete or damaged. Please send it again."
        ),
        "damaged": _(
            "The file is damaged inside and we cannot show it. If you have "
            "another copy, please send that one."
        ),
        "too_many_bytes": _("This file is too large. Please send a smaller copy."),
        "too_many_pixels": _("This picture is too large. Please send a smaller copy."),
        "too_heavy": _(
            "This picture takes too much work to open. Please save it as JPEG "
            "and send that, or leave it to us: a person will look at it."
        ),
        "infected": _(
            "A virus scanner found something harmful in this file, so we cannot take "
            "it. Please make a new copy and send that."
        ),
        "missing": _("We cannot find this file just now. A person will look into it."),
    }
    return sentences.get(code) or sentences["damaged"]


def why_unalignable(code: str) -> str:
    """Return why points move no picture onto the other, in the active language."""
    sentences = {
        "too_few": _("Mark three or four points on both pictures."),
        "too_many": _("Four points are enough. Please leave one out."),
        "outside": _("A point lies outside of its picture. Please mark it again."),
        "too_near": _(
            "Two of the points lie almost on one spot. Choose points further apart."
        ),
        "in_a_line": _(
            "Three of the points stand nearly in one line. Choose one above or below it."
        ),
        "crossed": _(
            "The points do not run the same way round on both pictures. Perhaps two of "
            "them are exchanged."
        ),
    }
    return sentences.get(code) or _(
        "With these points today's photo would be torn out of shape. Look whether each "
        "point is the same spot on both pictures, and spread them over the picture."
    )
