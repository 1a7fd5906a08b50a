"""Points to a movement: what is known is found again, what would tear is refused."""

import math
import random

import pytest

from history import images
from history.images import Unalignable, movement
from history.images.overlaying import Movement

SHAPE = (3.0, 2.0)
CORNERS = [(0.1, 0.12), (0.9, 0.15), (0.86, 0.88), (0.14, 0.8)]


def found(pairs, then=SHAPE, now=SHAPE):
    return movement(pairs, then_size=then, now_size=now)


def some_view(dice) -> Movement:
    """Give the view of somebody who stands a few steps away."""

    def near(middle, by):
        return middle + dice.uniform(-by, by)

    return Movement(
        near(0.8, 0.1), near(0, 0.06), near(0.1, 0.04), near(0, 0.06), near(0.8, 0.1),
        near(0.1, 0.04), near(0, 0.12), near(0, 0.12),
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(40))
def test_a_known_perspective_is_found_from_four_points(seed):
    dice = random.Random(seed)
    view = some_view(dice)
    spots = [(x + dice.uniform(-0.08, 0.08), y) for x, y in CORNERS]

    made = found([(spot, view.at(spot)) for spot in spots])

    for _n in range(20):
        place = dice.random(), dice.random()
        assert math.dist(made.at(place), view.at(place)) < 1e-9


@pytest.mark.parametrize("seed", range(20))
def test_three_points_are_kept_exactly(seed):
    dice = random.Random(seed)
    pairs = [
        (spot, tuple(part + dice.uniform(-0.05, 0.05) for part in spot))
        for spot in CORNERS[:3]
    ]

    made = found(pairs)

    assert (made.g, made.h) == (0, 0)
    for then, now in pairs:
        assert math.dist(made.at(then), now) < 1e-9


def test_points_that_did_not_move_leave_the_picture_as_it_is():
    made = found([(spot, spot) for spot in CORNERS], now=(300, 100))

    assert made.at((0.37, 0.61)) == pytest.approx((0.37, 0.61))


def test_pixels_are_those_of_pillow():
    view = some_view(random.Random(5))
    a, b, c, d, e, f, g, h = view.in_pixels((600, 400), (1200, 900))

    x, y = 0.3 * 600, 0.7 * 400
    w = g * x + h * y + 1
    place = view.at((0.3, 0.7))
    assert (a * x + b * y + c) / w == pytest.approx(place[0] * 1200)
    assert (d * x + e * y + f) / w == pytest.approx(place[1] * 900)


SAME = [(spot, spot) for spot in CORNERS]
LINE = [(0.1, 0.1), (0.5, 0.5), (0.9, 0.9), (0.1, 0.9)]


@pytest.mark.parametrize(
    ("pairs", "code"),
    [
        ([], "too_few"),
        (SAME[:2], "too_few"),
        ([*SAME, ((0.5, 0.5), (0.5, 0.5))], "too_many"),
        ([*SAME[:3], ((0.5, 2.2), (0.5, 0.5))], "outside"),
        ([*SAME[:3], ((0.5, math.nan), (0.5, 0.5))], "outside"),
        ([*SAME[:3], ((0.1, 0.12), (0.5, 0.5))], "too_near"),
        ([(spot, spot) for spot in LINE], "in_a_line"),
        (list(zip(CORNERS, LINE, strict=True)), "in_a_line"),
        (list(zip(CORNERS[:3], [(0.9, 0.1), (0.1, 0.1), (0.1, 0.9)], strict=True)), "crossed"),
        (list(zip(CORNERS, [CORNERS[n] for n in (1, 0, 2, 3)], strict=True)), "crossed"),
        # A whole street against one window of it, and a corner pulled to the horizon.
        (
            list(zip(CORNERS, [(0.5, 0.5), (0.57, 0.5), (0.57, 0.6), (0.5, 0.6)], strict=True)),
            "wild",
        ),
        (
            list(zip(CORNERS, [(0.1, 0.1), (0.9, 0.1), (0.52, 0.36), (0.3, 0.46)], strict=True)),
            "wild",
        ),
    ],
)  # fmt: skip
def test_what_would_tear_the_picture_is_refused_with_a_sentence(pairs, code):
    with pytest.raises(Unalignable) as refusal:
        found(pairs)

    assert refusal.value.code == code
    assert refusal.value.sentence.endswith(".")


@pytest.mark.parametrize("seed", range(60))
def test_no_points_at_all_break_it(seed):
    dice = random.Random(seed)
    pairs = [
        ((dice.random(), dice.random()), (dice.random(), dice.random()))
        for _n in range(dice.choice((3, 4)))
    ]
    try:
        made = found(pairs)
    except Unalignable:
        return
    assert all(math.isfinite(part) for part in made.at((0.5, 0.5)))


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("straighten", [0, 4.5, -12])
def test_a_point_is_found_behind_every_edit(rotate, straighten):
    edits = {"rotate": rotate, "straighten": straighten, "crop": [0.1, 0.05, 0.7, 0.8]}
    dice = random.Random(rotate)
    for _n in range(10):
        point = dice.uniform(0.3, 0.7), dice.uniform(0.3, 0.7)
        shown = images.seen_at(point, (1600, 900), edits)
        assert images.told_at(shown, (1600, 900), edits) == pytest.approx(point)
