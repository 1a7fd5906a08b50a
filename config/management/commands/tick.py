from django.core.management.base import BaseCommand

from config.clock import tick


class Command(BaseCommand):
    help = "Do once what time alone makes necessary (what a cron job would do)."

    def handle(self, **options) -> None:
        for name, problem in tick().items():
            self.stdout.write(f"{name}: {problem or 'done'}")
