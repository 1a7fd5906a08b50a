"""From conversation to data: words of a giver become a claim about the item."""

from datetime import datetime

from django.db import transaction

from accounts import audit
from contributions import permissions
from contributions.models import Contribution
from contributions.permissions import as_actor
from contributions.workflow.refusals import Incomplete, NotAllowed
from contributions.workflow.table import refuse_own
from history import claiming
from history.models import Claim
from history.names import credit


@transaction.atomic
def mark(
    contribution: Contribution,
    *,
    by,
    field: str,
    words: str,
    reason: str = "",
    confidence: str = Claim.Confidence.LIKELY,
    at: datetime | None = None,
) -> Claim:
    """Propose what the giver says as a date, a place, a person or a title.

    Before it is published the claim waits with the contribution; publishing gives it
    to the item. The giver is its source, named as they want to be.
    Raises: NotAllowed, Incomplete.
    """
    actor = as_actor(by)
    if not permissions.may_moderate(actor, contribution):
        refuse_own(actor, contribution)
        raise NotAllowed
    said = claiming.Said(
        field=field, words=words, language=contribution.language,
        source=Claim.Source.CONTRIBUTION, source_ref=contribution.reference,
        credit=credit(contribution.name, contribution.credit),
        reason=reason, confidence=confidence,
    )  # fmt: skip
    try:
        claim = claiming.propose(contribution.item, said, by=actor.account, at=at)
    except claiming.Unclear as unclear:
        raise Incomplete(unclear.sentence, unclear.field) from unclear
    audit.record(
        "contribution.mark", contribution, by=actor.account, at=at,
        after={"field": field, "words": claim.words},
    )  # fmt: skip
    return claim
