from django.core.management.base import BaseCommand

from accounts import roles


class Command(BaseCommand):
    help = "Make the groups and their permissions match accounts/roles.py."

    def handle(self, **options) -> None:
        roles.sync()
        self.stdout.write("Roles are in step with accounts/roles.py.")
