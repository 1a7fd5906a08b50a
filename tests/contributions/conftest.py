"""People who upload, and a storage without pieces of other tests."""

import pytest
from django.test import Client

from accounts import roles
from contributions.models import Contribution
from contributions.uploads import parts
from tests.contributions.tus import Tus
from tests.deciding import Looking
from tests.factories import make_user


@pytest.fixture
def client() -> Looking:
    """A browser whose decisions are about what stands there now."""
    return Looking()


@pytest.fixture
def no_pieces(db):
    roles.sync()
    for key in parts.folders():  # a test's rows are rolled back, its files are not
        parts.forget(key)


@pytest.fixture
def owner():
    return make_user(role=roles.Role.RESIDENT)


@pytest.fixture
def draft(owner) -> Contribution:
    return Contribution.objects.create(kind="photos", contributor=owner)


@pytest.fixture
def tus(draft, owner, no_pieces) -> Tus:
    client = Client()
    client.force_login(owner)
    return Tus(client, draft.reference)


@pytest.fixture
def desk(client, moderator):
    """A browser in which a moderator is signed in."""
    client.force_login(moderator)
    client.cookies["django_language"] = "en"
    return client
