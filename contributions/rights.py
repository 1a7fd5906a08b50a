"""From plain answers about a picture to a rights statement.

Source: the term of protection is 70 years after the author's death (Ukraine, EU).
"""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from history.rights import Rights

PROTECTED_YEARS = 70


class TakenBy(models.TextChoices):
    """Who made the picture or wrote the text."""

    ME = "me", _("I did")
    FAMILY = "family", _("Someone of my family")
    PHOTOGRAPHER = "photographer", _("A photographer or somebody else")
    UNKNOWN = "unknown", _("I don't know")


class Reuse(models.TextChoices):
    """What the owner of the rights lets others do."""

    FREE = "free", _("Others may use it if they name me")
    ASK = "ask", _("Others should ask the library first")


def statement(
    *, taken_by: str, reuse: str, died_year: int | None, today: date
) -> Rights:
    """Work out the statement that the answers give."""
    if died_year is not None and died_year + PROTECTED_YEARS < today.year:
        return Rights.PUBLIC_DOMAIN
    if taken_by in (TakenBy.ME, TakenBy.FAMILY):
        return Rights.CC_BY if reuse == Reuse.FREE else Rights.IN_COPYRIGHT
    if taken_by == TakenBy.PHOTOGRAPHER:
        return Rights.IN_COPYRIGHT
    return Rights.UNDETERMINED


def is_doubtful(rights: str, taken_by: str) -> bool:
    """Say whether a moderator should look twice at the rights."""
    return rights in (Rights.UNDETERMINED, Rights.IN_COPYRIGHT) and taken_by not in (
        TakenBy.ME,
        TakenBy.FAMILY,
    )
