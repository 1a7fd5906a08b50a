"""Write the search index anew from the published items."""

from django.core.management.base import BaseCommand

from history.search.upkeep import rebuild


class Command(BaseCommand):
    help = (
        "Write the search index anew. Search keeps working meanwhile. "
        "Run it after a restored backup, or when searching finds too little."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--batch", type=int, default=1000, help="items in one transaction"
        )

    def handle(self, *, batch, verbosity, **options):
        written = rebuild(batch=max(batch, 1), say=self._say(verbosity))
        self.stdout.write(self.style.SUCCESS(f"{written} items can be found."))

    def _say(self, verbosity):
        return self.stdout.write if verbosity > 1 else lambda _line: None
