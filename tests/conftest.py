"""The cast, the stage, and what is said when a tool is missing."""

import os
import shutil
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import translation

from accounts import roles
from accounts.roles import Role
from tests import factories

IN_CI = os.environ.get("CI", "").lower() == "true"
NO_SAMPLES = "skipped: no real camera files beside the checkout"
SAMPLES = Path(__file__).resolve().parent.parent.parent / "shared" / "samples"

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright runs a loop


def _redis_answers() -> bool:
    import redis

    try:
        return bool(redis.Redis(socket_connect_timeout=1).ping())
    except redis.RedisError:
        return False


NEEDS_DATABASE = {"db", "transactional_db", "django_db_setup", "live_server"}


def _asks_a_database(item) -> bool:
    wanted = NEEDS_DATABASE & set(getattr(item, "fixturenames", ()))
    return bool(wanted) or item.get_closest_marker("django_db") is not None


def pytest_collection_modifyitems(config, items):
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    on_sqlite = connection.vendor == "sqlite"
    run_on_both = os.environ.get("TESTS_RUN_ON_BOTH") == "1"
    kept, left = [], []
    for item in items:
        if "postgresql" in item.keywords and on_sqlite:
            if run_on_both:
                left.append(item)  # the second run has them
                continue
            item.add_marker(pytest.mark.skip(reason="skipped: no PostgreSQL"))
        is_same = "drawing" in item.keywords or not _asks_a_database(item)
        if is_same and run_on_both and not on_sqlite:
            left.append(item)  # the first run had them
            continue
        if "browser" in item.keywords and not chromium:
            item.add_marker(pytest.mark.skip(reason="skipped: no Chromium"))
        if "redis" in item.keywords and not _redis_answers():
            item.add_marker(pytest.mark.skip(reason="skipped: no Redis"))
        kept.append(item)
    items[:] = kept
    if left:
        config.hook.pytest_deselected(items=left)


def pytest_terminal_summary(terminalreporter):
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = sorted({str(report.longrepr[2]) for report in skipped})
    for reason in reasons:
        terminalreporter.write_line(reason.removeprefix("Skipped: "))


def pytest_sessionfinish(session, exitstatus):
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    lacking = [report for report in skipped if NO_SAMPLES not in str(report.longrepr)]
    if IN_CI and lacking:
        session.exitstatus = 1


def pytest_unconfigure(config):
    data = Path(os.environ.get("DATA_DIR", ""))
    if data.name.startswith("mistok-tests-"):
        shutil.rmtree(data, ignore_errors=True)


@pytest.fixture(autouse=True, scope="session")
def _audit_can_be_swept():
    """Open the lock of the audit for the sweep after a test with real commits."""
    from django.core.management.commands import flush

    from accounts import locks

    real = flush.sql_flush

    def sweeping(style, connection, **options):
        vendor = connection.vendor
        return [
            *locks.unlock_sql(vendor),
            *real(style, connection, **options),
            *locks.lock_sql(vendor),
        ]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush, "sql_flush", sweeping)
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_use_migrations, django_db_blocker):
    """Make by hand what only migrations make, where tables are made without them."""
    if django_db_use_migrations:
        return
    begun = import_module("history.migrations.0002_search_index")
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        begun.make_engine_index(None, editor)


@pytest.fixture(autouse=True)
def _clean_cache():
    from django.core.cache import caches

    caches["default"].clear()


@pytest.fixture
def keeping(settings):
    """Keep whole pages, as the real site does."""
    from django.core.cache import caches

    settings.CACHES = {**settings.CACHES, "pages": settings.KEEPING["pages"]}
    caches["pages"].clear()


@pytest.fixture(autouse=True)
def _language_of_the_site():
    """Start in the site's language, whatever the page asked for last was in."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def samples() -> Path:
    """The folder of real camera files, where it is present."""
    if not SAMPLES.is_dir():
        pytest.skip(NO_SAMPLES)
    return SAMPLES


@pytest.fixture
def run_tasks(transactional_db):
    """Work through every background task that is waiting."""

    def run() -> None:
        call_command(
            "db_worker", batch=True, interval=0, startup_delay=False, reload=False,
            verbosity=0,
        )  # fmt: skip

    return run


# --- the cast ---------------------------------------------------------------


@pytest.fixture
def cast(db):
    """Everybody at once: name → account."""
    roles.sync()
    people = {
        "resident": (Role.RESIDENT, "Марія Петренко"),
        "neighbour": (Role.RESIDENT, "Иван Сидоров"),
        "moderator": (Role.MODERATOR, "Олена"),
        "colleague": (Role.MODERATOR, "Ганна"),
        "curator": (Role.CURATOR, "Ірина"),
        "editor": (Role.EDITOR, "Тетяна"),
        "administrator": (Role.ADMINISTRATOR, "Софія"),
    }
    return {
        name: factories.make_user(f"{name}@people.test", role=role, display_name=shown)
        for name, (role, shown) in people.items()
    }


@pytest.fixture
def resident(cast):
    return cast["resident"]


@pytest.fixture
def neighbour(cast):
    return cast["neighbour"]


@pytest.fixture
def moderator(cast):
    return cast["moderator"]


@pytest.fixture
def colleague(cast):
    return cast["colleague"]


@pytest.fixture
def curator(cast):
    return cast["curator"]


@pytest.fixture
def editor(cast):
    return cast["editor"]


@pytest.fixture
def administrator(cast):
    return cast["administrator"]
