"""From plain answers to a rights statement: every row as a resident would answer."""

from datetime import date

import pytest

from contributions.rights import Doubt, Ground, Said, said_by, work_out
from history.rights import Rights
from tests import factories

TODAY = date(2026, 11, 25)

# who took it, more answers → statement, why, what a moderator should look at
TABLE = [
    ("own, free", {"taken_by": "me", "reuse": "free"}, Rights.CC_BY, Ground.OWN, []),
    ("own, alike", {"taken_by": "me", "reuse": "alike"}, Rights.CC_BY_SA, Ground.OWN, []),
    ("own, no profit", {"taken_by": "me", "reuse": "noprofit"},
     Rights.CC_BY_NC, Ground.OWN, []),
    ("own, ask", {"taken_by": "me", "reuse": "ask"}, Rights.IN_COPYRIGHT, Ground.OWN, []),
    ("own, not said", {"taken_by": "me"}, Rights.IN_COPYRIGHT, Ground.OWN, []),
    ("father, dead since 2001", {"taken_by": "family", "reuse": "free",
     "author_living": "no", "died_year": 2001}, Rights.CC_BY, Ground.HEIR, []),
    ("family, nothing said", {"taken_by": "family", "reuse": "ask"},
     Rights.IN_COPYRIGHT, Ground.HEIR, []),
    ("family, not known whether living", {"taken_by": "family", "reuse": "free",
     "author_living": "unknown"}, Rights.CC_BY, Ground.HEIR, [Doubt.HEIR_UNSURE]),
    ("aunt, living: only she can free it", {"taken_by": "family", "reuse": "free",
     "author_living": "yes"}, Rights.IN_COPYRIGHT, Ground.RELATIVE,
     [Doubt.LIVING_AUTHOR]),
    ("grandfather, fallen in 1943", {"taken_by": "family", "reuse": "ask",
     "author_living": "no", "died_year": 1943}, Rights.PUBLIC_DOMAIN, Ground.DIED, []),
    ("died 70 years ago this year: still this year", {"taken_by": "family",
     "reuse": "free", "died_year": 1956}, Rights.CC_BY, Ground.HEIR, []),
    ("died the year before that", {"taken_by": "family", "reuse": "free",
     "died_year": 1955}, Rights.PUBLIC_DOMAIN, Ground.DIED, []),
    ("photographer with a name", {"taken_by": "photographer", "author_name": "П. Сало"},
     Rights.IN_COPYRIGHT, Ground.OTHER, [Doubt.OTHERS_WORK]),
    ("photographer with a name is not old by age alone", {"taken_by": "photographer",
     "author_name": "П. Сало", "made_by_year": 1930}, Rights.IN_COPYRIGHT,
     Ground.OTHER, [Doubt.OTHERS_WORK]),
    ("photographer, dead since 1950", {"taken_by": "photographer", "died_year": 1950,
     "author_name": "П. Сало"}, Rights.PUBLIC_DOMAIN, Ground.DIED, []),
    ("photographer, dead since 1990", {"taken_by": "photographer", "died_year": 1990},
     Rights.IN_COPYRIGHT, Ground.OTHER, [Doubt.OTHERS_WORK]),
    ("photographer, living", {"taken_by": "photographer", "author_living": "yes"},
     Rights.IN_COPYRIGHT, Ground.OTHER, [Doubt.OTHERS_WORK]),
    ("photographer without a name: orphan", {"taken_by": "photographer"},
     Rights.ORPHAN, Ground.LOST, [Doubt.NO_AUTHOR]),
    ("reuse chosen for another's work does not free it", {"taken_by": "photographer",
     "reuse": "free"}, Rights.ORPHAN, Ground.LOST, [Doubt.NO_AUTHOR]),
    ("unknown, our album: orphan", {"taken_by": "unknown", "print_owner": "mine"},
     Rights.ORPHAN, Ground.LOST, [Doubt.NO_AUTHOR]),
    ("unknown, found", {"taken_by": "unknown", "print_owner": "found"},
     Rights.UNDETERMINED, Ground.OPEN, [Doubt.NO_AUTHOR, Doubt.NOT_THEIRS]),
    ("unknown, lent by its owner", {"taken_by": "unknown", "print_owner": "lent"},
     Rights.UNDETERMINED, Ground.OPEN, [Doubt.NO_AUTHOR]),
    ("unknown, nothing else", {"taken_by": "unknown"},
     Rights.UNDETERMINED, Ground.OPEN, [Doubt.NO_AUTHOR]),
    ("unknown, of 1912", {"taken_by": "unknown", "made_by_year": 1912},
     Rights.PUBLIC_DOMAIN, Ground.OLD, [Doubt.AGE]),
    ("unknown, of 1956 at the latest", {"taken_by": "unknown", "made_by_year": 1956},
     Rights.UNDETERMINED, Ground.OPEN, [Doubt.NO_AUTHOR]),
    ("unknown, of 1955 at the latest", {"taken_by": "unknown", "made_by_year": 1955},
     Rights.PUBLIC_DOMAIN, Ground.OLD, [Doubt.AGE]),
    ("from a newspaper", {"taken_by": "unknown", "print_owner": "elsewhere"},
     Rights.UNDETERMINED, Ground.OPEN, [Doubt.NO_AUTHOR, Doubt.ELSEWHERE]),
    ("from an old newspaper", {"taken_by": "unknown", "print_owner": "elsewhere",
     "made_by_year": 1910}, Rights.PUBLIC_DOMAIN, Ground.OLD, [Doubt.AGE]),
    ("living and dead at once", {"taken_by": "family", "reuse": "ask",
     "author_living": "yes", "died_year": 1999}, Rights.IN_COPYRIGHT, Ground.RELATIVE,
     [Doubt.CONTRADICTION, Doubt.LIVING_AUTHOR]),
    ("nothing answered", {}, Rights.UNDETERMINED, Ground.OPEN, [Doubt.NO_AUTHOR]),
    ("living people who agree", {"taken_by": "me", "reuse": "ask", "people": "yes",
     "people_agree": "yes"}, Rights.IN_COPYRIGHT, Ground.OWN, []),
    ("living people who were not asked", {"taken_by": "me", "reuse": "ask",
     "people": "yes", "people_agree": "no"}, Rights.IN_COPYRIGHT, Ground.OWN,
     [Doubt.LIVING_PEOPLE]),
    ("living people, no answer about them", {"taken_by": "me", "reuse": "ask",
     "people": "yes"}, Rights.IN_COPYRIGHT, Ground.OWN, [Doubt.LIVING_PEOPLE]),
    ("not known whether they are living", {"taken_by": "me", "reuse": "ask",
     "people": "unknown"}, Rights.IN_COPYRIGHT, Ground.OWN, [Doubt.PEOPLE_UNSURE]),
    ("children, parents agree", {"taken_by": "me", "reuse": "ask", "children": "yes",
     "children_agree": "yes"}, Rights.IN_COPYRIGHT, Ground.OWN, []),
    ("children, parents not asked", {"taken_by": "me", "reuse": "ask",
     "children": "yes", "children_agree": "unknown"}, Rights.IN_COPYRIGHT, Ground.OWN,
     [Doubt.CHILDREN]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "rights", "ground", "doubts"),
    [row[1:] for row in TABLE],
    ids=[row[0] for row in TABLE],
)
def test_answers_give_a_statement(said, rights, ground, doubts):
    outcome = work_out(Said(**said), today=TODAY)
    assert (outcome.rights, outcome.ground) == (rights, ground)
    assert list(outcome.doubts) == doubts


def test_every_statement_has_a_uri_and_every_ground_a_sentence():
    for _name, said, *_rest in TABLE:
        outcome = work_out(Said(**said), today=TODAY)
        assert outcome.rights.value.startswith("https://")
        assert outcome.because and "%" not in outcome.because


def test_a_moderator_reads_each_doubt(db):
    gift = factories.make_contribution(
        taken_by="unknown", print_owner="found", children_shown="yes"
    )
    outcome = work_out(said_by(gift), today=TODAY)
    assert set(outcome.doubts) == {
        Doubt.NO_AUTHOR, Doubt.NOT_THEIRS, Doubt.CHILDREN
    }  # fmt: skip
