"""Draw documents: letters, certificates, tickets, maps, cards and backs of prints."""

from __future__ import annotations

import math
import random

from PIL import Image, ImageDraw, ImageFilter

from .finish import grainy, paper
from .lettering import handwritten, lines, stamp, typed, wide, write
from .plate import Colour, alpha

INK: Colour = (40, 44, 78)
BLACK: Colour = (42, 36, 32)


def desk(sheet: Image.Image, rng: random.Random, *, margin=0.03, turn: float | None = None):
    """Photograph the sheet from above on a grey table, with its shadow."""
    edge = round(max(sheet.size) * margin)
    size = (sheet.width + 2 * edge, sheet.height + 2 * edge)
    table = paper(size, rng, rng.choice(((118, 112, 104), (92, 90, 88), (136, 128, 116))), 0.05)
    turn = rng.uniform(-0.9, 0.9) if turn is None else turn
    layer = sheet.convert("RGBA").rotate(turn, Image.Resampling.BICUBIC, expand=True)
    at = ((size[0] - layer.width) // 2, (size[1] - layer.height) // 2)
    shadow = Image.new("L", size, 0)
    shadow.paste(
        layer.getchannel("A").point([v * 3 // 5 for v in range(256)]),
        (at[0] + 5, at[1] + 7),
    )
    table.paste((30, 26, 24), (0, 0), shadow.filter(ImageFilter.GaussianBlur(8)))
    table.paste(layer, at, layer)
    return grainy(table, rng, 0.04)


def folds(sheet: Image.Image, rng: random.Random, across=1, along=2) -> None:
    """Crease a sheet that was carried in a pocket."""
    pen = ImageDraw.Draw(sheet, "RGBA")
    for k in range(1, along + 1):
        y = sheet.height * k / (along + 1) + rng.uniform(-6, 6)
        pen.line(
            [(0, y), (sheet.width, y + rng.uniform(-4, 4))],
            fill=(255, 250, 238, 110),
            width=3,
        )
        pen.line([(0, y + 3), (sheet.width, y + 3)], fill=(96, 74, 50, 60), width=2)
    for k in range(1, across + 1):
        x = sheet.width * k / (across + 1) + rng.uniform(-6, 6)
        pen.line(
            [(x, 0), (x + rng.uniform(-4, 4), sheet.height)],
            fill=(255, 250, 238, 90),
            width=3,
        )
        pen.line([(x + 3, 0), (x + 3, sheet.height)], fill=(96, 74, 50, 50), width=2)


def letter(size, rng: random.Random, *, year: int, head: str, text: str, sign: str) -> Image.Image:
    """Type a letter with a letterhead, a stamp and a signature."""
    sheet = paper(size, rng, (230, 216, 186) if year < 1960 else (236, 230, 214), 0.1)
    w, h = size
    y = h * 0.09
    for k, row in enumerate(head.split("\n")):
        write(
            sheet,
            (w * 0.5, y),
            row,
            w * (0.034 if k == 0 else 0.022),
            BLACK,
            face="serif",
            weight=650 if k == 0 else 400,
            anchor="m",
            track=0.04,
        )
        y += w * 0.042
    ImageDraw.Draw(sheet, "RGBA").line([(w * 0.1, y), (w * 0.9, y)], fill=alpha(BLACK, 0.7), width=3)
    y += h * 0.055
    tall = w * 0.0235
    count = int(w * 0.8 / (tall * 0.62))
    for paragraph in text.split("\n"):
        words, row = paragraph.split(), "     "
        for word in [*words, None]:
            if word is None or len(row) + len(word) > count:
                typed(sheet, (w * 0.1, y), row, tall, BLACK, rng)
                y += tall * 1.75
                row = ""
            if word is not None:
                row += word + " "
        y += tall * 0.4
    y = max(y + h * 0.03, h * 0.76)
    handwritten(sheet, (w * 0.56, y), sign, w * 0.05, INK, rng, tilt=4)
    stamp(sheet, (w * 0.36, y + h * 0.03), w * 0.1, rng, words="СТАЛЬНЕ", middle=str(year))
    folds(sheet, rng)
    return desk(sheet, rng)


def frame(sheet: Image.Image, colour: Colour, inset: float) -> None:
    """Engrave a border of waves and corners."""
    w, h = sheet.size
    pen = ImageDraw.Draw(sheet, "RGBA")
    for k, width in ((1.0, 5), (1.22, 2)):
        pen.rectangle(
            (inset * k, inset * k, w - inset * k, h - inset * k),
            outline=alpha(colour, 0.85),
            width=width,
        )
    band = inset * 0.62
    for phase in (0, math.pi):
        for way in range(4):
            run = w if way % 2 == 0 else h
            points = []
            for t in range(0, int(run - inset * 1.2), 3):
                off = inset * 0.5 + math.sin(t / 15 + phase) * band * 0.4
                a = inset * 0.6 + t
                points.append([(a, off), (w - off, a), (a, h - off), (off, a)][way])
            pen.line(points, fill=alpha(colour, 0.6), width=2)
    for cx in (inset, w - inset):
        for cy in (inset, h - inset):
            for k in range(4):
                r = inset * (0.5 - k * 0.11)
                pen.ellipse(
                    (cx - r, cy - r, cx + r, cy + r),
                    outline=alpha(colour, 0.8),
                    width=2,
                )


def certificate(size, rng: random.Random, *, year: int, title: str, lines_: str, name: str) -> Image.Image:
    """Draw a certificate with an engraved border, a name by hand and a seal."""
    sheet = paper(size, rng, (236, 224, 192), 0.08)
    w, h = size
    tone = rng.choice(((130, 62, 48), (58, 84, 78), (78, 70, 104)))
    frame(sheet, tone, w * 0.055)
    pen = ImageDraw.Draw(sheet, "RGBA")
    c = (w / 2, h * 0.2)
    for k in range(48):  # a sun behind a little furnace, the emblem of the works
        a = math.tau * k / 48
        r0, r1 = h * 0.066, h * (0.092 if k % 2 else 0.082)
        pen.line(
            [
                (c[0] + math.cos(a) * r0, c[1] + math.sin(a) * r0),
                (c[0] + math.cos(a) * r1, c[1] + math.sin(a) * r1),
            ],
            fill=alpha(tone, 0.8),
            width=3,
        )
    pen.ellipse(
        (c[0] - h * 0.062, c[1] - h * 0.062, c[0] + h * 0.062, c[1] + h * 0.062),
        outline=alpha(tone, 0.9),
        width=4,
    )
    s = h * 0.036
    pen.polygon(
        [
            (c[0] - s, c[1] + s),
            (c[0] + s, c[1] + s),
            (c[0] + s * 0.5, c[1] - s * 0.4),
            (c[0] + s * 0.4, c[1] - s),
            (c[0] - s * 0.4, c[1] - s),
            (c[0] - s * 0.5, c[1] - s * 0.4),
        ],
        fill=alpha(tone, 0.85),
    )
    big = min(w * 0.058, w * 0.058 * w * 0.7 / wide(title, w * 0.058, "serif", 700, 0.12))
    write(sheet, (w / 2, h * 0.37), title, big, tone, weight=700, anchor="m", track=0.12)
    y = h * 0.46
    handwritten(
        sheet,
        (w * 0.5 - len(name) * w * 0.0125, y),
        name,
        w * 0.046,
        INK,
        rng,
        tilt=0.6,
    )
    pen.line(
        [(w * 0.18, y + h * 0.012), (w * 0.82, y + h * 0.012)],
        fill=alpha(BLACK, 0.5),
        width=2,
    )
    y += h * 0.08
    for row in lines(lines_, w * 0.029, w * 0.68):
        write(sheet, (w / 2, y), row, w * 0.029, BLACK, anchor="m")
        y += w * 0.047
    y = h * 0.84
    write(sheet, (w * 0.16, y), "Директор", w * 0.024, BLACK)
    handwritten(
        sheet,
        (w * 0.3, y),
        rng.choice(("Ковш", "Дзига", "Литвин")),
        w * 0.04,
        INK,
        rng,
        tilt=5,
    )
    write(sheet, (w * 0.84, y), str(year), w * 0.026, BLACK, anchor="r")
    stamp(
        sheet,
        (w * 0.68, y - h * 0.03),
        w * 0.08,
        rng,
        words="СТАЛЬНЕ ЗАВОД",
        middle="№ 1",
        colour=(66, 62, 128),
    )
    if size[0] > size[1]:
        folds(sheet, rng, across=1, along=0)
    return desk(sheet, rng)


def ticket(size, rng: random.Random, *, year: int, title: str, rows: str, number: str) -> Image.Image:
    """Draw a ticket with a stub, perforation and a punch."""
    w, h = size
    colour = rng.choice(((206, 178, 128), (178, 190, 168), (214, 170, 150), (180, 186, 200)))
    sheet = paper(size, rng, colour, 0.1)
    pen = ImageDraw.Draw(sheet, "RGBA")
    ink = (74, 40, 34)
    for k in range(0, w, 14):  # fine guilloche
        points = [(k + math.sin(t / 17) * 26, t) for t in range(0, h, 8)]
        pen.line(points, fill=alpha(ink, 0.1), width=1)
    pen.rectangle((w * 0.02, h * 0.05, w * 0.98, h * 0.95), outline=alpha(ink, 0.8), width=4)
    stub = w * 0.76
    for k in range(int(h / 18)):
        pen.ellipse((stub - 3, k * 18 + 4, stub + 3, k * 18 + 10), fill=alpha((60, 50, 44), 0.5))
    big = min(h * 0.13, h * 0.13 * w * 0.6 / wide(title, h * 0.13, "serif", 700, 0.06))
    write(sheet, (w * 0.39, h * 0.3), title, big, ink, weight=700, anchor="m", track=0.06)
    y = h * 0.46
    for row in rows.split("\n"):
        write(sheet, (w * 0.39, y), row, h * 0.078, ink, anchor="m")
        y += h * 0.115
    write(
        sheet,
        (w * 0.08, h * 0.88),
        f"№ {number}",
        h * 0.1,
        (150, 44, 40),
        face="sans",
        weight=600,
        track=0.06,
    )
    write(
        sheet,
        (w * 0.87, h * 0.4),
        number,
        h * 0.11,
        (150, 44, 40),
        face="sans",
        weight=600,
        anchor="m",
    )
    write(
        sheet,
        (w * 0.87, h * 0.6),
        "КОНТРОЛЬ",
        h * 0.06,
        ink,
        face="sans",
        weight=600,
        anchor="m",
        track=0.05,
    )
    stamp(
        sheet,
        (w * 0.62, h * 0.68),
        h * 0.22,
        rng,
        words="СТАЛЬНЕ",
        middle=str(year),
        colour=(70, 60, 120),
    )
    hole = (w * 0.3, h * 0.8)
    pen.ellipse(
        (
            hole[0] - h * 0.03,
            hole[1] - h * 0.03,
            hole[0] + h * 0.03,
            hole[1] + h * 0.03,
        ),
        fill=(92, 88, 84, 255),
    )
    return desk(sheet, rng, margin=0.06, turn=rng.uniform(-3, 3))


def clipping(
    size,
    rng: random.Random,
    *,
    year: int,
    paper_name: str,
    title: str,
    text: str,
    picture: Image.Image | None = None,
) -> Image.Image:
    """Cut an article out of a newspaper."""
    w, h = size
    sheet = paper(size, rng, (216, 198, 160), 0.12)
    pen = ImageDraw.Draw(sheet, "RGBA")
    write(
        sheet,
        (w * 0.06, h * 0.055),
        paper_name,
        w * 0.026,
        BLACK,
        face="serif",
        weight=700,
        track=0.1,
    )
    write(sheet, (w * 0.94, h * 0.055), str(year), w * 0.022, BLACK, anchor="r")
    pen.line([(w * 0.06, h * 0.068), (w * 0.94, h * 0.068)], fill=alpha(BLACK, 0.8), width=3)
    y = h * 0.13
    for row in lines(title, w * 0.062, w * 0.88, weight=750):
        write(sheet, (w * 0.06, y), row, w * 0.062, BLACK, weight=750)
        y += w * 0.072
    y += h * 0.005
    if picture is not None:
        box = (round(w * 0.88), round(w * 0.88 * picture.height / picture.width))
        grey = picture.convert("L").resize((box[0] // 3, box[1] // 3))
        dots = grey.resize(box, Image.Resampling.BICUBIC)
        screen = Image.new("L", (6, 6), 128)
        for a in range(6):
            for b in range(6):
                screen.putpixel(
                    (a, b),
                    round(128 + 90 * math.cos(math.tau * a / 6) * math.cos(math.tau * b / 6)),
                )
        tiled = Image.new("L", box)
        for a in range(0, box[0], 6):
            tiled.paste(screen, (a, 0))
        strip = tiled.crop((0, 0, box[0], 6))
        for b in range(0, box[1], 6):
            tiled.paste(strip, (0, b))
        half = Image.blend(dots, tiled, 0.45).point([max(0, min(255, (v - 92) * 4)) for v in range(256)])
        half = half.filter(ImageFilter.GaussianBlur(0.9))
        sheet.paste(
            BLACK,
            (round(w * 0.06), round(y)),
            half.point([(255 - v) * 3 // 4 for v in range(256)]),
        )
        y += box[1] + h * 0.03
    columns, gap = 2, w * 0.04
    width = (w * 0.88 - gap) / columns
    size_ = w * 0.0205
    rows = lines(text, size_, width)
    room = int((h * 0.96 - y) / (size_ * 1.42))
    for column in range(columns):
        x = w * 0.06 + column * (width + gap)
        for k, row in enumerate(rows[column * room : (column + 1) * room]):
            write(sheet, (x, y + size_ * (1.2 + k * 1.42)), row, size_, BLACK, share=0.86)
    mid = w * 0.06 + width + gap / 2
    pen.line([(mid, y), (mid, h * 0.96)], fill=alpha(BLACK, 0.4), width=1)
    ragged = Image.new("L", size, 0)
    points = [(rng.uniform(2, 9) if k % 2 else 4, h * k / 20) for k in range(21)]
    points += [(w * k / 14, h - rng.uniform(2, 10)) for k in range(15)]
    points += [(w - rng.uniform(2, 9), h - h * k / 20) for k in range(21)]
    points += [(w - w * k / 14, rng.uniform(2, 8)) for k in range(15)]
    ImageDraw.Draw(ragged).polygon(points, fill=255)
    cut = sheet.convert("RGBA")
    cut.putalpha(ragged)
    return desk(cut, rng)


def plan(size, rng: random.Random, *, year: int, title: str, streets: list[str]) -> Image.Image:
    """Draw a town plan: streets, blocks, river, works, a compass and a scale."""
    w, h = size
    sheet = paper(size, rng, (228, 212, 176), 0.1)
    pen = ImageDraw.Draw(sheet, "RGBA")
    river = [(w * t / 40, h * (0.8 + 0.07 * math.sin(t / 6) + 0.02 * math.sin(t / 2.3))) for t in range(41)]
    pen.line(river, fill=(120, 142, 150, 200), width=round(h * 0.045), joint="curve")
    for off in (-0.027, 0.027):
        pen.line([(x, y + h * off) for x, y in river], fill=(70, 86, 94, 220), width=3)
    xs = [w * f for f in (0.16, 0.28, 0.4, 0.52, 0.64)]
    ys = [h * f for f in (0.24, 0.35, 0.46, 0.57, 0.68)]
    for i in range(len(xs) - 1):
        for j in range(len(ys) - 1):
            x0, x1 = xs[i] + w * 0.012, xs[i + 1] - w * 0.012
            y0, y1 = ys[j] + w * 0.011, ys[j + 1] - w * 0.011
            if rng.random() < 0.1:
                pen.rectangle(
                    (x0, y0, x1, y1),
                    fill=(150, 166, 118, 120),
                    outline=alpha(BLACK, 0.6),
                    width=2,
                )
                continue
            pen.rectangle(
                (x0, y0, x1, y1),
                fill=(206, 168, 136, 110),
                outline=alpha(BLACK, 0.75),
                width=2,
            )
            for _ in range(9):
                a, b = rng.uniform(x0, x1 - w * 0.014), rng.choice((y0, y1 - w * 0.01))
                pen.rectangle(
                    (a, b, a + w * rng.uniform(0.006, 0.014), b + w * 0.01),
                    fill=(128, 70, 58, 190),
                )
    fx, fy = w * 0.7, h * 0.3
    pen.rectangle((fx, fy, w * 0.93, h * 0.62), outline=alpha(BLACK, 0.8), width=4)
    for k in range(26):
        pen.line(
            [(fx + k * w * 0.009, fy), (fx + k * w * 0.009 - w * 0.02, h * 0.62)],
            fill=alpha(BLACK, 0.14),
            width=2,
        )
    for _ in range(10):
        a, b = rng.uniform(fx + 8, w * 0.86), rng.uniform(fy + 8, h * 0.57)
        pen.rectangle(
            (a, b, a + w * rng.uniform(0.02, 0.06), b + h * 0.025),
            fill=(92, 84, 84, 200),
        )
    rail = [(0, h * 0.17), (w * 0.5, h * 0.19), (w * 0.76, h * 0.26), (w, h * 0.22)]
    pen.line(rail, fill=alpha(BLACK, 0.9), width=6)
    for k in range(0, len(rail) - 1):
        a, b = rail[k], rail[k + 1]
        for t in range(26):
            x, y = a[0] + (b[0] - a[0]) * t / 26, a[1] + (b[1] - a[1]) * t / 26
            pen.line([(x, y - 7), (x, y + 7)], fill=alpha(BLACK, 0.8), width=2)
    for k, name in enumerate(streets[: len(ys)]):
        write(
            sheet,
            (xs[0] + w * 0.03, ys[k] + w * 0.005),
            name,
            w * 0.0135,
            BLACK,
            face="italic",
            track=0.05,
        )
    write(
        sheet,
        (w * 0.815, h * 0.47),
        "ЗАВОДЪ" if year < 1918 else "ЗАВОД",
        w * 0.025,
        BLACK,
        anchor="m",
        weight=600,
        track=0.16,
    )
    write(
        sheet,
        (w * 0.5, h * 0.095),
        title,
        w * 0.034,
        BLACK,
        anchor="m",
        weight=650,
        track=0.12,
    )
    write(sheet, (w * 0.5, h * 0.13), str(year), w * 0.022, BLACK, anchor="m")
    c, r = (w * 0.09, h * 0.5), w * 0.035
    pen.polygon(
        [
            (c[0], c[1] - r),
            (c[0] + r * 0.22, c[1]),
            (c[0], c[1] + r),
            (c[0] - r * 0.22, c[1]),
        ],
        fill=alpha(BLACK, 0.8),
    )
    pen.ellipse(
        (c[0] - r * 0.7, c[1] - r * 0.7, c[0] + r * 0.7, c[1] + r * 0.7),
        outline=alpha(BLACK, 0.6),
        width=2,
    )
    for k in range(5):
        x = w * 0.7 + k * w * 0.04
        pen.rectangle(
            (x, h * 0.93, x + w * 0.04, h * 0.942),
            fill=alpha(BLACK, 0.9 if k % 2 else 0.15),
            outline=alpha(BLACK, 0.9),
        )
    pen.rectangle((w * 0.02, h * 0.03, w * 0.98, h * 0.97), outline=alpha(BLACK, 0.8), width=4)
    folds(sheet, rng, across=3, along=1)
    return desk(sheet, rng)


def back(size, rng: random.Random, *, year: int, note: str, studio: str = "") -> Image.Image:
    """Draw the back of a print: a note by hand, a stamp, a trace of glue."""
    w, h = size
    sheet = paper(size, rng, (226, 212, 182) if year < 1960 else (234, 230, 220), 0.12)
    unit = min(w, h)
    if studio:
        write(
            sheet,
            (w / 2, h * 0.86),
            studio,
            unit * 0.036,
            (110, 66, 52),
            anchor="m",
            weight=600,
            track=0.14,
        )
        pen = ImageDraw.Draw(sheet, "RGBA")
        pen.line([(w * 0.3, h * 0.88), (w * 0.7, h * 0.88)], fill=(110, 66, 52, 160), width=2)
    y = h * 0.3
    for row in note.split("\n"):
        handwritten(
            sheet,
            (w * 0.12 + rng.uniform(-8, 8), y),
            row,
            unit * 0.064,
            INK if year > 1925 else (74, 54, 44),
            rng,
            tilt=rng.uniform(0.5, 2.4),
            share=0.82,
        )
        y += unit * 0.105
    if not studio:
        stamp(
            sheet,
            (w * 0.76, h * 0.74),
            unit * 0.13,
            rng,
            words="ФОТО АТЕЛЬЄ",
            middle=f"№ 3\n{year}",
            colour=(78, 66, 120),
        )
    pen = ImageDraw.Draw(sheet, "RGBA")
    for cx, cy in ((0.08, 0.1), (0.92, 0.1), (0.08, 0.92)):
        layer = Image.new("L", sheet.size, 0)
        brush = ImageDraw.Draw(layer)
        for _ in range(9):
            a, b = (
                w * cx + rng.gauss(0, unit * 0.03),
                h * cy + rng.gauss(0, unit * 0.03),
            )
            r = unit * rng.uniform(0.02, 0.05)
            brush.ellipse((a - r, b - r * 0.7, a + r, b + r * 0.7), fill=90)
        sheet.paste((120, 88, 56), (0, 0), layer.filter(ImageFilter.GaussianBlur(5)))
    return desk(sheet, rng, margin=0.02)


def postcard(size, rng: random.Random, *, year: int, note: str, address: str) -> Image.Image:
    """Draw the written side of a postcard with a stamp and a postmark."""
    w, h = size
    sheet = paper(size, rng, (232, 216, 184), 0.1)
    pen = ImageDraw.Draw(sheet, "RGBA")
    write(
        sheet,
        (w / 2, h * 0.1),
        "ПОШТОВА КАРТКА" if year > 1917 else "ПОЧТОВАЯ КАРТОЧКА",
        h * 0.045,
        (110, 70, 56),
        anchor="m",
        weight=600,
        track=0.16,
    )
    pen.line([(w / 2, h * 0.16), (w / 2, h * 0.94)], fill=(110, 70, 56, 200), width=3)
    for k in range(4):
        y = h * (0.56 + k * 0.105)
        pen.line([(w * 0.54, y), (w * 0.95, y)], fill=(110, 70, 56, 150), width=2)
    y = h * 0.24
    for row in note.split("\n"):
        handwritten(
            sheet,
            (w * 0.05, y),
            row,
            h * 0.052,
            INK,
            rng,
            tilt=rng.uniform(0, 1.6),
            share=0.85,
        )
        y += h * 0.088
    for k, row in enumerate(address.split("\n")):
        handwritten(
            sheet,
            (w * 0.56, h * (0.55 + k * 0.105)),
            row,
            h * 0.05,
            INK,
            rng,
            tilt=0.6,
            share=0.85,
        )
    x0, y0, x1, y1 = w * 0.83, h * 0.15, w * 0.945, h * 0.42
    pen.rectangle((x0, y0, x1, y1), fill=(236, 226, 204, 255))
    pen.rectangle((x0 + 9, y0 + 9, x1 - 9, y1 - 9), fill=(142, 72, 60, 255))
    cx = (x0 + x1) / 2
    pen.rectangle((x0 + 22, y1 - 62, x1 - 22, y1 - 36), fill=(226, 196, 170, 255))
    for k in range(3):
        bx = x0 + 34 + k * (x1 - x0 - 68) / 2
        pen.polygon(
            [
                (bx - 8, y1 - 62),
                (bx + 8, y1 - 62),
                (bx + 5, y0 + 46),
                (bx - 5, y0 + 46),
            ],
            fill=(226, 196, 170, 255),
        )
    write(sheet, (cx, y1 - 14), "5", h * 0.04, (240, 226, 200), anchor="m", weight=700)
    for k in range(12):
        for a, b in (
            ((x0 + (x1 - x0) * k / 11), y0),
            ((x0 + (x1 - x0) * k / 11), y1),
            (x0, y0 + (y1 - y0) * k / 11),
            (x1, y0 + (y1 - y0) * k / 11),
        ):
            pen.ellipse((a - 5, b - 5, a + 5, b + 5), fill=(218, 202, 170, 255))
    stamp(
        sheet,
        (x0 - 6, y0 + (y1 - y0) * 0.6),
        h * 0.12,
        rng,
        words="СТАЛЬНЕ",
        middle=str(year),
        colour=(38, 36, 40),
    )
    return desk(sheet, rng, margin=0.03)
