"""Predicates and querysets of the door tell the same story, row by row."""

import pytest
from django.contrib.auth.models import AnonymousUser

from contributions import comments, permissions
from contributions.models import Comment, Contribution
from contributions.permissions import Actor
from contributions.states import UNSENT_OR_GONE, Status
from tests.factories import make_contribution, make_item

pytestmark = pytest.mark.django_db
PERSONAS = ["visitor", "resident", "moderator", "curator", "editor", "administrator"]


@pytest.fixture
def rows(cast):
    """Contributions of everybody, in every status, by account, address and link."""
    made = []
    for status in Status:
        made.append(make_contribution(status=status, files=0))
        for name in ("resident", "moderator", "administrator"):
            made.append(
                make_contribution(status=status, files=0, contributor=cast[name])
            )
            made.append(
                make_contribution(
                    status=status, files=0, email=cast[name].email.upper()
                )
            )
    return made


def actors(name: str, cast, rows) -> list[Actor]:
    user = cast.get(name, AnonymousUser())
    return [Actor(user=user), Actor(user=user, holds=frozenset({rows[0].pk}))]


@pytest.mark.parametrize("four_eyes", [True, False])
@pytest.mark.parametrize("name", PERSONAS)
def test_decidable(name, four_eyes, cast, rows, settings):
    settings.FOUR_EYES = four_eyes
    for actor in actors(name, cast, rows):
        expected = {
            row.pk
            for row in rows
            if permissions.may_moderate(actor, row) and row.status not in UNSENT_OR_GONE
        }

        found = Contribution.objects.decidable_by(actor)

        assert set(found.values_list("pk", flat=True)) == expected


@pytest.mark.parametrize("name", PERSONAS)
def test_owned(name, cast, rows):
    for actor in actors(name, cast, rows):
        expected = {row.pk for row in rows if permissions.is_owner(actor, row)}

        found = Contribution.objects.owned_by(actor)

        assert set(found.values_list("pk", flat=True)) == expected


@pytest.mark.parametrize("name", PERSONAS)
def test_for_staff(name, cast, rows):
    user = cast.get(name, AnonymousUser())
    sees = permissions.may_see_queue(Actor(user=user))
    expected = {row.pk for row in rows if sees and row.status not in UNSENT_OR_GONE}

    found = Contribution.objects.for_staff(user)

    assert set(found.values_list("pk", flat=True)) == expected


@pytest.mark.parametrize(
    ("predicate", "who"),
    [
        (
            permissions.may_see_queue,
            {"moderator", "curator", "editor", "administrator"},
        ),
        (permissions.may_break_claim, {"curator", "editor", "administrator"}),
        (
            lambda actor: permissions.may_take_down(actor, make_contribution(files=0)),
            {"moderator", "curator", "editor", "administrator"},
        ),
        (
            lambda actor: permissions.may_see_contact(
                actor, make_contribution(files=0)
            ),
            {"administrator"},
        ),
    ],
)
def test_roles(predicate, who, cast):
    found = {
        name
        for name in PERSONAS
        if predicate(Actor(user=cast.get(name, AnonymousUser())))
    }

    assert found == who


@pytest.mark.parametrize("name", PERSONAS)
def test_comments(name, cast):
    actor = Actor(user=cast.get(name, AnonymousUser()))
    row = Comment.objects.create(
        target=make_item(), name="I", email="i@people.test", language="uk", body="x"
    )

    assert comments.may_decide(actor, row) is permissions.may_see_queue(actor)


@pytest.mark.parametrize(
    "model", ["contribution", "moderationevent", "letter", "message", "comment"]
)
def test_catalogue_only_shows(model, client, administrator):
    make_contribution()
    client.force_login(administrator)

    assert client.get(f"/admin/contributions/{model}/").status_code == 200
    assert client.get(f"/admin/contributions/{model}/add/").status_code == 403


def test_catalogue_decides_nothing(client, administrator):
    row = make_contribution()
    url = f"/admin/contributions/contribution/{row.pk}/change/"
    client.force_login(administrator)

    assert client.get(url).status_code == 200
    assert client.post(url, {"status": "published"}).status_code == 403
    row.refresh_from_db()
    assert row.status == Status.SUBMITTED


def test_catalogue_hides_contact_from_moderators(client, moderator):
    row = make_contribution(email="secret@people.test", name="Тайна Людина")
    client.force_login(moderator)

    page = client.get(f"/admin/contributions/contribution/{row.pk}/change/")

    assert page.status_code == 200
    assert "secret@people.test" not in page.content.decode()
    assert "Тайна Людина" not in page.content.decode()
