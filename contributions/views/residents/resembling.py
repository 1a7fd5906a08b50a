"""Ask a giver about files that look like what the archive shows already."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from contributions import likenesses
from contributions.models import Contribution, Resemblance
from contributions.states import Likeness, Status

QUESTION = [
    (Likeness.BETTER, lambda: _("Mine is a better scan")),
    (Likeness.BACK, lambda: _("It is the back")),
    (Likeness.PRINT, lambda: _("Another print of it")),
    (Likeness.MOMENT, lambda: _("Another moment")),
    (Likeness.UNRELATED, lambda: _("Not the same at all")),
]
ASKED_WHILE = frozenset({Status.DRAFT, Status.SUBMITTED, Status.NEEDS_INFO})


def notes(contribution: Contribution, files: list[dict], *, by) -> dict[int, dict]:
    """Say what each file (as `telling.file` gives it) resembles, and when it was sent.

    Shape, by the key of the file: `question` (None, or sides, is_exact, field, choices)
    and `before` (None, or words, title, url).
    """
    if not files or contribution.status not in ASKED_WHILE:
        return {}
    asked = likenesses.asked_about(contribution)
    before = likenesses.sent_before(contribution, by=by)
    return {
        file["pk"]: {
            "question": question(asked[file["pk"]], file)
            if file["pk"] in asked
            else None,
            "before": _before(before[file["pk"]], by=by)
            if file["pk"] in before
            else None,
        }
        for file in files
    }


def question(row: Resemblance, file: dict) -> dict:
    """Prepare the question about one file and one published picture."""
    media, master = row.media, row.attachment.master
    return {
        "is_exact": media.master_id == master.pk,
        "sides": [
            {
                "picture": file["picture"],
                "label": _("Yours"),
                "facts": [_pixels(master.width_px, master.height_px)],
            },
            {
                # What may hurt is told, and seen only on its own page.
                "picture": None if media.item.sensitive else media.picture,
                "label": media.item.title,
                "lang": media.item.language,
                "url": media.item.get_absolute_url(),
                "facts": [
                    media.item.get_sensitive_display(),
                    _pixels(media.width_px, media.height_px),
                ],
            },
        ],
        "field": f"{likenesses.FIELD}{row.pk}",
        "choices": [
            {"value": str(value), "label": words(), "is_chosen": value == row.answer}
            for value, words in QUESTION
        ],
    }


def _pixels(width: int | None, height: int | None) -> str:
    return f"{width} × {height}" if width else ""


def _before(sent: likenesses.SentBefore, *, by) -> dict:
    earlier = sent.contribution
    day = date_format(timezone.localtime(sent.at), "j E Y")
    words = _("You already sent this on %(day)s.") % {"day": day}
    if earlier.status == Status.DRAFT:
        words = _("You already put this into a draft on %(day)s.") % {"day": day}
    is_open = Contribution.objects.owned_by(by).filter(pk=earlier.pk).exists()
    return {
        "words": words,
        "title": earlier.title or _("Without a title yet"),
        "url": earlier.get_absolute_url() if is_open else "",
    }
