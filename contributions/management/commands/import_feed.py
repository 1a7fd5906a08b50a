"""Take in the blog that the library had before: `manage.py import_feed FILE`."""

import csv
import json
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _

from contributions import moved_comments, sheets
from news.moving import linking, taking
from news.moving.entries import Entry, Remark
from news.moving.feed import Feed, open_feed
from news.moving.folder import Folder
from news.moving.streaming import Refused
from news.moving.taking import UNCHANGED, WRONG, Outcome

COLUMNS = ("kind", "what", "title", "address", "notes", "old_id")
PASSED = "skipped"


class Command(BaseCommand):
    help = (
        "Take in the export of a blog: Blogger (Atom) or WordPress (WXR). It can be run "
        "again: what came before is known, and what was changed here since stays."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        languages = [code for code, _name in settings.LANGUAGES]
        parser.add_argument("file", type=Path, help="feed.atom, blog.xml or WXR")
        parser.add_argument("--pictures", type=Path, help="the folder of its pictures")
        parser.add_argument(
            "--site",
            action="append",
            default=[],
            help="an address the blog had; again for more",
        )
        parser.add_argument(
            "--language",
            choices=languages,
            default="",
            help="of all texts; else by letters",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="only say what would be"
        )
        parser.add_argument(
            "--report", type=Path, help="a line an entry, .csv or .json"
        )

    def handle(self, *args, **options) -> None:
        report: Path | None = options["report"]
        if report and report.suffix not in (".csv", ".json"):
            raise CommandError(_("The report has to end in .csv or .json."))
        if options["pictures"] and not options["pictures"].is_dir():
            raise CommandError(_("The folder of pictures is not there."))
        try:
            feed = open_feed(options["file"], sites=options["site"])
        except Refused as refusal:
            said = _("Nothing was taken in.")
            raise CommandError(f"{refusal.sentence} {said}") from refusal
        self.rows: list[dict[str, str]] = []
        self.is_loud = options["verbosity"] > 1
        self._take(feed, options)
        if report:
            _write(report, self.rows)
        self._sum_up(is_dry=options["dry_run"])
        if any(row["what"] == WRONG for row in self.rows):
            raise CommandError(_("Some entries could not be taken in; see above."))

    def _take(self, feed: Feed, options: dict) -> None:
        folder, language = Folder(options["pictures"]), options["language"]
        is_dry = options["dry_run"]
        remarks: list[Remark] = []
        for one in feed.read():
            if isinstance(one, Entry):
                self._tell(
                    "post", one.title, one.old_id, _one(one, folder, language, is_dry)
                )
            elif isinstance(one, Remark):
                remarks.append(one)
            else:
                what = WRONG if one.is_wrong else PASSED
                self._tell("", one.title, one.old_id, Outcome(what, None, [one.reason]))
        for remark, outcome in moved_comments.take_in_all(
            remarks, writers=feed.writers, language=language, is_dry=is_dry
        ):
            self._tell("comment", remark.name, remark.old_id, outcome)
        if not is_dry:
            linking.lead_on(feed.hosts)

    def _tell(self, kind: str, title: str, old_id: str, outcome: Outcome) -> None:
        address = outcome.post.get_absolute_url() if outcome.post else ""
        row = {
            "kind": kind, "what": outcome.what, "title": title, "address": address,
            "notes": " ".join(outcome.notes), "old_id": old_id,
        }  # fmt: skip
        self.rows.append(row)
        if (
            self.is_loud
            or outcome.notes
            or (kind != "comment" and outcome.what != UNCHANGED)
        ):
            words = [outcome.what, kind, address, title, row["notes"]]
            self.stdout.write("  ".join(filter(None, words)))

    def _sum_up(self, *, is_dry: bool) -> None:
        counted = Counter((row["kind"] or "-", row["what"]) for row in self.rows)
        for (kind, what), number in sorted(counted.items()):
            self.stdout.write(f"{number:6} {kind} {what}")
        if is_dry:
            self.stdout.write(_("This was a trial: nothing was written."))
        elif {row["what"] for row in self.rows} <= {UNCHANGED, PASSED, taking.LEFT}:
            self.stdout.write(_("Nothing has changed: all of it was here."))


def _one(entry: Entry, folder: Folder, language: str, is_dry: bool) -> Outcome:
    """Take in one entry; whatever is wrong with it is said, and stops no other."""
    try:
        return taking.take_in(entry, folder=folder, language=language, is_dry=is_dry)
    except (ValueError, OSError, DatabaseError) as error:
        said = _("It could not be written (%(error)s).")
        return Outcome(WRONG, None, [said % {"error": error}])


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    if path.suffix == ".json":
        path.write_text(
            json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8"
        )
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(sheets.BOM)
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows([sheets.safe(row[name]) for name in COLUMNS] for row in rows)
