"""Fill the Wagtail site with the items that the measuring program wrote down."""

import json
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.core.files.images import ImageFile
from django.core.management import call_command
from django.db import connection, transaction
from gallery.models import (
    CARD,
    LARGE,
    CollectionPage,
    GalleryPage,
    HomePage,
    ItemPage,
)
from wagtail.images import get_image_model
from wagtail.models import Page, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

BATCH = 500


def fill(folder: Path) -> int:
    """Make tables, pages, pictures and the search index; return how many items."""
    call_command("migrate", verbosity=0)
    Site.objects.all().delete()
    root = Page.objects.get(depth=1)
    for old in root.get_children():
        old.delete()
    root.refresh_from_db()
    home = root.add_child(instance=HomePage(title="Gallery", slug="home"))
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    gallery = home.add_child(instance=GalleryPage(title="Items", slug="items"))
    collections = {
        row["pk"]: home.add_child(
            instance=CollectionPage(title=row["title"], slug=row["slug"])
        )
        for row in _lines(folder / "collections.jsonl")
    }
    samples = {path.name: _sample(path) for path in sorted(folder.glob("*.webp"))}
    count = 0
    lines = _lines(folder / "items.jsonl")
    while rows := list(islice(lines, BATCH)):
        with transaction.atomic(), disable_reference_index_auto_update():
            _add(rows, gallery, collections, samples, first=count + 1)
        count += len(rows)
    Page.objects.filter(pk=gallery.pk).update(numchild=count)
    call_command("update_index", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return count


def _lines(path: Path) -> Iterator[dict]:
    with path.open() as lines:
        for line in lines:
            yield json.loads(line)


def _sample(path: Path):
    """Keep one picture with the renditions that the pages ask for."""
    with path.open("rb") as file:
        image = get_image_model()(title=path.stem, file=ImageFile(file, path.name))
        image.save()
    image.get_renditions(CARD, LARGE)
    return image, list(image.renditions.all())


def _add(rows, gallery, collections, samples, *, first: int) -> None:
    """Add items as children of the gallery, each with a picture row of its own.

    Treebeard's way of adding one page at a time takes minutes for ten thousand.
    """
    photos = _photos(rows, samples)
    kind = ContentType.objects.get_for_model(ItemPage)
    through = []
    for number, row in enumerate(rows, first):
        moment = datetime.fromisoformat(row["published_at"])
        page = ItemPage(
            title=row["title"], draft_title=row["title"], slug=f"item-{row['pk']}",
            url_path=f"{gallery.url_path}item-{row['pk']}/",
            path=ItemPage._get_path(gallery.path, gallery.depth + 1, number),
            depth=gallery.depth + 1, numchild=0, live=True, locale=gallery.locale,
            content_type=kind, first_published_at=moment,
            last_published_at=moment, published_at=moment, date_said=row["date_said"], place=row["place"],
            description=row["description"],
            story=f"<p>{row['story']}</p>" if row["story"] else "",
            photo=photos.get(row["pk"]),
        )  # fmt: skip
        page.save_base(force_insert=True)
        through += [
            ItemPage.collections.through(itempage=page, collectionpage=collections[pk])
            for pk in row["collections"]
            if pk in collections
        ]
    ItemPage.collections.through.objects.bulk_create(through)


def _photos(rows, samples) -> dict[int, object]:
    """Give each item a picture and renditions; they share a handful of files."""
    images, copies = {}, []
    for row in rows:
        if row["photo"]:
            sample, _renditions = samples[row["photo"]]
            images[row["pk"]] = get_image_model()(
                title=row["title"], file=sample.file.name, width=sample.width,
                height=sample.height, file_size=sample.file_size,
                file_hash=sample.file_hash, collection=sample.collection,
            )  # fmt: skip
    get_image_model().objects.bulk_create(images.values())
    renditions = get_image_model().get_rendition_model()
    for row in rows:
        if row["photo"]:
            copies += [
                renditions(
                    image=images[row["pk"]], filter_spec=one.filter_spec,
                    file=one.file.name, width=one.width, height=one.height,
                    focal_point_key=one.focal_point_key,
                )
                for one in samples[row["photo"]][1]
            ]  # fmt: skip
    renditions.objects.bulk_create(copies)
    return images
