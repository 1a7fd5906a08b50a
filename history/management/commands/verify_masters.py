import json
import sys
from argparse import RawDescriptionHelpFormatter

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from history import auditing
from history.masters import fixity
from history.models import Master

SHOWN = 20
COULD_NOT = 2


class Command(BaseCommand):
    help = """Read every original again and compare all files with the database.

Exit status: 0 all is well, 1 something is damaged, missing or left over, 2 the
verification itself was not possible. Nothing is deleted; a damaged original is noted
and shown on /moderation/stuck/."""

    def create_parser(self, *args, **kwargs):
        return super().create_parser(
            *args, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--slice", type=int, metavar="MEGABYTES",
            help="read only so much, the longest unread first; compare no files",
        )  # fmt: skip
        parser.add_argument(
            "--limit", type=int, metavar="N", help="read only N originals"
        )
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *, slice: int | None, limit: int | None, **options) -> None:
        report = auditing.Report()
        try:
            auditing.read_originals(report, _wanted(slice, limit))
            if slice is None:
                auditing.compare_files(report)
        except Exception as error:
            raise CommandError(
                f"The verification stopped after {report.masters_read} originals: "
                f"{type(error).__name__}: {error}",
                returncode=COULD_NOT,
            ) from error
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False))
        else:
            self._tell(report)
        if not report.is_clean:
            sys.exit(1)

    def _tell(self, report: auditing.Report) -> None:
        megabytes = report.bytes_read / 1_000_000
        self.stdout.write(
            f"Read {report.masters_read} originals ({megabytes:.1f} MB), "
            f"compared {report.files_compared} files made from them."
        )
        for kind, (what, advice) in auditing.KINDS.items():
            found = report.of_kind(kind)
            if not found:
                continue
            self.stdout.write(self.style.ERROR(f"\n{len(found)} {what}:"))
            for one in found[:SHOWN]:
                self.stdout.write(f"  {one.name or 'no file at all'}   ({one.about})")
            if len(found) > SHOWN:
                self.stdout.write(f"  … and {len(found) - SHOWN} more: see --json")
            self.stdout.write(f"  What to do: {advice}")
        if report.is_clean:
            self.stdout.write(self.style.SUCCESS("All is well."))


def _wanted(megabytes: int | None, limit: int | None):
    rows = fixity.due(before=timezone.now())
    if megabytes is None:  # the damaged as well: one of them may be back
        rows = Master.objects.order_by("verified_at", "pk")
    if limit is not None:
        rows = rows[:limit]
    found = rows.iterator(200)
    if megabytes is None:
        return found
    return fixity.within(found, bytes_at_most=megabytes * 1_000_000)
