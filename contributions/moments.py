"""What time it is, for everybody alike: the database says, whichever machine asks."""

from datetime import datetime

from django.db import connection
from django.utils import timezone


def database_now() -> datetime:
    """Give the time of the database: web machines may differ by an hour.

    SQLite lives on the machine that asks, so its time is ours.
    """
    if connection.vendor != "postgresql":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]
