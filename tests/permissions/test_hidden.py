"""Hidden is hidden: no list, count, filter or form tells that something is there.

Pages of hidden things are compared word for word in test_table; here stands what leads
around them: lists before and after, and questions that name what may not be named.
"""

import pytest
from django.urls import reverse
from django.utils import timezone

from contributions import access
from contributions.models import Attachment
from history import publishing
from tests import factories
from tests.permissions import asking
from tests.permissions.stage import UNKNOWN_REFERENCE, UNKNOWN_SLUG

LISTS = (
    "/", "/items/", "/items/?sort=oldest", "/items/?kind=photo", "/items/?q=Шахта",
    "/items/?place=street", "/collections/", "/collections/shown/", "/places/street/",
    "/stories/", "/stories/story-published/", "/stories/story-published/sheet/",
    "/collections/shown/sheet/",
    "/subjects/tram/", "/people/dead/", "/feed/", "/news/", "/news/feed/",
    "/events/", "/events/calendar.ics",
    "/sitemap.xml", "/sitemap.xml?part=rooms", "/sitemap.xml?part=posts",
    "/sitemap.xml?part=items-0", "/api/v1/items/", "/api/v1/collections/",
    "/api/v1/collections/shown/", "/api/v1/places/", "/api/v1/people/",
    "/api/v1/subjects/", "/api/v1/posts/", "/api/v1/events/",
)  # fmt: skip


def _ask(stage, path: str, actor: str = "A"):
    answer = stage.browser(actor).get(path)
    return asking.plain(answer, path, {})


@pytest.mark.parametrize("path", LISTS)
def test_a_list_is_the_same_with_and_without_what_is_hidden(stage, path):
    """A20: counts, facets, neighbours, validators and feeds have no trace."""
    before = _ask(stage, path)
    room = stage.collections["published"]
    around = {
        "place": factories.Place.objects.get(slug="street"),
        "subjects": [factories.Subject.objects.get(slug="tram")],
        "people": [factories.Person.objects.get(slug="dead")],
        "title": "Шахта",
    }

    for extra in ({}, {"is_archive_only": True}):
        item = factories.make_item(status="hidden", **extra, **around)
        factories.curation.attach(item, to=room, by=None)
        factories.make_block(stage.stories["published"], item=item)
    factories.make_story(published_at=None)
    factories.make_post(published_at=None)
    factories.make_post(published_at=timezone.now() + timezone.timedelta(days=1))
    factories.make_event(published_at=None)
    factories.make_event(published_at=timezone.now() + timezone.timedelta(days=1))
    factories.make_person("Ще Жива")
    factories.make_collection(parent=room, published_at=None)

    assert _ask(stage, path) == before


@pytest.mark.parametrize("path", LISTS)
def test_a_list_forgets_what_was_public_for_a_while(stage, path):
    """The validator may change: this was public, and readers fetch the list again."""
    status, body, _headers = _ask(stage, path)
    room = stage.collections["published"]
    around = {"place": factories.Place.objects.get(slug="street"), "title": "Шахта"}

    for close in (
        lambda item: publishing.hide(item, by=stage.people["D"]),
        lambda item: publishing.take_down(item, by=stage.people["D"], reason="wish"),
    ):
        item = factories.make_item(with_picture=True, **around)
        factories.curation.attach(item, to=room, by=None)
        factories.make_block(stage.stories["published"], item=item)
        close(item)

    assert _ask(stage, path)[:2] == (status, body)


class TestQuestions:
    """A question about what is hidden is answered as one about nothing at all."""

    @pytest.mark.parametrize("actor", ["A", "Rx", "Lx"])
    @pytest.mark.parametrize(
        ("path", "name", "hidden"),
        [
            ("/items/", "collection", "unseen"),
            ("/items/", "person", "living"),
            ("/api/v1/items/", "collection", "unseen"),
            ("/api/v1/items/", "person", "living"),
            ("/contribute/", "collection", "unseen"),
        ],
    )
    def test_in_the_address(self, stage, path, name, hidden, actor):
        answers = []
        for slug in (hidden, UNKNOWN_SLUG):
            here = f"{path}?{name}={slug}"
            answer = stage.browser(actor).get(here)
            answers.append(asking.plain(answer, here, {slug: "THING"}))

        assert answers[0] == answers[1]

    @pytest.mark.parametrize("state", ["hidden", "archive", "removed"])
    def test_to_tell_something_about_it(self, stage, state):
        answers = []
        for item in (stage.items[state], stage.items["unknown"]):
            here = f"/contribute/?item={item.reference}"
            answer = stage.browser("A").get(here)
            answers.append(asking.plain(answer, here, {item.reference: "THING"}))

        assert answers[0] == answers[1]

    def test_a_search_for_the_words_of_it(self, stage):
        answers = []
        for word in ("Сховане", "Небувале"):
            here = f"/api/v1/items/?q={word}"
            answers.append(stage.browser("A").get(here).json())

        assert answers[0]["count"] == answers[1]["count"] == 0


class TestPrivateLinks:
    """W12: a key opens its own contribution and nothing else, and says nothing."""

    def test_a_key_of_another_contribution_is_like_a_wrong_one(self, stage):
        mine = stage.gift("submitted", "A")
        token = access.issue(stage.gifts["own-submitted", "Rx"])
        answers = []
        for reference, key in (
            (mine.reference, token),
            (mine.reference, "x" * len(token)),
            (UNKNOWN_REFERENCE, token),
        ):
            path = reverse("contributions:detail", args=[reference])
            answer = stage.browser("A").get(path, {"key": key})
            named = {reference: "THING", key: "KEY"}
            answers.append(asking.plain(answer, path, named))

        assert answers[0] == answers[1] == answers[2]
        assert answers[0][0] == 404

    @pytest.mark.parametrize("change", ["revoked_at", "expires_at"])
    def test_a_dead_key_opens_nothing(self, stage, change):
        gift = stage.gift("submitted", "A")
        token = access.issue(gift)
        gift.keys.update(**{change: timezone.now()})
        browser = stage.browser("A")

        opened = browser.post(gift.get_absolute_url(), {"key": token})

        assert opened.status_code == 404
        assert browser.get(gift.get_absolute_url()).status_code == 404

    @pytest.mark.parametrize("actor", ["Lo", "Ro", "Lx", "Rx", "A"])
    def test_a_file_of_another_contribution_is_not_there(self, stage, actor):
        """W01: the address of one's own with the number of somebody else's file."""
        mine, other = stage.gift("submitted", "A"), stage.gifts["own-submitted", "Rx"]
        file = Attachment.objects.get(contribution=other)
        path = reverse("contributions:file", args=[mine.reference, file.pk, "original"])

        assert stage.browser(actor).get(path).status_code == 404
