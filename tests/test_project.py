"""The project as a whole: migrations, deployment, health, public files."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import connection
from django.utils.translation import override

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_deployment_check_is_clean(tmp_path):
    environment = {
        "PATH": os.environ["PATH"],
        "ENV_FILE": os.devnull,
        "DATA_DIR": str(tmp_path),
        "SECRET_KEY": "k" * 20 + "0123456789abcdefghijklmnopqrstuvwxyz!@#",
        "SITE_URL": "https://memory.example.org",
    }

    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT, env=environment, capture_output=True, text=True,
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, "")


def test_a_missing_key_is_named(tmp_path):
    environment = {"PATH": os.environ["PATH"], "ENV_FILE": os.devnull}

    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT, env=environment, capture_output=True, text=True,
    )  # fmt: skip

    assert done.returncode != 0
    assert "SECRET_KEY is not set" in done.stderr
    assert ".env.example" in done.stderr


def test_every_setting_from_the_environment_is_documented():
    import re

    source = (ROOT / "config/settings.py").read_text()
    read = set(re.findall(r'(?:env\.\w+|spoken)\(\s*"([A-Z0-9_]+)"', source))
    example = (ROOT / ".env.example").read_text()
    documented = set(re.findall(r"^#?([A-Z0-9_]+)=", example, re.M))

    assert read - documented == set()


class TestNamesFollowTheLanguage:
    def test_default_town_in_three_languages(self):
        shown = {}
        for code in ("uk", "ru", "en"):
            with override(code):
                shown[code] = str(settings.CITY_NAME)

        assert shown == {"uk": "Стальне", "ru": "Стальное", "en": "Stalne"}


@pytest.mark.django_db
class TestHealth:
    def test_alive_whatever_the_host(self, client):
        answer = client.get("/healthz", HTTP_HOST="10.0.0.7")

        assert (answer.status_code, answer.json()) == (200, {"status": "ok"})

    def test_ready_names_what_works(self, client):
        answer = client.get("/readyz")

        assert answer.json() == {
            "ready": True,
            "checks": {"database": True, "cache": True, "storage": True},
        }


@pytest.mark.django_db
class TestAddressOfAButton:
    """A reload or the language switch may lead to an address that only takes."""

    @pytest.mark.parametrize("path", ["/comments/", "/thanks/ST-000001/"])
    def test_is_a_page_that_leads_back(self, client, path):
        client.cookies["django_language"] = "en"

        page = client.get(path)

        assert (page.status_code, page["Allow"]) == (405, "POST")
        assert "Nothing is lost" in page.content.decode()
        assert 'href="/"' in page.content.decode()

    def test_programs_keep_their_own_answer(self, client):
        answer = client.delete("/api/v1/items/")

        assert answer.status_code == 405
        assert answer["Content-Type"].startswith("application/json")


@pytest.mark.django_db
class TestPublicFiles:
    @pytest.fixture
    def name(self):
        return storages["public"].save("range/letters.webp", ContentFile(b"abcdefghij"))

    def read(self, answer) -> bytes:
        return (
            b"".join(answer.streaming_content) if answer.streaming else answer.content
        )

    def test_whole(self, client, name):
        answer = client.get(f"/media/{name}")

        assert self.read(answer) == b"abcdefghij"
        assert answer["Content-Type"] == "image/webp"
        assert "immutable" in answer["Cache-Control"]
        assert answer["X-Content-Type-Options"] == "nosniff"

    @pytest.mark.parametrize(
        ("wanted", "status", "body"),
        [
            ("bytes=2-4", 206, b"cde"),
            ("bytes=7-", 206, b"hij"),
            ("bytes=-2", 206, b"ij"),
            ("bytes=8-99", 206, b"ij"),
            ("bytes=99-", 416, b""),
            ("bytes=0-1,3-4", 200, b"abcdefghij"),
            ("letters=1-2", 200, b"abcdefghij"),
        ],
    )
    def test_part(self, client, name, wanted, status, body):
        answer = client.get(f"/media/{name}", HTTP_RANGE=wanted)

        assert (answer.status_code, self.read(answer)) == (status, body)

    @pytest.mark.parametrize(
        "address",
        ["/media/none.webp", "/media/range/", "/media/../db.sqlite3", "/media/%2e%2e/x",
         "/media/..%2fprivate/x", "/media/range/letters.webp%00"],
    )  # fmt: skip
    def test_nothing_else(self, client, name, address):
        assert client.get(address).status_code == 404

    def test_nothing_private_has_an_address(self, client):
        private = storages["default"].save("masters/aa/secret", ContentFile(b"secret"))

        assert client.get(f"/media/{private}").status_code == 404
        with pytest.raises(ValueError):
            storages["default"].url(private)


@pytest.mark.postgresql
@pytest.mark.django_db
def test_a_half_read_list_holds_nothing_on_the_server():
    rows = Permission.objects.order_by("pk").iterator(1)
    next(rows)

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_cursors")
        assert cursor.fetchone() == (0,)
