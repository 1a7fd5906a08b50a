"""What the files of a contribution look like, both pictures side by side, for the desk."""

from collections import defaultdict

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import display_name
from contributions import permissions
from contributions.models import Attachment, Contribution, Resemblance
from contributions.states import Likeness
from contributions.views.moderators import cards
from history import dates
from history.models import Item, Media
from history.pictures import Picture


def found(gift: Contribution, *, actor, language: str) -> dict[int, list[dict]]:
    """List the look-alikes of each file, nearest first, by the key of the file.

    Shape of each: title, sides (for `components/likeness.html`), nearness, answer,
    verdict (None, or words, who and day), choices, judge_url ("" where this person
    may not).
    """
    rows = list(
        Resemblance.objects.for_staff(actor.user)
        .around(gift)
        .select_related(
            "attachment__master", "attachment__contribution", "attachment__item",
            "media__item", "media__master", "other__master", "other__contribution",
            "other__item", "verdict_by",
        )
        .defer(
            "attachment__master__text", "attachment__master__more_pages",
            "media__master__text", "media__master__more_pages",
            "other__master__text", "other__master__more_pages",
        )
        .nearest_first()
    )  # fmt: skip
    stand_ins = _files_of_hidden(rows, actor)
    may_judge = permissions.may_moderate(actor, gift)
    told: dict[int, list[dict]] = defaultdict(list)
    for row in rows:
        is_mine = row.attachment.contribution_id == gift.pk
        mine, theirs = row.attachment, row.other
        if not is_mine:
            mine, theirs = row.other, row.attachment
        if row.media:
            side, title = _of_archive(row.media, stand_ins, language)
        else:
            side, title = _of_door(theirs)
        told[mine.pk].append(
            _common(row, gift, may_judge=may_judge, is_mine=is_mine)
            | {"title": title, "sides": [_own(mine, gift), side]}
        )
    return told


def _common(row: Resemblance, gift: Contribution, *, may_judge, is_mine) -> dict:
    verdict, said = None, row.answer if is_mine else ""
    if row.verdict:
        verdict = {
            "words": row.get_verdict_display(),
            "who": display_name(row.verdict_by) if row.verdict_by else "",
            "day": _day(row.verdict_at),
        }
    return {
        "pk": row.pk,
        "nearness": nearness(row.distance),
        "answer": row.get_answer_display() if said else "",
        "verdict": verdict,
        "choices": [
            {
                "value": value,
                "label": label,
                "is_chosen": value == (row.verdict or said),
                "is_found": value == row.verdict,
            }
            for value, label in Likeness.choices
        ],
        "judge_url": reverse("contributions:act", args=[gift.reference, "likeness"])
        if may_judge
        else "",
    }


def nearness(distance: int) -> str:
    """Say a distance in words."""
    if distance == 0:
        return _("to the eye of the machine the same")
    if distance <= 3:
        return _("very much alike")
    return _("alike")


def _own(file: Attachment, gift: Contribution) -> dict:
    return {
        "picture": cards.picture(file, reference=gift.reference),
        "label": _("This file"),
        "facts": [_pixels(file)],
    }


def _of_archive(
    media: Media, stand_ins: dict[int, Attachment], language: str
) -> tuple[dict, str]:
    """Describe a picture of the archive, and say where it stands."""
    item = media.item
    stand_in = stand_ins.get(media.master_id)
    picture: Picture | None = media.picture
    if picture is None and stand_in is not None:
        picture = cards.picture(stand_in, reference=stand_in.contribution.reference)
    when = item.date_said
    if item.date_edtf:
        when = dates.display(
            item.date_earliest, item.date_latest, item.date_edtf, language
        )
    title = {
        Item.Status.PUBLISHED: _("Looks like a published picture"),
        Item.Status.HIDDEN: _("Looks like a hidden picture"),
        Item.Status.REMOVED: _("Looks like a picture that was taken down"),
    }[item.status]
    is_gone = item.status == Item.Status.REMOVED
    return {
        "picture": picture,
        "label": f"{item.reference} {item.title}",
        "lang": item.language,
        "url": "" if is_gone else item.get_absolute_url(),
        "facts": [_pixels(media), when, item.credit_line],
    }, title


def _of_door(theirs: Attachment) -> tuple[dict, str]:
    """Describe a file of another contribution, and say where that stands."""
    gift = theirs.contribution
    return {
        "picture": cards.picture(theirs, reference=gift.reference),
        "label": f"{gift.reference} {gift.title}",
        "lang": gift.language,
        "url": reverse("contributions:review", args=[gift.reference]),
        "facts": [
            _pixels(theirs),
            gift.date_said,
            _("arrived on %(day)s") % {"day": _day(gift.submitted_at)}
            if gift.submitted_at
            else "",
        ],
    }, _("Looks like a file of another contribution: %(status)s") % {
        "status": gift.get_status_display()
    }


def _pixels(file: Attachment | Media) -> str:
    return f"{file.master.width_px} × {file.master.height_px}"


def _files_of_hidden(rows: list[Resemblance], actor) -> dict[int, Attachment]:
    """Find files of the door that show what has no public picture, by the original."""
    wanted = {
        row.media.master_id for row in rows if row.media and not row.media.renditions
    }
    if not wanted:
        return {}
    theirs = Contribution.objects.for_staff(actor.user)
    files = Attachment.objects.filter(master__in=wanted, contribution__in=theirs)
    return {
        file.master_id: file
        for file in files.select_related("master", "contribution").order_by("-pk")
    }


def _day(moment) -> str:
    return date_format(timezone.localtime(moment), "j E Y")
