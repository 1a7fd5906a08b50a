"""Who has just shown that it is them: by a link mailed a moment ago, or by signing in.

A private link may have been passed on, or lie open on a library's computer. What
cannot be undone, and what shows an address, asks for a proof of the last minutes.
"""

import time
from datetime import timedelta

from allauth.account.authentication import get_authentication_records
from django.utils import timezone

from contributions.models import AccessKey, Contribution

SESSION_NAME = "fresh"
MINUTES = 10


def note(request, key: AccessKey) -> None:
    """Remember that a link was opened soon after it was mailed."""
    if timezone.now() - key.created_at > timedelta(minutes=MINUTES):
        return
    proofs = {
        pk: until
        for pk, until in request.session.get(SESSION_NAME, {}).items()
        if until > time.time()
    }
    proofs[str(key.contribution_id)] = time.time() + MINUTES * 60
    request.session[SESSION_NAME] = proofs


def is_fresh(request, contribution: Contribution | None = None) -> bool:
    """Say whether this person has shown within the last minutes that it is them."""
    if contribution is not None:
        proofs = request.session.get(SESSION_NAME, {})
        if proofs.get(str(contribution.pk), 0) > time.time():
            return True
        if request.user.is_authenticated and contribution.contributor != request.user:
            return False
    if not request.user.is_authenticated:
        return False
    newest = max(
        (one.get("at", 0) for one in get_authentication_records(request, request.user)),
        default=0,
    )
    return time.time() - newest < MINUTES * 60


def masked(email: str) -> str:
    """Show of an address only what its owner needs to know it again."""
    name, at, domain = email.partition("@")
    return f"{name[:1]}…{at}{domain}" if at else ""
