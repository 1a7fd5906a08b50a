"""Who may do what with a contribution, ever; in which state is for workflow.py to say."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from contributions.models import Contribution


@dataclass(frozen=True)
class Actor:
    """A person at the door: an account, private links opened in this browser, or both."""

    user: Any = field(default_factory=AnonymousUser)
    holds: frozenset[int] = frozenset()
    is_rule: bool = False

    @property
    def account(self) -> Any | None:
        """The account for the record, or None for somebody with a link only."""
        return self.user if self.user.is_authenticated else None


def as_actor(by: Any) -> Actor:
    """Accept an account where an actor is wanted."""
    return by if isinstance(by, Actor) else Actor(user=by)


def is_owner(actor: Actor, contribution: Contribution) -> bool:
    """Say whether this person gave it: by account or by the private link."""
    if contribution.pk in actor.holds:
        return True
    account = actor.account
    return account is not None and contribution.contributor_id == account.pk


def is_own(actor: Actor, contribution: Contribution) -> bool:
    """Say whether a member of staff would decide on their own gift.

    Wider than `is_owner`: the same address counts as well, and what one entered for
    somebody at the desk. There one person's word stands for who gave it and that they
    agreed, so a second pair of eyes decides.
    """
    account = actor.account
    if is_owner(actor, contribution):
        return True
    if account is not None and contribution.entered_by_id == account.pk:
        return True
    return account is not None and contribution.email.lower() == account.email.lower()


def may_see_queue(actor: Actor) -> bool:
    """Say whether this person works in the queue."""
    return actor.is_rule or actor.user.has_perm("contributions.moderate")


def may_edit(actor: Actor, contribution: Contribution) -> bool:
    """Say whether this person may change or take back the contribution."""
    return is_owner(actor, contribution)


def may_moderate(actor: Actor, contribution: Contribution) -> bool:
    """Say whether this person may decide: never on their own, unless one works alone."""
    if not may_see_queue(actor):
        return False
    return not settings.FOUR_EYES or not is_own(actor, contribution)


def may_take_down(actor: Actor, contribution: Contribution) -> bool:
    """Say whether this person may remove what was published from it."""
    return may_moderate(actor, contribution) and actor.user.has_perm(
        "history.take_down_item"
    )


def may_break_claim(actor: Actor) -> bool:
    """Say whether this person may take over from a colleague."""
    return actor.user.has_perm("contributions.break_claim")


def may_see_contact(actor: Actor, contribution: Contribution) -> bool:
    """Say whether this person may see the name and address behind a contribution."""
    return is_owner(actor, contribution) or actor.user.has_perm(
        "contributions.view_contact"
    )


def may_read_camera_data(actor: Actor) -> bool:
    """Whether this person may read all that a camera wrote, the place as well.

    Curators and above: who only decides does not need to know where somebody lives.
    """
    return may_see_queue(actor) and actor.user.has_perm("history.change_item")
