"""Where the marks of a picture are on it as it is shown, and which number each has."""

from dataclasses import dataclass

from history import images
from history.models import Depiction, Media


@dataclass(frozen=True)
class Placed:
    """A mark with its number and its box on the picture as it is shown."""

    number: int
    row: Depiction
    box: images.Box

    @property
    def is_cut_off(self) -> bool:
        """Say whether the edits leave nothing of it to be seen."""
        x, y = self.box[0] + self.box[2] / 2, self.box[1] + self.box[3] / 2
        return not (0 <= x <= 1 and 0 <= y <= 1)


def size_of_original(media: Media) -> tuple[int, int]:
    """Give the size on which the marks are told: of the upright original."""
    original = media.master.page(media.page) if media.edits else media
    return original.width_px, original.height_px


def placed(media: Media) -> list[Placed]:
    """Give all marks in the order of their numbers, cut off or not.

    Marks are told on the upright original, so they outlive every turn and crop. Those
    that nobody has numbered count from left to right.
    """
    rows = list(media.depictions.all())
    if not rows:
        return []
    size = size_of_original(media)
    boxes = [images.box_seen(row.box, size, media.edits) for row in rows]
    found = sorted(
        zip(rows, boxes, strict=True),
        key=lambda one: (one[0].position, one[1][0] + one[1][2] / 2, one[0].pk),
    )
    return [Placed(n, row, box) for n, (row, box) in enumerate(found, start=1)]
