"""A browser that looks before it decides: its forms name the version, as the desk's do."""

import re

from django.test import Client

from contributions.models import Contribution
from contributions.workflow import versions

DECISION = re.compile(r"^/moderation/([0-9A-Z]{8})/(publish|ask|decline|mark_spam)/")


def seen(contribution: Contribution) -> str:
    """Give what the desk puts into its forms now."""
    now = Contribution.objects.get(pk=contribution.pk)
    return versions.seal(versions.snapshot(now))


class Looking(Client):
    """Adds the version to every decision that does not name one."""

    def post(self, path, data=None, *args, **kwargs):
        found = DECISION.match(path)
        if found and (data is None or isinstance(data, dict)):
            gift = Contribution.objects.filter(reference=found[1]).first()
            if gift is not None:
                data = {"seen": seen(gift)} | (data or {})
        return super().post(path, data, *args, **kwargs)
