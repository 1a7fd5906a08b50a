from django.core.management.base import BaseCommand, CommandError

from history import aligning, masters, mending
from history.converters import ReferenceConverter
from history.images import Unreadable
from history.models import Item, Master, Media, ThenNow


class Command(BaseCommand):
    help = (
        "Make the private and public sizes of pictures anew from the originals. Works "
        "while the site runs; stop it at any time and go on with --after."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "items", nargs="*", metavar="ITEM",
            help="only these, by reference, such as ST-000123",
        )  # fmt: skip
        parser.add_argument(
            "--missing", action="store_true", help="only what is missing or half there"
        )
        parser.add_argument(
            "--after", type=int, default=0, metavar="N",
            help="go on after original number N, where an earlier run was stopped",
        )  # fmt: skip

    def handle(self, *, items: list[str], missing: bool, after: int, **options) -> None:
        wanted = Master.objects.filter(pk__gt=after, state=Master.State.READY)
        if items:
            wanted = wanted.filter(media__item__in=[_item(words) for words in items])
        done = failed = 0
        last = after
        try:
            for master in wanted.distinct().order_by("pk").iterator(200):
                try:
                    done += _rebuild(master, missing=missing)
                except (Unreadable, FileNotFoundError) as error:
                    failed += 1
                    self.stderr.write(f"{master}: {type(error).__name__} {error}")
                last = master.pk
                if options["verbosity"] > 1:
                    self.stdout.write(f"{last} {master.original_name}")
        except (Exception, KeyboardInterrupt) as error:
            raise CommandError(
                f"Stopped by {type(error).__name__}: {error}. "
                f"Go on with: manage.py rebuild_renditions --after {last}"
            ) from error
        self.stdout.write(f"Made anew: {done}. Not possible: {failed}.")
        if failed:
            raise CommandError("Some are still without their pictures: see above.")


def _item(words: str) -> Item:
    try:
        return Item.objects.get(pk=ReferenceConverter().to_python(words))
    except (ValueError, Item.DoesNotExist):
        raise CommandError(f"There is no item {words}.") from None


def _rebuild(master: Master, *, missing: bool) -> bool:
    """Make the private sizes, then the public ones; say whether anything was made."""
    was_made = False
    if not missing or mending.lacks_private(master):
        masters.remake(master)
        was_made = True
    shown = Media.objects.shown().filter(master=master)
    for media in shown.select_related("item", "master").order_by("pk"):
        if not missing or mending.lacks_public(media):
            was_made = mending.renew(media) or was_made
        if mending.lacks_tiles(media):
            masters.plan_tiles(media)
            media.save(
                update_fields=["tiles", "tiles_state", "tiles_attempts", "tiles_at"]
            )
            was_made = True  # by the worker, within a tick
    for pair in ThenNow.objects.visible().of_media(shown).order_by("pk"):
        if mending.lacks_aligned(pair):
            aligning.make_anew(pair)
            was_made = True
    return was_made
