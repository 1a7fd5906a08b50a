"""`manage.py load_sample`: the sample city, or a synthetic catalogue for measuring."""

import time

from django.core.management.base import BaseCommand, CommandError

from sample import catalogue, city
from sample.accounts import account_table


class Command(BaseCommand):
    help = "Load the sample city; with --items N, a synthetic catalogue of N items."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="do nothing else")
        parser.add_argument("--items", type=int, metavar="N", help="how many items")
        parser.add_argument("--seed", type=int, default=1, help="another catalogue")

    def handle(self, *args, **options) -> None:
        if options["items"] is not None:
            self._catalogue(options["items"], options["seed"])
            return
        if options["if_empty"] and not city.is_empty():
            self._accounts()
            return
        started = time.monotonic()
        try:
            counts = city.build()
        except city.NotEmpty as error:
            raise CommandError(
                "The database is not empty, so the sample city stays out of it. "
                "Give it an empty one: DATA_DIR=/another/folder, then migrate."
            ) from error
        said = ", ".join(f"{count} {name}" for name, count in counts.items())
        seconds = time.monotonic() - started
        self.stdout.write(f"Loaded the sample city in {seconds:.0f} s: {said}.")
        self._accounts()

    def _catalogue(self, count: int, seed: int) -> None:
        if count < 1:
            raise CommandError("--items needs a number of at least 1.")
        started = time.monotonic()
        made = catalogue.build(
            count, seed=seed, say=lambda line: self.stdout.write(line)
        )
        seconds = time.monotonic() - started
        self.stdout.write(f"Made {made} items in {seconds:.0f} s (seed {seed}).")

    def _accounts(self) -> None:
        table = account_table()
        if table:
            self.stdout.write(f"\nDemo accounts:\n{table}\n")
