"""The stage is set once for all cells; what an act changes is rolled back after it."""

import pytest
from django.db import transaction

from tests.permissions import stage as staging


@pytest.fixture(scope="package")
def _standing_stage(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield staging.make()
        transaction.set_rollback(True)


@pytest.fixture
def stage(_standing_stage, db, settings):
    """The stage, as it was set whatever other tests did, and however long they took."""
    settings.UNDO_MINUTES = 24 * 60
    return _standing_stage
