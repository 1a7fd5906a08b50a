"""Draw the pictures of the sample city; pure Pillow, the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Callable

from PIL import Image

from . import gatherings, papers, portraits, streets, works
from .finish import developed
from .lettering import in_negative, write
from .plate import Plate

SCENES: dict[str, Callable] = {
    "street": streets.street,
    "flood": streets.flood,
    "cinema": streets.cinema,
    "station": streets.station,
    "yard": streets.yard,
    "skyline": works.skyline,
    "foundry": works.foundry,
    "river": works.river,
    "steppe": works.steppe,
    "market": gatherings.market,
    "parade": gatherings.parade,
    "stadium": gatherings.stadium,
    "sledging": gatherings.sledging,
    "school": gatherings.school,
    "portrait": portraits.portrait,
    "family": portraits.family,
    "room": portraits.room,
}
PAPERS: dict[str, Callable] = {
    "letter": papers.letter,
    "certificate": papers.certificate,
    "ticket": papers.ticket,
    "clipping": papers.clipping,
    "plan": papers.plan,
    "back": papers.back,
    "postcard": papers.postcard,
}
SHAPES = {
    "3:2": (1600, 1067),
    "4:3": (1600, 1200),
    "sheet": (3600, 2700),  # so large that it is looked at through tiles
    "9:13": (1108, 1600),
    "2:3": (1067, 1600),
    "1:1": (1400, 1400),
    "panorama": (2200, 880),
    "card": (1600, 1030),
    "a4": (1130, 1600),
    "strip": (1600, 760),
}


def draw(
    scene: str,
    *,
    seed: int,
    year: int,
    shape: str = "3:2",
    caption: str = "",
    dated: str = "",
    built: int = 0,
    view: list[float] | None = None,
    finish: dict | None = None,
    **options,
) -> Image.Image:
    """Draw a scene of a year; `options` go to the scene, `finish` to the print.

    `built` is the year whose houses still stand; `view` are the eight numbers of a
    perspective, in shares of the sides, for who stood a few steps away.
    """
    size = SHAPES[shape]
    if scene in PAPERS:
        rng = random.Random(f"paper {seed}")
        inset = options.pop("inset", None)
        if inset:
            options["picture"] = draw(inset, seed=seed, year=year, finish={"border": "none"})
        return PAPERS[scene](size, rng, year=year, **options)
    plate = Plate(*size, seed=seed, year=built or year)
    SCENES[scene](plate, **options)
    picture = plate.done()
    if view:
        picture = seen_from(picture, view)
    if caption:
        in_negative(picture, caption, random.Random(seed))
    picture = developed(picture, year=year, seed=seed, **(finish or {}))
    if dated:
        tall = picture.height * 0.034
        write(
            picture,
            (picture.width * 0.965, picture.height * 0.955),
            dated,
            tall,
            (255, 150, 50),
            face="sans",
            weight=600,
            anchor="r",
            track=0.1,
            share=0.92,
        )
    return picture


def seen_from(picture: Image.Image, view: list[float]) -> Image.Image:
    """Return the picture as from another place; `view` leads from there to here."""
    a, b, c, d, e, f, g, h = view
    wide, high = picture.size
    numbers = (a, b * wide / high, c * wide, d * high / wide, e, f * high, g / wide, h / high)
    return picture.transform(picture.size, Image.Transform.PERSPECTIVE, numbers, Image.Resampling.BICUBIC)


__all__ = ["PAPERS", "SCENES", "SHAPES", "draw"]
