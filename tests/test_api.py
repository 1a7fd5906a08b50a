"""The public API: one filter with the pages, one error shape, one's own only."""

import pytest
from django.core import mail

from contributions import consent
from contributions.models import Contribution
from contributions.states import Status
from history.models import Item
from tests import factories

pytestmark = pytest.mark.django_db
FIELDS = {
    "ref", "kind", "title", "description", "story", "language", "date", "place", "point",
    "accuracy", "bearing", "people", "subjects", "creator", "credit", "rights", "collections",
    "sensitive", "media", "published_at", "url",
}  # fmt: skip


class TestItems:
    def test_list_gives_published_items_with_the_contract_fields(self, client):
        item = factories.make_item(title="Трамвай на Заводській", with_picture=True)
        factories.make_item(title="Схований трамвай", status=Item.Status.HIDDEN)

        answer = client.get("/api/v1/items/?q=трамваї").json()

        assert answer["count"] == 1
        assert [found["ref"] for found in answer["results"]] == [item.reference]
        found = answer["results"][0]
        assert set(found) == FIELDS
        assert set(found["date"]) == {
            "said", "edtf", "earliest", "latest", "sure",
        }  # fmt: skip
        assert set(found["media"][0]) == {
            "position", "width", "height", "role", "back_of", "alt", "caption",
            "renditions", "iiif", "duration", "file",
        }  # fmt: skip
        assert found["media"][0]["renditions"][0]["url"].startswith("http://")

    def test_living_people_are_initials(self, client):
        person = factories.make_person("Олена Таємна")
        factories.make_item(people=[person])

        answer = client.get("/api/v1/items/")

        assert answer.json()["results"][0]["people"] == ["О. Т."]
        assert "Таємна" not in answer.content.decode()
        assert client.get("/api/v1/people/").json()["results"] == []

    def test_hidden_and_unknown_answer_alike(self, client):
        hidden = factories.make_item(status=Item.Status.HIDDEN)

        known = client.get(f"/api/v1/items/{hidden.reference}/")
        unknown = client.get("/api/v1/items/ST-999999/")

        assert known.status_code == unknown.status_code == 404
        assert known.content == unknown.content

    @pytest.mark.parametrize(
        "query",
        ["colour=red", "sort=owner__email", "period=2024-13", "page=-1", "page=٣",
         "place=nowhere", "size=1000000", "kind=photo&kind=memory", "after=x"],
    )  # fmt: skip
    def test_bad_parameters_are_named(self, client, query):
        answer = client.get(f"/api/v1/items/?{query}")

        assert answer.status_code == 400
        body = answer.json()
        assert body["type"] == "validation_error"
        assert body["errors"][0]["attr"] == query.split("=")[0]

    @pytest.mark.parametrize("verb", ["post", "put", "patch", "delete"])
    def test_nothing_can_be_written(self, client, verb):
        item = factories.make_item()

        for address in ("/api/v1/items/", f"/api/v1/items/{item.reference}/"):
            assert getattr(client, verb)(address).status_code == 405

    def test_same_queries_for_three_and_for_thirty(
        self, client, django_assert_max_num_queries
    ):
        for _n in range(3):
            factories.make_item(with_picture=True)
        with django_assert_max_num_queries(30) as few:
            client.get("/api/v1/items/?size=50")
        for _n in range(27):
            factories.make_item(with_picture=True)

        with django_assert_max_num_queries(len(few)):
            answer = client.get("/api/v1/items/?size=50")

        assert len(answer.json()["results"]) == 30


class TestOthers:
    def test_collections_count_what_can_be_seen(self, client):
        shown, hidden = factories.make_item(), factories.make_item(status="hidden")
        factories.make_collection("Вулиці", items=[shown, hidden], slug="streets")
        factories.make_collection("Чернетка", slug="draft", published_at=None)

        answer = client.get("/api/v1/collections/").json()

        assert [(c["slug"], c["item_count"]) for c in answer["results"]] == [
            ("streets", 1)
        ]
        assert client.get("/api/v1/collections/draft/").status_code == 404

    def test_posts_are_published_ones(self, client):
        factories.make_post(slug="shown")
        factories.make_post(slug="draft", published_at=None)

        answer = client.get("/api/v1/posts/").json()

        assert [post["slug"] for post in answer["results"]] == ["shown"]

    def test_schema_and_docs_need_nothing_from_outside(self, client):
        assert client.get("/api/v1/schema/").status_code == 200
        page = client.get("/api/v1/docs/").content.decode()
        assert "https://" not in page.replace("https://www.w3.org", "")


class TestContributions:
    DRAFT = {"kind": "memory", "title": "Наш двір", "name": "Галина", "language": "uk"}

    def create(self, client, **changes):
        return client.post(
            "/api/v1/contributions/",
            self.DRAFT | changes,
            content_type="application/json",
        )

    def test_is_created_and_read_by_its_owner_only(self, client, django_user_model):
        answer = self.create(client, date_said="початок 60-х")

        assert answer.status_code == 201
        body = answer.json()
        assert body["status"] == "draft"
        assert body["date"]["earliest"] == "1960-01-01"
        address = f"/api/v1/contributions/{body['ref']}/"
        assert client.get(address).json()["title"] == "Наш двір"
        client.cookies.clear()
        assert client.get(address).status_code == 404
        assert client.get("/api/v1/contributions/").json() == []

    @pytest.mark.parametrize(
        "field", ["status", "item", "decided_by", "email_proven_at"]
    )
    def test_state_cannot_be_posted(self, client, field):
        answer = self.create(client, **{field: "published"})

        assert answer.status_code == 400
        assert answer.json()["errors"][0]["attr"] == field
        assert not Contribution.objects.exists()

    def test_goes_the_whole_way_into_the_mail(self, client, run_tasks):
        ref = self.create(
            client, story="Ми грали тут щовечора.", email="Hala@People.test"
        ).json()["ref"]

        answer = client.post(
            f"/api/v1/contributions/{ref}/send/",
            {"consent_version": consent.VERSION},
            content_type="application/json",
        )
        run_tasks()

        assert answer.status_code == 200
        assert answer.json()["status"] == Status.DRAFT
        assert [letter.to for letter in mail.outbox] == [["hala@people.test"]]

    def test_missing_parts_are_named(self, client):
        ref = self.create(client).json()["ref"]

        answer = client.post(
            f"/api/v1/contributions/{ref}/send/",
            {"consent_version": consent.VERSION},
            content_type="application/json",
        )

        assert answer.status_code == 400
        assert answer.json()["errors"][0]["attr"] == "story"

    def test_a_file_is_kept_once(self, client):
        ref = self.create(client, kind="photos").json()["ref"]
        data = factories.jpeg(600, 400)
        address = f"/api/v1/contributions/{ref}/files/"

        first = client.post(address, {"file": factories.upload(data=data)})
        again = client.post(address, {"file": factories.upload(data=data)})

        assert (first.status_code, again.status_code) == (201, 201)
        assert first.json()["id"] == again.json()["id"]

    def test_a_wrong_file_is_refused_with_a_sentence(self, client):
        ref = self.create(client, kind="photos").json()["ref"]

        answer = client.post(
            f"/api/v1/contributions/{ref}/files/",
            {"file": factories.upload(data=b"<html>not a picture</html>" * 20)},
        )

        assert answer.status_code == 400
        assert len(answer.json()["errors"][0]["detail"]) > 20
        assert not Contribution.objects.get().attachments.exists()
