"""When deep-zoom tiles are made: in the background, found again from the row."""

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from history import masters
from history.models import Media


@task()
def make_tiles(media_id: int) -> str:
    """Make the tiles of one file of an item; nothing happens when they are there."""
    return masters.make_tiles(media_id)


def ask_for(media: Media) -> None:
    """Have tiles made after the commit, where the row says that they are needed."""
    if media.tiles_state == Media.Tiles.NEEDED:
        transaction.on_commit(lambda: make_tiles.enqueue(media.pk))


def tick() -> None:
    """Enqueue again what a killed worker left undone; give up after the last attempt."""
    overdue = Media.objects.untiled(before=timezone.now() - masters.TILES_OVERDUE_AFTER)
    for media in overdue[:100]:
        if media.tiles_attempts < masters.MAX_ATTEMPTS:
            make_tiles.enqueue(media.pk)
        else:
            masters.give_up_tiles(media)
