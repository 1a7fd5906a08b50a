"""Prepare what the pages of a draft say; templates ask the database for nothing."""

from functools import partial

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contributions import intake, pairing
from contributions.models import Attachment, Contribution
from contributions.states import Status
from contributions.views.residents import resembling
from history import images, sounds
from history.models import Item, Master
from history.pictures import Picture
from history.presenting import document_words
from history.recordings import Recording
from history.rights import Rights

Kind = Contribution.Kind
FRONTS_SHOWN = 6
ACCEPTED = ",".join((*sorted(images.ACCEPTED), ".heic", ".heif", ".tif", ".tiff"))
# Browsers name these types in several ways: the endings are for those that differ.
ACCEPTED_SOUND = "audio/*,.mp3,.m4a,.ogg,.oga,.opus,.wav,.webm"


def kinds(offered, *, chosen: str) -> list[dict]:
    """Describe the kinds one can give; the one asked for comes first."""
    words = {
        Kind.PHOTOS: (
            _("Photographs"),
            _("Several at once are welcome. Their story comes on the next page."),
        ),
        Kind.DOCUMENT: (
            _("A document"),
            _(
                "A letter, a certificate, a ticket, a newspaper: photograph each "
                "page, or send a PDF."
            ),
        ),
        Kind.MEMORY: (
            _("A memory in words"),
            _("No picture is needed. A few lines are enough."),
        ),
        Kind.AUDIO: (
            _("A voice recording"),
            _("A story told aloud, a song, an old cassette: MP3, M4A, OGG or WAV."),
        ),
        Kind.CORRECTION: (
            _("A correction"),
            _("Something here is not right, or you know more about it."),
        ),
    }
    ordered = sorted(offered, key=lambda kind: kind != chosen)
    return [
        {"value": str(kind), "title": words[kind][0], "text": words[kind][1]}
        for kind in ordered
    ]


def unfinished(actor) -> list[dict]:
    """List the drafts that wait for this person."""
    if actor.account is None and not actor.holds:
        return []
    drafts = (
        Contribution.objects.owned_by(actor)
        .filter(status=Status.DRAFT, sent_at__isnull=True)
        .with_thumbnails()
        .newest_first()[:20]
    )
    return [one_line(contribution) for contribution in drafts]


def one_line(contribution: Contribution) -> dict:
    """Describe a contribution in a list; needs `with_thumbnails`."""
    is_unsent = contribution.status == Status.DRAFT and contribution.sent_at is None
    cover = contribution.covers[0] if contribution.covers else None
    return {
        "title": contribution.title or _("Without a title yet"),
        "kind": contribution.get_kind_display(),
        "reference": contribution.reference,
        "url": reverse("contributions:draft", args=[contribution.reference])
        if is_unsent
        else contribution.get_absolute_url(),
        "touched_at": contribution.touched_at,
        "file_count": contribution.attachment_count,
        "picture": picture(cover, contribution) if cover else None,
    }


def picture(attachment: Attachment, contribution: Contribution) -> Picture | None:
    """Describe a private picture by its addresses behind the door."""
    master = attachment.master

    return Picture.from_renditions(
        master.renditions,
        url=partial(_private_url, attachment, contribution),
        width=master.width_px or 0,
        height=master.height_px or 0,
        alt=attachment.caption or attachment.original_name,
        placeholder=master.placeholder,
    )


def recording(attachment: Attachment, contribution: Contribution) -> Recording | None:
    """Describe a private recording by its address behind the door."""
    return attachment.master.recording(partial(_private_url, attachment, contribution))


def _private_url(attachment: Attachment, contribution: Contribution, path: str) -> str:
    name = path.rsplit("/", 1)[-1]
    return reverse(
        "contributions:file", args=[contribution.reference, attachment.pk, name]
    )


def file(attachment: Attachment, contribution: Contribution, *, by) -> dict:
    """Describe one file with what may be done to it."""
    told = files(contribution, by=by)
    return next(one for one in told if one["pk"] == attachment.pk)


