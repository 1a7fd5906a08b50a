"""Own which documents go with a post, how they are told of, and what of them is given."""

from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from history import images, masters
from history.models import Master
from history.tasks import prepare_master
from news.models import Material, Post

KIND = "application/pdf"
PREVIEW_PX = 320
NAME_CHARACTERS = 80


class Refused(Exception):
    """Say why a file is not taken, with a sentence for who sent it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def keep(upload: UploadedFile) -> Master:
    """Keep the original of a document. Raises: Refused for anything but a whole PDF.

    Effects: a task that draws its pages.
    """
    path = Path(upload.temporary_file_path())
    with path.open("rb") as file:
        kind = images.sniff(file.read(images.HEAD_BYTES))
    if kind != KIND:
        raise Refused(_("Only PDF documents can go with a post."))
    try:
        masters.look_into(path)
        master = masters.keep(path, original_name=upload.name or "")
    except images.Unreadable as refusal:
        raise Refused(str(refusal.sentence)) from refusal
    except masters.NotKept as error:
        raise Refused(
            _("We cannot keep files just now. Please try again in an hour.")
        ) from error
    if master.state == Master.State.RECEIVED:
        transaction.on_commit(lambda: prepare_master.enqueue(master.pk))
    return master


def told(post: Post) -> list[dict]:
    """Give the documents of a post, ready for its page; one query.

    Shape: ``[{"title", "facts", "url", "preview": {"url", "width", "height"} or None}]``.
    """
    rows = post.materials.select_related("master")
    return [_told(post, row) for row in rows if masters.may_hand_out(row.master)]


def _told(post: Post, row: Material) -> dict:
    master, step = row.master, preview(row.master)
    facts = ["PDF", filesizeformat(master.size_bytes)]
    if master.renditions:
        pages = ngettext("%(number)s page", "%(number)s pages", master.page_count)
        facts.insert(1, pages % {"number": master.page_count})
    address = reverse("news:material_preview", args=[post.slug, row.pk])
    return {
        "title": str(row),
        "facts": ", ".join(facts),
        "url": reverse("news:material", args=[post.slug, row.pk]),
        "preview": step
        and {"url": address, "width": step["width"], "height": step["height"]},
    }


def preview(master: Master) -> dict | None:
    """Give the smallest picture of the first page that is large enough to know it by."""
    steps = sorted(master.renditions, key=lambda step: step["width"])
    large = [step for step in steps if step["width"] >= PREVIEW_PX]
    return next(iter(large or steps[-1:]), None)


def download_name(row: Material) -> str:
    """Give the name under which a browser keeps it."""
    stem = masters.display_name(str(row)).strip(". ")[:NAME_CHARACTERS]
    return f"{stem or row.pk}.pdf"
