"""The files on the stage of the desk: how each will be shown, and what may be done."""

from django.urls import reverse
from django.utils.translation import gettext as _

from contributions import pairing, permissions, workflow
from contributions.models import Attachment, Contribution
from contributions.views.moderators import camera, cards
from history import images
from history.editing import TURNS, in_words
from history.models import Master
from history.pictures import closer_look
from history.presenting import document_words


def may_arrange_files(gift: Contribution, actor, *, at) -> bool:
    """Say whether this person may turn, cover and pair the files now."""
    try:
        workflow.check_files(gift, by=actor, at=at)
    except workflow.Refusal:
        return False
    return True


def shown(file: Attachment, gift: Contribution, *, row, may_arrange: bool) -> dict:
    """Prepare one file for the stage, as it will be published."""
    picture = cards.shown_picture(file, reference=gift.reference)
    sentences = {
        Master.State.RECEIVED: _(
            "Still being prepared. Please look again in a minute."
        ),
        Master.State.UNREADABLE: _("This file cannot be opened."),
    }
    front = next((one for one in row if one.pk == file.back_of_id), None)
    address = [gift.reference, file.pk]
    edits, edit_url, turn_url = file.edits_of(0), "", ""
    if may_arrange and picture:
        edit_url = reverse("contributions:file_edit", args=address)
        turn_url = reverse("contributions:file_turn", args=address)
    return {
        "pk": file.pk,
        "picture": picture,
        "recording": cards.recording(file, reference=gift.reference),
        "name": file.original_name,
        "caption": file.caption,
        "own_words": [
            said for said in (file.date_said, file.place_said, file.people_said) if said
        ],
        "side": file.get_role_display() if file.role != Attachment.Role.FRONT else "",
        "front": front.original_name if front else "",
        "size": f"{file.master.width_px} × {file.master.height_px}"
        if file.master.width_px
        else "",
        "document": document_words(file.master) if picture else "",
        "more_pages": [
            {
                "picture": page,
                "zoom": closer_look(page, label=page.alt),
                "edit_url": f"{edit_url}?page={number}" if edit_url else "",
            }
            for number in range(1, file.master.page_count)
            if (
                page := cards.shown_picture(
                    file, reference=gift.reference, number=number
                )
            )
        ],
        "zoom": closer_look(picture, label=file.caption or file.original_name)
        if picture
        else "",
        "original_url": cards.file_url(gift.reference, file, "original"),
        "is_incomplete": file.master.is_incomplete,
        "problem": sentences.get(file.master.state, ""),
        "edits": [] if images.is_unedited(edits) else in_words(edits),
        "edit_url": edit_url,
        "turn_url": turn_url,
        "turned": {
            way: images.turned(edits, degrees)["rotate"]
            for way, degrees in TURNS.items()
        },
        "pair_url": reverse("contributions:file_pair", args=address)
        if may_arrange and len(row) > 1
        else "",
        "fronts": [
            {
                "pk": one.pk,
                "name": one.original_name,
                "picture": cards.picture(one, reference=gift.reference, widest=320),
            }
            for one in pairing.fronts_for(file, row)
        ]
        if may_arrange and front is None
        else [],
    }


def about_camera(file: Attachment, gift: Contribution, actor) -> dict:
    """Give what the camera says to who decides, and where a curator reads all of it."""
    url = ""
    if file.master.exif and permissions.may_read_camera_data(actor):
        url = reverse("contributions:file_camera", args=[gift.reference, file.pk])
    return {"camera": camera.hints(file.master), "camera_url": url}
