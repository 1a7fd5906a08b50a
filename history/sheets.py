"""Own how a few pictures lie on a sheet of paper: whole, in rows of one width."""

from itertools import combinations, pairwise

from history.pictures import Picture, ratio_class

WIDE_MM = 174  # between the margins of A4
TALL_MM = 128  # what the rows may take of its height
GAP_MM = 4
LEAST, MOST, ROWS = 3, 6, 3


def rows_of(pictures: list[Picture], *, least: int = LEAST) -> list[dict]:
    """Part pictures into rows that fill the width, and are as tall as there is room.

    Shape: ``[{"pictures": […], "ratio": of the whole row × 100}, …]``. Fewer pictures
    (`least` at least) are shown where they are larger then. Where even one row would be
    too tall, the page holds it narrower; nothing is cropped.
    """
    if not pictures:
        return []
    best, best_height = [pictures[:least]], 0.0
    for number in range(min(least, len(pictures)), min(MOST, len(pictures)) + 1):
        for rows in _partings(pictures[:number]):
            height = sum(map(_height, rows)) + GAP_MM * (len(rows) - 1)
            if best_height < height <= TALL_MM:
                best, best_height = rows, height
    return [{"pictures": row, "ratio": ratio_class(_ratio(row), 100)} for row in best]


def _partings(pictures: list[Picture]):
    """Give every way to part pictures into rows, in their order."""
    for count in range(1, min(ROWS, len(pictures)) + 1):
        for cuts in combinations(range(1, len(pictures)), count - 1):
            edges = [0, *cuts, len(pictures)]
            yield [pictures[a:b] for a, b in pairwise(edges)]


def _ratio(row: list[Picture]) -> int:
    return sum(picture.ratio for picture in row)


def _height(row: list[Picture]) -> float:
    return (WIDE_MM - GAP_MM * (len(row) - 1)) / (_ratio(row) / 100)
