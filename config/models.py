"""The one table of the composition: that something public may have changed."""

import secrets

from django.db import models


def _mark() -> int:
    return secrets.randbelow(2**31)


class Change(models.Model):
    """A transaction that wrote into a table of which public pages are made.

    Rows are only added and later swept, so writers never wait for each other. The mark
    is by chance, so that numbers given again after a restored copy mean nothing.
    """

    mark = models.PositiveIntegerField(default=_mark)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.pk}"
