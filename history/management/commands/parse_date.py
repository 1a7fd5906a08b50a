"""Own the command that shows staff how a date in words is understood."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from history.dates import NotADate
from history.periods import understand


class Command(BaseCommand):
    """Print what a phrase was understood as, or why it is not a date."""

    help = "Show how a date in words is understood, as JSON; exit 2 if it is none."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the words and their language."""
        parser.add_argument("text", metavar="TEXT")
        parser.add_argument("--language", choices=["uk", "ru", "en"], default="uk")

    def handle(self, *args: Any, text: str, language: str, **options: Any) -> None:
        """Print the JSON, or the sentence and exit 2."""
        try:
            found = understand(text, language=language)
        except NotADate as refusal:
            self.stderr.write(refusal.sentence(language))
            sys.exit(2)
        answer = {
            "said": found.said,
            "edtf": found.edtf,
            "earliest": found.earliest and found.earliest.isoformat(),
            "latest": found.latest and found.latest.isoformat(),
            "understood": found.understood(language),
        }
        self.stdout.write(json.dumps(answer, ensure_ascii=False))
