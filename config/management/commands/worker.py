import threading

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections

from config.clock import tick
from config.workers import worker_id


class Command(BaseCommand):
    help = "Work through the background tasks, and tick every half minute."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--every", type=float, default=30, help="seconds a tick")
        parser.add_argument(
            "--interval", type=float, default=0.25, help="seconds a look"
        )

    def handle(self, *, every: float, interval: float, **options) -> None:
        stop = threading.Event()

        def keep_ticking() -> None:
            while not stop.wait(every):
                close_old_connections()
                tick()
                close_old_connections()

        threading.Thread(target=keep_ticking, daemon=True).start()
        try:
            call_command(
                "db_worker",
                interval=interval,
                startup_delay=False,
                reload=False,
                worker_id=worker_id(),
            )
        finally:
            stop.set()
