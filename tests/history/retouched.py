"""Own a portrait whose face may be covered, and what a browser sends from the editor."""

import io

from PIL import Image, ImageDraw

from history import masters
from history.editing import Editor

FACE = (255, 0, 255)
PLACE = {"box": [0.5, 0.25, 0.25, 0.25], "style": "fill"}
COVERED = {"masks": [PLACE]}


def photograph() -> Image.Image:
    """Draw a grey picture with one face: nothing else has that colour."""
    picture = Image.new("RGB", (1600, 1000), (180, 180, 170))
    ImageDraw.Draw(picture).rectangle((840, 290, 1160, 460), fill=FACE)
    return picture


def keep(tmp_path):
    path = tmp_path / "portrait.jpg"
    photograph().save(path, "JPEG", quality=95)
    return masters.prepare(masters.keep(path, original_name="portrait.jpg"))


def has_face(data: bytes) -> bool:
    """Say whether any pixel has the colour of the face, or near it."""
    with Image.open(io.BytesIO(data)) as picture:
        small = picture.convert("RGB")
    return any(
        red > 200 and green < 90 and blue > 200
        for _count, (red, green, blue) in small.getcolors(small.width * small.height)
    )


def sent(edits=None, **changes) -> dict:
    """Give what a browser sends when nothing was touched."""
    editor = Editor(edits=edits)
    data = {name: editor.form[name].value() for name in editor.form.fields}
    data |= {
        field.html_name: field.value() if field.value() is not None else ""
        for row in editor.masks
        for field in row
    }
    data |= {
        f"masks-{name}": value
        for name, value in editor.masks.management_form.initial.items()
    }
    return {name: str(value) for name, value in (data | changes).items()}
