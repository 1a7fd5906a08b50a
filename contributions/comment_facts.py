"""What a comment says about its item, proposed as a claim with the comment as its source."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from contributions.comments import may_decide
from contributions.models import Comment
from contributions.permissions import as_actor
from contributions.workflow.refusals import Incomplete, NotAllowed
from history import claiming
from history.models import Claim, Item


@transaction.atomic
def mark(
    comment: Comment,
    *,
    by,
    field: str,
    words: str,
    reason: str = "",
    confidence: str = Claim.Confidence.LIKELY,
    at: datetime | None = None,
) -> Claim:
    """Propose what a comment says as a date, a place, a person or a title of its item.

    Raises: NotAllowed, Incomplete.
    """
    actor, item = as_actor(by), comment.target
    if not may_decide(actor, comment):
        raise NotAllowed(
            _("You wrote this yourself, so a colleague has to decide about it.")
        )
    if not isinstance(item, Item) or item.status == Item.Status.REMOVED:
        raise Incomplete(_("There is no item that these words could tell about."))
    said = claiming.Said(
        field=field, words=words, language=comment.language,
        source=Claim.Source.COMMENT, source_ref=comment.source_ref,
        credit="" if comment.state == Comment.State.HIDDEN else comment.name,
        reason=reason, confidence=confidence,
    )  # fmt: skip
    try:
        claim = claiming.propose(item, said, by=actor.account, at=at)
    except claiming.Unclear as unclear:
        raise Incomplete(unclear.sentence, unclear.field) from unclear
    audit.record(
        "comment.mark", comment, by=actor.account, at=at,
        after={"field": field, "words": claim.words},
    )  # fmt: skip
    return claim
