"""From plain answers about a picture to a rights statement, in words and for the record.

Source: the term of protection is 70 years after the author's death, and 70 years
after the making of what nobody signed and nobody published (Ukraine, EU). What a
person answers is taken as said; where it cannot be taken so, `doubts` tell a moderator.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

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


class Answer(models.TextChoices):
    """An answer to a plain question; not to know is one."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("I don't know")


class PrintOwner(models.TextChoices):
    """Whose the print, the paper or the tape is."""

    MINE = "mine", _("Mine, or my family's")
    LENT = "lent", _("Somebody else's, who lets me send it")
    FOUND = "found", _("I found it, or bought it")
    ELSEWHERE = (
        "elsewhere",
        _("It is from a book, a newspaper, a museum or the internet"),
    )
    UNKNOWN = "unknown", _("I don't know")


class Reuse(models.TextChoices):
    """What the owner of the rights lets others do."""

    FREE = "free", _("Others may use it if they name me")
    ALIKE = "alike", _("The same, and what they make of it has to be as free")
    NO_PROFIT = "noprofit", _("The same, but nobody may earn money with it")
    ASK = "ask", _("Others should ask the library first")


class Ground(models.TextChoices):
    """Why a statement follows from the answers."""

    DIED = "died", _("The author died in %(year)s, more than 70 years ago.")
    OLD = (
        "old",
        _(
            "Nobody knows the author, and it was made in %(year)s or before, more than "
            "70 years ago."
        ),
    )
    OWN = "own", _("You made it, so you decide.")
    HEIR = "heir", _("Someone of your family made it, and the family decides.")
    RELATIVE = (
        "relative",
        _("Someone of your family made it and is living, so only they can free it."),
    )
    OTHER = "other", _("Somebody else made it, and the rights are theirs.")
    LOST = "lost", _("The author cannot be found now.")
    OPEN = "open", _("It is not known who made it.")


class Doubt(models.TextChoices):
    """What a moderator should look at twice."""

    LIVING_AUTHOR = (
        "living_author",
        _("The author is living: has this person agreed? Please ask."),
    )
    HEIR_UNSURE = (
        "heir_unsure",
        _("It is not said whether the relative who made it is living."),
    )
    OTHERS_WORK = (
        "others_work",
        _(
            "Made by somebody else: may we show it, and does anybody speak for the author?"
        ),
    )
    NO_AUTHOR = "no_author", _("The author is not known: look on the back for a stamp.")
    AGE = "age", _("It counts as free by its age alone: please look at the date again.")
    NOT_THEIRS = "not_theirs", _("The print is not theirs. Does its owner know?")
    ELSEWHERE = (
        "elsewhere",
        _("It comes from a book, a newspaper, a museum or the internet."),
    )
    CONTRADICTION = (
        "contradiction",
        _("The author is said to be living, and a year of death is given."),
    )
    LIVING_PEOPLE = (
        "living_people",
        _("Living people can be recognised, and it is not said that they agree."),
    )
    CHILDREN = (
        "children",
        _("Children can be recognised, and it is not said that their parents agree."),
    )
    PEOPLE_UNSURE = (
        "people_unsure",
        _("It is not known whether people in it are living. How old is it?"),
    )


@dataclass(frozen=True, kw_only=True)
class Said:
    """The answers, as plain values; "" and None where nobody answered."""

    taken_by: str = ""
    reuse: str = ""
    author_living: str = ""
    author_name: str = ""
    died_year: int | None = None
    print_owner: str = ""
    made_by_year: int | None = None  # the last year in which it can have been made
    people: str = ""  # living people can be recognised
    people_agree: str = ""
    children: str = ""
    children_agree: str = ""


@dataclass(frozen=True)
class Outcome:
    """A statement (its value is the URI), its ground, and what is doubtful."""

    rights: Rights
    ground: Ground
    year: int | None = None
    doubts: tuple[Doubt, ...] = field(default=())

    @property
    def because(self) -> str:
        """Say in one sentence why it is so."""
        return str(self.ground.label) % {"year": self.year}


