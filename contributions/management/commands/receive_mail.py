"""Take one letter from a mail server: `… | manage.py receive_mail`."""

import logging
import sys

from django.core.management.base import BaseCommand

from contributions import inbound

logger = logging.getLogger(__name__)

EX_OK, EX_DATAERR, EX_NOUSER, EX_TEMPFAIL = 0, 65, 67, 75  # sysexits.h
LARGEST_BYTES = 64 * 1024 * 1024


class Command(BaseCommand):
    help = (
        "Read one letter (RFC 5322) from stdin and put it where it belongs. Exit codes "
        "are those of sysexits.h: 0 taken, 65 no letter or too large, 67 no such "
        "address, 75 try again later."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--recipient",
            default="",
            help="the address it came to, when the mail server knows it",
        )

    def handle(self, *args, **options) -> None:
        sys.exit(self._code(options["recipient"]))

    def _code(self, recipient: str) -> int:
        raw = getattr(sys.stdin, "buffer", sys.stdin).read(LARGEST_BYTES + 1)
        if not raw.strip() or len(raw) > LARGEST_BYTES:
            return EX_DATAERR
        try:
            outcome = inbound.take(raw, recipient=recipient)
        except Exception as error:  # noqa: BLE001 (the mail server keeps it, and tries again)
            logger.error(
                "letter not taken, to be tried again: %s", type(error).__name__
            )
            return EX_TEMPFAIL
        return EX_OK if outcome.is_known_address else EX_NOUSER
