"""Private links, and who reaches a private file."""

import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import Client
from django.utils import timezone

from contributions import access
from contributions.models import AccessKey
from contributions.states import Status
from history import masters
from tests.factories import jpeg, make_contribution

pytestmark = pytest.mark.django_db


class TestKey:
    def test_only_a_hash_is_kept(self):
        contribution = make_contribution()

        token = access.issue(contribution)

        key = AccessKey.objects.get()
        assert token not in (key.token_hash, str(key))
        assert len(token) * 6 >= 128  # bits: six a letter
        assert access.find(contribution.reference, token) == key

    def test_links_made_before_stay_valid(self):
        contribution = make_contribution()

        first, second = access.issue(contribution), access.issue(contribution)

        assert access.find(contribution.reference, first) is not None
        assert access.find(contribution.reference, second) is not None

    def test_the_wrong_ones_open_nothing(self, settings):
        contribution, other = make_contribution(), make_contribution()
        token = access.issue(contribution)
        revoked = access.issue(contribution)
        AccessKey.objects.latest("pk").delete()
        later = timezone.now() + timedelta(days=settings.ACCESS_KEY_DAYS, seconds=1)

        assert access.find(other.reference, token) is None
        assert access.find(contribution.reference, token[:-1]) is None
        assert access.find(contribution.reference, token.swapcase()) is None
        assert access.find(contribution.reference, revoked) is None
        assert access.find(contribution.reference, "") is None
        assert access.find(contribution.reference, "ї" * 32) is None
        assert access.find(contribution.reference, token, at=later) is None

    def test_a_revoked_one_opens_nothing(self):
        contribution = make_contribution()
        token = access.issue(contribution)

        contribution.keys.update(revoked_at=timezone.now())

        assert access.find(contribution.reference, token) is None

    def test_the_first_use_is_noted_once(self):
        key = access.find(
            (contribution := make_contribution()).reference, access.issue(contribution)
        )
        first = timezone.now()

        access.use(key, at=first)
        access.use(key, at=first + timedelta(days=1))

        key.refresh_from_db()
        assert key.used_at == first

    def test_the_address_carries_the_token(self, settings):
        contribution = make_contribution()

        address = access.link(contribution, "abc")

        assert address == (
            f"{settings.SITE_URL}/contributions/{contribution.reference}/?key=abc"
        )


def file_of(contribution) -> str:
    """Store real bytes for the first file and give its addresses."""
    attachment = contribution.attachments.select_related("master").first()
    storage = storages["default"]
    for rendition in attachment.master.renditions:
        if not storage.exists(rendition["path"]):
            storage.save(rendition["path"], ContentFile(b"RIFF....WEBP"))
    key = masters.key_of(attachment.master.sha256)
    if not storage.exists(key):
        storage.save(key, ContentFile(jpeg()))
    return f"/contributions/{contribution.reference}/files/{attachment.pk}/"


class TestFile:
    """The two addresses of a private file, against everybody who may knock."""

    @pytest.mark.parametrize("name", ["320.webp", "original"])
    @pytest.mark.parametrize("status", Status)
    def test_who_may_see_it(self, cast, status, name):
        contribution = make_contribution(status=status, contributor=cast["resident"])
        address = file_of(contribution) + name
        seen = {}
        for person in (None, *cast):
            client = Client()
            if person:
                client.force_login(cast[person])
            seen[person] = client.get(address).status_code

        staff = 404 if status in {Status.DRAFT, Status.WITHDRAWN} else 200
        assert seen == {
            None: 404,
            "resident": 200,
            "neighbour": 404,
            "moderator": staff,
            "colleague": staff,
            "curator": staff,
            "editor": staff,
            "administrator": staff,
        }

    def test_is_kept_by_no_cache_and_runs_nowhere(self, resident):
        contribution = make_contribution(contributor=resident)
        client = Client()
        client.force_login(resident)

        size = client.get(file_of(contribution) + "320.webp")
        original = client.get(file_of(contribution) + "original")

        for response in (size, original):
            assert response["Cache-Control"] == "private, no-store"
            assert response["X-Content-Type-Options"] == "nosniff"
            assert response["Content-Security-Policy"].startswith("default-src 'none'")
        assert original["Content-Disposition"].startswith("attachment; filename=")

    @pytest.mark.parametrize(
        "name",
        ["9999.webp", "..", "%2e%2e%2foriginal", "320.webp%00", "Original", "masters"],
    )
    def test_only_the_ladder_has_addresses(self, resident, name):
        contribution = make_contribution(contributor=resident)
        client = Client()
        client.force_login(resident)

        assert client.get(file_of(contribution) + name).status_code == 404

    def test_a_file_opens_only_under_its_own_contribution(self, resident):
        mine = make_contribution(contributor=resident)
        other = make_contribution(contributor=resident)
        client = Client()
        client.force_login(resident)
        address = file_of(mine) + "320.webp"

        moved = re.sub(mine.reference, other.reference, address)

        assert client.get(address).status_code == 200
        assert client.get(moved).status_code == 404
