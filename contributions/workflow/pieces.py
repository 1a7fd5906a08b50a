"""Which files of a contribution are published, and as which items."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from contributions import pairing
from contributions.models import Attachment
from contributions.workflow.refusals import Incomplete, WrongState
from history import publishing
from history.models import Item, Master, Person
from history.naming import names_in, people_named


def worth_showing(
    attachments: Sequence[Attachment], *, incomplete_ok: bool
) -> list[Attachment]:
    """Leave out what cannot be opened where others can.

    Raises: NotReady for bytes that changed on our disk, Incomplete for a missing part
    that nobody has looked at.
    """
    for one in attachments:
        if one.master.is_damaged:
            raise publishing.NotReady(
                _(
                    "“%(name)s” has changed on our disk since it came, so it cannot be "
                    "published. The operator was told; the giver may send it again."
                )
                % {"name": one.original_name}
            )
    if not incomplete_ok and any(a.master.is_incomplete for a in attachments):
        raise Incomplete(
            _(
                "A part of a file is missing. Please look at it, and tick that it may "
                "be published although it is incomplete."
            ),
            "incomplete_ok",
        )
    readable = [a for a in attachments if a.master.state != Master.State.UNREADABLE]
    return readable or list(attachments)


def refuse_changed(attachments: Sequence[Attachment]) -> None:
    """Refuse when a colleague covered or turned something since the files were read."""
    now = dict(
        Attachment.objects.filter(pk__in=[a.pk for a in attachments]).values_list(
            "pk", "edits"
        )
    )
    if any(now.get(a.pk) != a.edits for a in attachments):
        raise WrongState(
            _("A colleague has just changed how a picture is shown. Please look again.")
        )


def as_files(
    attachments: Sequence[Attachment], released: dict[int, Any] | None = None
) -> list[publishing.File]:
    """Give the files as the archive takes them, with the public sizes made before."""
    masters = {a.pk: a.master for a in attachments}
    return [
        publishing.File(
            master=a.master,
            role=a.role,
            caption=a.caption,
            edits={int(page): edits for page, edits in a.edits.items()},
            back_of=masters.get(a.back_of_id) if a.back_of_id else None,
            released=(released or {}).get(a.master_id, {}),
        )
        for a in attachments
    ]


def in_parts(
    description: publishing.Description,
    attachments: Sequence[Attachment],
    *,
    each_alone: bool,
) -> list[tuple[publishing.Description, list[Attachment]]]:
    """Split into items: all together, or one a front with its back.

    A back whose front nobody named goes with what stands before it.
    """
    if not each_alone or len(attachments) < 2:
        return [(description, list(attachments))]
    parts: list[list[Attachment]] = []
    for pair in pairing.in_pairs(attachments):
        is_back_of_somebody = pair[0].role == Attachment.Role.BACK
        if parts and is_back_of_somebody:
            parts[-1].extend(pair)
        else:
            parts.append(pair)
    people = _people_of(description, parts)
    return [
        (_words_of(part[0], description).changed(people=seen), part)
        for part, seen in zip(parts, people, strict=True)
    ]


def _people_of(
    description: publishing.Description, parts: list[list[Attachment]]
) -> list[tuple[Person, ...]]:
    """Give each item its people: who was named for one picture is not in the others."""
    own = [[n for one in part for n in names_in(one.people_said)] for part in parts]
    said = names_in(parts[0][0].contribution.people_said)
    found = people_named([*said, *(name for names in own for name in names)])

    def known(names: list[str]) -> list[Person]:
        return [found[n.casefold()] for n in names if n.casefold() in found]

    for_all = known(said)
    of_one = [one for names in own for one in known(names) if one not in for_all]
    shared = [one for one in description.people if one not in of_one]
    told = [
        [*known(names), *(one for one in shared if one not in for_all)]
        if names
        else shared
        for names in own
    ]
    return [tuple(dict.fromkeys(people)) for people in told]


def _words_of(
    attachment: Attachment, description: publishing.Description
) -> publishing.Description:
    """Put what was said of one file alone in the place of what was said of all."""
    own: dict[str, Any] = {}
    if attachment.caption:
        own["title"] = attachment.caption[: Item._meta.get_field("title").max_length]
    if attachment.date_said:
        own |= {
            "date_said": attachment.date_said,
            "date_edtf": attachment.date_edtf,
            "date_earliest": attachment.date_earliest,
            "date_latest": attachment.date_latest,
            "date_reason": "",
            "date_sure": "",
        }
    if attachment.place_said:
        # The pin of the others is not the place of this one.
        own |= {
            "place": attachment.place,
            "place_said": attachment.place_said,
            "latitude": None,
            "longitude": None,
            "accuracy": "",
            "bearing": None,
        }
    return description.changed(**own)
