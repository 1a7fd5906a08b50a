"""The small picture inside a letter: from what every visitor may see, and never a link."""

import io

from django.core.files.storage import storages
from PIL import Image

from history.models import Item

WIDTH_PX = 640  # twice what is shown, for sharp screens
LARGEST_BYTES = 200_000


def of(item: Item | None) -> tuple[bytes, str] | None:
    """Give the first public picture of an item as JPEG, and its words; None without one.

    Mail programs that are older than WebP see it as well.
    """
    if item is None or item.sensitive:
        return None
    if not Item.objects.published().filter(pk=item.pk).exists():
        return None
    media = item.media.order_by("position", "pk").first()
    steps = [
        step
        for step in (media.renditions if media else [])
        if step.get("path") and str(step.get("type", "")).startswith("image/")
    ]
    if not steps:
        return None
    wide = [step for step in steps if step["width"] >= WIDTH_PX]
    step = min(wide, key=lambda one: one["width"]) if wide else steps[-1]
    try:
        with storages["public"].open(step["path"]) as file, Image.open(file) as picture:
            return _jpeg(picture), media.alt or item.title
    except (OSError, ValueError):  # the letter matters more than its picture
        return None


def _jpeg(picture: Image.Image) -> bytes:
    small = picture.convert("RGB")
    small.thumbnail((WIDTH_PX, WIDTH_PX))
    for quality in (82, 65, 45):
        buffer = io.BytesIO()
        small.save(buffer, "JPEG", quality=quality, optimize=True)
        if buffer.tell() <= LARGEST_BYTES:
            break
    return buffer.getvalue()