def _file(
    attachment: Attachment, contribution: Contribution, row: list[Attachment]
) -> dict:
    master = attachment.master
    problem = ""
    if master.state == Master.State.UNREADABLE:
        problem = images.Unreadable(master.problem).sentence
        if master.is_incomplete:
            problem = _(
                "We keep this file as it is, but nothing of it can be shown. A person "
                "will look at it."
            )
    front = next((one for one in row if one.pk == attachment.back_of_id), None)
    return {
        "pk": attachment.pk,
        "reference": contribution.reference,
        "name": _name(attachment),
        "size": filesizeformat(master.size_bytes),
        "document": "" if problem else document_words(master),
        "picture": picture(attachment, contribution),
        "recording": recording(attachment, contribution),
        "is_sound": sounds.is_sound(master.media_type),
        "is_preparing": master.state == Master.State.RECEIVED,
        "is_back": attachment.role == Attachment.Role.BACK,
        "front": _name(front) if front else "",
        "front_pk": front.pk if front else None,
        "fronts": [
            {"pk": one.pk, "name": _name(one), "picture": picture(one, contribution)}
            for one in _nearest(attachment, pairing.fronts_for(attachment, row))
        ],
        "is_being_checked": master.problem == "unscanned",
        "problem": problem,
        "can_keep": intake.waits_for_a_word(master),
        "is_incomplete": master.is_incomplete and not problem,
    }


def _name(attachment: Attachment) -> str:
    return attachment.original_name or _("A file without a name")


def _nearest(attachment: Attachment, fronts: list[Attachment]) -> list[Attachment]:
    """Keep the fronts that stand nearest: backs are photographed after their fronts."""
    near = sorted(fronts, key=lambda one: abs(one.position - attachment.position))
    return sorted(near[:FRONTS_SHOWN], key=lambda one: (one.position, one.pk))


def files(contribution: Contribution, *, by) -> list[dict]:
    """Describe all files in their order; a back follows its front.

    Beside those that look like ours stands a question (resembling.notes).
    """
    attachments = list(
        contribution.attachments.select_related("master").order_by("position", "pk")
    )
    told = []
    pairs = pairing.in_pairs(attachments)
    for place, pair in enumerate(pairs):
        for attachment in pair:
            one = _file(attachment, contribution, attachments)
            one["is_first"], one["is_last"] = place == 0, place == len(pairs) - 1
            told.append(one)
    notes = resembling.notes(contribution, told, by=by)
    return [one | notes.get(one["pk"], {}) for one in told]


def came_in_part(contribution: Contribution) -> list[dict]:
    """List the files that began to come and stopped, unless they came another way."""
    stopped = (
        contribution.uploads.receiving().alive(at=timezone.now()).order_by("pk")[:50]
    )
    if not stopped:
        return []
    here = set(
        contribution.attachments.values_list("original_name", "master__size_bytes")
    )
    return [
        {
            "key": upload.key,
            "name": upload.original_name or _("A file without a name"),
            "length": upload.length,
            "percent": upload.offset * 100 // upload.length,
        }
        for upload in stopped
        if (upload.original_name, upload.length) not in here
    ]


def on_way(contribution: Contribution) -> str:
    """Say which files would be missing if it were sent now; nothing where none would."""
    names = [file["name"] for file in came_in_part(contribution)]
    if not names:
        return ""
    return ngettext(
        "This file is not here yet: %(names)s. If it is on its way, wait a moment and "
        "press again; if not, choose it again or send without it.",
        "These files are not here yet: %(names)s. If they are on their way, wait a "
        "moment and press again; if not, choose them again or send without them.",
        len(names),
    ) % {"names": ", ".join(names)}


def rights(contribution: Contribution) -> str:
    """Say the rights that follow from the answers, in words."""
    return Rights(contribution.rights).label


def subject_of(contribution: Contribution) -> dict | None:
    """Describe the item that a contribution is about, or shows as it is today."""
    return about(contribution.about_item) or photographed_again(contribution.then_item)


def photographed_again(item: Item | None) -> dict | None:
    """Describe the item of which today's photo is given, if all may see it."""
    told = about(item)
    return told and told | {"label": _("Today's photo of")}


def about(item: Item | None) -> dict | None:
    """Describe the item that a memory or a correction is about, if all may see it."""
    if item is None or item.status != Item.Status.PUBLISHED:
        return None
    cover = item.media.order_by("position", "pk").first()
    return {
        "label": _("It is about"),
        "title": item.title,
        "language": item.language,
        "url": item.get_absolute_url(),
        "picture": cover.picture if cover else None,
    }


def typed_too_late(contribution: Contribution, data) -> list[dict]:
    """List the words that came after sending and differ from what was sent."""
    late = []
    for name in ("title", "story", "date_said", "place_said", "people_said"):
        typed = data.get(name, "").replace("\r\n", "\n").strip()
        if typed and typed != getattr(contribution, name).replace("\r\n", "\n").strip():
            field = Contribution._meta.get_field(name)
            late.append({"name": name, "label": field.verbose_name, "text": typed})
    for file in contribution.attachments.order_by("position", "pk"):
        for name in ("caption", "date_said", "place_said", "people_said"):
            typed = data.get(f"file-{file.pk}-{name}", "").strip()
            if typed and typed != getattr(file, name):
                late.append({"label": file.original_name, "text": typed})
    return late
