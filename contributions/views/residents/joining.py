"""Turn a private link into an account: one press, then the code from a letter."""

from django.shortcuts import redirect

from accounts import joining
from contributions import access, workflow
from contributions.models import Contribution
from contributions.permissions import Actor
from contributions.views.residents.door import too_often

CODES_AN_HOUR = 5


def may_join(contribution: Contribution, by: Actor) -> bool:
    """Say whether an account can be made of what this browser holds by its link."""
    return (
        by.account is None
        and contribution.contributor_id is None
        and bool(contribution.email)
        and contribution.email_proven_at is not None
    )


def begin(request, contribution: Contribution):
    """Mail the code; whoever enters it owns all that came from this address.

    A link that was passed on is not enough. Raises: WrongState.
    """
    if not may_join(contribution, access.actor(request)):
        raise workflow.WrongState
    if refusal := too_often(request, "join", amount=CODES_AN_HOUR):
        return refusal
    joining.begin(request, contribution.email, language=contribution.language)
    return redirect("account_confirm_login_code")