LICENCES = {
    Reuse.FREE: Rights.CC_BY,
    Reuse.ALIKE: Rights.CC_BY_SA,
    Reuse.NO_PROFIT: Rights.CC_BY_NC,
}


def work_out(said: Said, *, today: date) -> Outcome:
    """Work out the statement that the answers give."""
    rights, ground, year = _statement(said, today)
    found = [*_about_the_author(said, ground), *_about_the_print(said, rights)]
    found += about_people(said)
    return Outcome(rights, ground, year, tuple(dict.fromkeys(found)))


def _statement(said: Said, today: date) -> tuple[Rights, Ground, int | None]:
    if _is_over(said.died_year, today):
        return Rights.PUBLIC_DOMAIN, Ground.DIED, said.died_year
    chosen = LICENCES.get(Reuse(said.reuse)) if said.reuse else None
    chosen = chosen or Rights.IN_COPYRIGHT
    match said.taken_by:
        case TakenBy.ME:
            return chosen, Ground.OWN, None
        case TakenBy.FAMILY if said.author_living == Answer.YES:
            return Rights.IN_COPYRIGHT, Ground.RELATIVE, None
        case TakenBy.FAMILY:
            return chosen, Ground.HEIR, None
    is_named = bool(said.author_name.strip()) or said.died_year is not None
    is_named = is_named or said.author_living == Answer.YES
    if is_named:
        return Rights.IN_COPYRIGHT, Ground.OTHER, None
    if _is_over(said.made_by_year, today):
        return Rights.PUBLIC_DOMAIN, Ground.OLD, said.made_by_year
    if said.taken_by == TakenBy.PHOTOGRAPHER or said.print_owner == PrintOwner.MINE:
        return Rights.ORPHAN, Ground.LOST, None
    return Rights.UNDETERMINED, Ground.OPEN, None


def _is_over(year: int | None, today: date) -> bool:
    return year is not None and year + PROTECTED_YEARS < today.year


def _about_the_author(said: Said, ground: Ground) -> Iterable[Doubt]:
    if said.author_living == Answer.YES and said.died_year is not None:
        yield Doubt.CONTRADICTION
    if ground == Ground.RELATIVE:
        yield Doubt.LIVING_AUTHOR
    if ground == Ground.HEIR and said.author_living == Answer.UNKNOWN:
        yield Doubt.HEIR_UNSURE
    if ground == Ground.OTHER:
        yield Doubt.OTHERS_WORK
    if ground in (Ground.LOST, Ground.OPEN):
        yield Doubt.NO_AUTHOR
    if ground == Ground.OLD:
        yield Doubt.AGE


def _about_the_print(said: Said, rights: Rights) -> Iterable[Doubt]:
    if said.print_owner == PrintOwner.ELSEWHERE and rights != Rights.PUBLIC_DOMAIN:
        yield Doubt.ELSEWHERE
    if said.print_owner == PrintOwner.FOUND:
        yield Doubt.NOT_THEIRS


def about_people(said: Said) -> Iterable[Doubt]:
    """Say what is doubtful about those who can be recognised."""
    if said.people == Answer.YES and said.people_agree != Answer.YES:
        yield Doubt.LIVING_PEOPLE
    if said.people == Answer.UNKNOWN:
        yield Doubt.PEOPLE_UNSURE
    if said.children == Answer.YES and said.children_agree != Answer.YES:
        yield Doubt.CHILDREN


def said_by(contribution: Any) -> Said:
    """Read the answers off a contribution."""
    latest = contribution.date_latest
    return Said(
        taken_by=contribution.taken_by,
        reuse=contribution.reuse,
        author_living=contribution.author_living,
        author_name=contribution.author_name,
        died_year=contribution.author_died_year,
        print_owner=contribution.print_owner,
        made_by_year=latest.year if latest else None,
        people=contribution.people_living,
        people_agree=contribution.people_agree,
        children=contribution.children_shown,
        children_agree=contribution.children_agree,
    )
