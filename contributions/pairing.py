"""A back belongs to its front: joined, parted, and kept side by side."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from contributions.models import Attachment


class Unpairable(Exception):
    """These two cannot be a front and its back; `sentence` says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def join(back: Attachment, front: Attachment) -> None:
    """Make one file the back of another, and let it follow it.

    Call with the contribution locked. Raises: Unpairable.
    """
    _refuse_unfit(back, front)
    if front.role == Attachment.Role.BACK:
        _save(front, role=Attachment.Role.FRONT)
    _save(back, role=Attachment.Role.BACK, back_of=front)
    put_in_order(in_pairs(_row(back)))


def part(attachment: Attachment, *, role: str = Attachment.Role.FRONT) -> None:
    """Let a back stand for itself again."""
    _save(attachment, role=role, back_of=None)


def free_back_of(front: Attachment) -> None:
    """Make the back of a front that goes a picture of its own."""
    Attachment.objects.filter(back_of=front).update(
        role=Attachment.Role.FRONT, back_of=None
    )


def fronts_for(attachment: Attachment, row: Iterable[Attachment]) -> list[Attachment]:
    """List the files of a row that this one may be the back of."""
    row = list(row)
    taken = {one.back_of_id for one in row if one.pk != attachment.pk}
    if attachment.pk in taken:
        return []  # it has a back itself
    return [
        one
        for one in row
        if one.pk != attachment.pk
        and one.role != Attachment.Role.BACK
        and one.pk not in taken
    ]


def in_pairs(row: Iterable[Attachment]) -> list[list[Attachment]]:
    """Group a row: each front with its back, in the order of the fronts."""
    row = list(row)
    backs = {one.back_of_id: one for one in row if one.back_of_id}
    present = {one.pk for one in row}
    return [
        [one, backs[one.pk]] if one.pk in backs else [one]
        for one in row
        if one.back_of_id not in present
    ]


def put_in_order(pairs: Iterable[list[Attachment]]) -> None:
    """Write the order of a row."""
    row = [one for pair in pairs for one in pair]
    for position, attachment in enumerate(row):
        if attachment.position != position:
            Attachment.objects.filter(pk=attachment.pk).update(position=position)


def _row(attachment: Attachment) -> list[Attachment]:
    files = Attachment.objects.filter(contribution=attachment.contribution_id)
    return list(files.order_by("position", "pk"))


def _refuse_unfit(back: Attachment, front: Attachment) -> None:
    if back.pk == front.pk or back.contribution_id != front.contribution_id:
        raise Unpairable(_("Please choose another picture of these as the front."))
    if front.back_of_id is not None:
        raise Unpairable(_("That picture is a back itself. Please choose the front."))
    others = Attachment.objects.exclude(pk=back.pk).filter(back_of=front)
    if others.exists():
        raise Unpairable(_("That print has its back already. Please look again."))
    if Attachment.objects.filter(back_of=back).exists():
        raise Unpairable(
            _(
                "This picture has a back of its own, so it is a front. Please look again."
            )
        )


def _save(attachment: Attachment, **values) -> None:
    for name, value in values.items():
        setattr(attachment, name, value)
    attachment.save(update_fields=list(values))
