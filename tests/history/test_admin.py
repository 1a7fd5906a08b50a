"""The workroom: a correction needs a reason, a status changes by verbs only."""

import pytest

from history.models import CollectionEntry, Item
from history.search import search
from tests.factories import make_collection, make_item, make_person, make_place

pytestmark = pytest.mark.django_db


def corrected(item: Item, **changes) -> dict:
    media = item.media.all()
    data = {
        "title": item.title, "description": item.description, "story": item.story,
        "language": item.language, "date_said": "", "date_edtf": "",
        "date_earliest": "", "date_latest": "", "date_reason": "", "place": "",
        "place_said": "", "latitude": "", "longitude": "", "accuracy": "",
        "bearing": "", "about": "", "creator": "", "credit_line": "",
        "provenance": "", "rights": item.rights, "reason": "a reader knew it",
        "media-TOTAL_FORMS": len(media), "media-INITIAL_FORMS": len(media),
    }  # fmt: skip
    for number, one in enumerate(media):
        data |= {
            f"media-{number}-id": one.pk, f"media-{number}-item": item.pk,
            f"media-{number}-position": one.position, f"media-{number}-role": one.role,
            f"media-{number}-caption": one.caption, f"media-{number}-alt": one.alt,
        }  # fmt: skip
    return data | changes


def page_of(item: Item) -> str:
    return f"/admin/history/item/{item.pk}/change/"


class TestItem:
    def test_correction_is_kept_with_its_reason_and_found(self, client, curator):
        item = make_item(title="Old words", with_picture=True)
        client.force_login(curator)

        answer = client.post(page_of(item), corrected(item, title="New tramway"))

        assert answer.status_code == 302
        item.refresh_from_db()
        assert item.title == "New tramway"
        newest = item.history.first()
        assert newest.history_change_reason == "a reader knew it"
        assert newest.history_user == curator
        assert search(q="tramway").ids == [item.pk]
        assert search(q="words").ids == []

    def test_people_are_part_of_the_correction(self, client, curator):
        item = make_item()
        person = make_person("Яків Горн", is_living=False)
        client.force_login(curator)

        client.post(page_of(item), corrected(item, people=[person.pk]))

        assert list(item.people.all()) == [person]
        assert search(q="Горн").ids == [item.pk]

    def test_without_a_reason_nothing_changes(self, client, curator):
        item = make_item(title="Old words")
        client.force_login(curator)

        answer = client.post(page_of(item), corrected(item, title="New", reason=""))

        assert answer.status_code == 200
        item.refresh_from_db()
        assert item.title == "Old words"

    def test_status_cannot_be_typed(self, client, curator):
        item = make_item()
        client.force_login(curator)

        client.post(page_of(item), corrected(item, status="removed", title="Other"))

        item.refresh_from_db()
        assert item.status == Item.Status.PUBLISHED

    def test_nobody_adds_or_deletes_here(self, client, administrator):
        item = make_item()
        client.force_login(administrator)

        assert client.get("/admin/history/item/add/").status_code == 403
        assert client.get(f"/admin/history/item/{item.pk}/delete/").status_code == 403

    def act(self, client, action: str, item: Item, reason: str = ""):
        return client.post(
            "/admin/history/item/",
            {"action": action, "_selected_action": [item.pk], "reason": reason},
        )

    def test_taking_down_needs_a_reason(self, client, curator):
        item = make_item(title="Tramway")
        client.force_login(curator)

        self.act(client, "take_down", item)
        item.refresh_from_db()
        assert item.status == Item.Status.PUBLISHED

        self.act(client, "take_down", item, "the family asks")
        item.refresh_from_db()
        assert (item.status, item.removed_reason) == ("removed", "the family asks")
        assert search(q="tramway").ids == []

    def test_hidden_comes_back(self, client, curator):
        item = make_item()
        client.force_login(curator)

        self.act(client, "hide", item)
        item.refresh_from_db()
        assert item.status == Item.Status.HIDDEN
        self.act(client, "restore", item)
        item.refresh_from_db()
        assert item.status == Item.Status.PUBLISHED

    def test_archive_only_is_never_restored_to_the_public(self, client, curator):
        item = make_item(status=Item.Status.HIDDEN, is_archive_only=True)
        client.force_login(curator)

        self.act(client, "restore", item)

        item.refresh_from_db()
        assert item.status == Item.Status.HIDDEN

    def test_moderator_takes_down_but_does_not_rewrite(self, client, moderator):
        item = make_item(title="Old words")
        client.force_login(moderator)

        assert client.post(page_of(item), corrected(item)).status_code == 403
        self.act(client, "restore", item)
        self.act(client, "take_down", item, "the family asks")

        item.refresh_from_db()
        assert item.status == Item.Status.REMOVED


def test_entries_name_who_added_them_and_are_found(client, curator):
    room, item = make_collection(title_en="Streets"), make_item()
    client.force_login(curator)

    answer = client.post(
        f"/admin/history/collection/{room.pk}/change/",
        {
            "title_uk": "Вулиці", "title_ru": "", "title_en": "", "summary_uk": "",
            "summary_ru": "", "summary_en": "", "introduction_uk": "",
            "introduction_ru": "", "introduction_en": "", "slug": room.slug,
            "parent": "", "position": 0, "cover": "",
            "published_at_0": "2020-01-01", "published_at_1": "10:00:00",
            "entries-TOTAL_FORMS": 1, "entries-INITIAL_FORMS": 0,
            "entries-0-item": item.pk, "entries-0-position": 0,
            "entries-0-note_uk": "", "entries-0-note_ru": "", "entries-0-note_en": "",
        },
    )  # fmt: skip

    assert answer.status_code == 302, answer.context["errors"]
    entry = CollectionEntry.objects.get()
    assert (entry.item, entry.added_by) == (item, curator)
    assert search(filters={"collection": room.pk}).ids == [item.pk]


def test_a_renamed_place_is_found_by_its_new_name(client, curator):
    place = make_place("Комунарів")
    item = make_item(place=place)
    client.force_login(curator)

    answer = client.post(
        f"/admin/history/place/{place.pk}/change/",
        {
            "name_uk": "Млинова", "name_ru": "", "name_en": "", "kind": "street",
            "slug": place.slug, "parent": "", "latitude": "", "longitude": "",
            "note_uk": "", "note_ru": "", "note_en": "",
            "names-TOTAL_FORMS": 0, "names-INITIAL_FORMS": 0,
        },
    )  # fmt: skip

    assert answer.status_code == 302
    assert search(q="Млинова").ids == [item.pk]


@pytest.mark.parametrize("page", ["item", "collection", "place", "person", "subject"])
def test_lists_and_forms_open(client, curator, page):
    make_collection(items=[make_item(people=[make_person()], place=make_place())])
    client.force_login(curator)

    assert client.get(f"/admin/history/{page}/").status_code == 200


def test_pages_of_one_thing_open(client, curator):
    item = make_item(with_picture=True)
    room = make_collection(items=[item])
    media = item.media.get()
    client.force_login(curator)

    for path in (
        f"item/{item.pk}/change/", f"item/{item.pk}/history/",
        f"collection/{room.pk}/change/", f"media/{media.pk}/change/",
    ):  # fmt: skip
        answer = client.get(f"/admin/history/{path}")
        assert answer.status_code == 200
        assert b"googleapis" not in answer.content
