"""The queue: its filters, their counts, saved views, looks, pages, and whose task it is."""

import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuditEntry
from contributions import workflow
from contributions.models import Contribution, Message, Resemblance, SavedView
from contributions.states import Status
from tests.factories import make_collection, make_contribution, make_item, make_media

pytestmark = pytest.mark.django_db
QUEUE = "/moderation/"


def shown(page) -> list[str]:
    return [card["reference"] for card in page.context["cards"]]


def facet(page, name: str) -> dict[str, int]:
    facets = [*page.context["facets"], *page.context["more_facets"]]
    found = next(one for one in facets if one.name == name)
    return {choice.value: choice.count for choice in found.choices}


class TestFilters:
    @pytest.fixture
    def gifts(self, moderator, colleague):
        """One that fits each filter, and a plain one."""
        now = timezone.now()
        room = make_collection(slug="trams")
        found = {
            "plain": make_contribution(files=0, submitted_at=now - timedelta(days=3)),
            "memory": make_contribution(kind="memory", files=0),
            "russian": make_contribution(language="ru", files=0),
            "old": make_contribution(
                files=0,
                submitted_at=now - timedelta(days=20),
                promise_at=now - timedelta(days=10),
            ),
            "wished": make_contribution(files=0, collection=room),
            "alike": make_contribution(files=1),
            "answered": make_contribution(files=0),
            "mine": make_contribution(files=0, assigned_to=moderator),
            "hers": make_contribution(files=0, assigned_to=colleague),
            "known": make_contribution(files=0, email="known@people.test"),
            "refused": make_contribution(files=0, email="refused@people.test"),
        }
        make_contribution(status=Status.PUBLISHED, email="known@people.test")
        make_contribution(status=Status.DECLINED, email="refused@people.test")
        Message.objects.create(
            contribution=found["answered"], is_from_library=False, body="It was 1962.",
            created_at=now,
        )  # fmt: skip
        Resemblance.objects.create(
            attachment=found["alike"].attachments.get(),
            media=make_media(make_item()),
            distance=3,
        )
        return found

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("kind=memory", "memory"),
            ("language=ru", "russian"),
            ("age=older", "old"),
            ("age=late", "old"),
            ("collection=trams", "wished"),
            ("duplicate=yes", "alike"),
            ("answered=yes", "answered"),
            ("assigned=me", "mine"),
            ("record=known", "known"),
            ("record=refused", "refused"),
        ],
    )
    def test_keeps_what_fits_and_counts_it(self, desk, gifts, query, expected):
        name, value = query.split("=")

        page = desk.get(f"{QUEUE}?{query}")

        assert shown(page) == [gifts[expected].reference]
        assert page.context["total"] == 1
        assert facet(page, name)[value] == 1

    @pytest.mark.parametrize(
        ("query", "left_out"),
        [
            ("duplicate=no", "alike"),
            ("answered=no", "answered"),
            ("record=new", "known"),
            ("collection=none", "wished"),
        ],
    )
    def test_keeps_the_others(self, desk, gifts, query, left_out):
        found = shown(desk.get(f"{QUEUE}?{query}"))

        assert gifts[left_out].reference not in found
        assert len(found) == len(gifts) - 1

    def test_counts_choices_within_the_other_filters(self, desk, gifts, colleague):
        page = desk.get(f"{QUEUE}?language=uk&assigned={colleague.pk}")

        assert shown(page) == [gifts["hers"].reference]
        assert facet(page, "assigned")["me"] == 1
        assert facet(page, "language")["uk"] == 1
        assert facet(page, "kind")["memory"] == 0

    @pytest.mark.parametrize(
        ("query", "words"),
        [
            ("kind=nope", "“Kind” cannot be “nope”."),
            ("assigned=999999", "“Given to” cannot be “999999”."),
            ("assigned=%C2%B2", "cannot be"),
            ("collection=%00", "cannot be"),
            ("age=late&age=day", "stands in the address twice"),
            ("colour=red", "The queue has no filter “colour”."),
            ("view=nonsense", "The queue has no such pile."),
            ("after=tomorrow", "This place in the list is not known."),
            ("after=2026-01-01T00:00:00Z~-1", "This place in the list is not known."),
        ],
    )
    def test_says_what_it_does_not_know(self, desk, query, words):
        page = desk.get(f"{QUEUE}?{query}")

        assert page.status_code == 400
        assert words in page.content.decode().replace("&quot;", '"')
        assert 'href="/moderation/"' in page.content.decode()

    def test_passes_over_what_links_carry(self, desk):
        assert desk.get(f"{QUEUE}?utm_source=mail&kind=").status_code == 200


class TestPages:
    def test_a_page_goes_on_where_the_last_one_ended_although_some_were_decided(
        self, desk, moderator
    ):
        at = timezone.now() + timedelta(days=3)
        gifts = [make_contribution(files=0, promise_at=at) for _number in range(45)]
        first = desk.get(QUEUE)
        workflow.mark_spam(gifts[0], by=moderator)

        second = desk.get(QUEUE + first.context["next_url"])

        assert shown(first) == [gift.reference for gift in gifts[:40]]
        assert shown(second) == [gift.reference for gift in gifts[40:]]
        assert second.context["first_url"]

    def test_makes_the_same_queries_for_3_and_for_30_rows(self, desk, colleague):
        def queries() -> int:
            with CaptureQueriesContext(connection) as found:
                assert desk.get(QUEUE).status_code == 200
            return len(found)

        for _number in range(3):
            make_contribution(assigned_to=colleague, claimed_by=colleague,
                              claimed_until=timezone.now() + timedelta(minutes=5))  # fmt: skip
        queries()
        few = queries()
        for _number in range(27):
            make_contribution(assigned_to=colleague)

        assert queries() == few
        assert few <= 25

    def test_10000_waiting_make_no_more_queries(self, desk, colleague):
        now = timezone.now()
        Contribution.objects.bulk_create(
            Contribution(
                kind="memory", status=Status.SUBMITTED, title=f"Memory {number}",
                email=f"giver{number % 700}@people.test", email_proven_at=now,
                sent_at=now, submitted_at=now, language="uk",
                promise_at=now + timedelta(minutes=number),
            )
            for number in range(10_000)
        )  # fmt: skip
        gift = Contribution.objects.order_by("promise_at").first()

        with CaptureQueriesContext(connection) as queue:
            page = desk.get(QUEUE)
        with CaptureQueriesContext(connection) as review:
            desk.get(f"/moderation/{gift.reference}/")

        assert page.context["total"] == 10_000
        assert len(queue) <= 25
        assert len(review) <= 45

    def test_keeps_the_chosen_look(self, desk):
        make_contribution()

        assert desk.get(QUEUE).context["look"] == "list"
        assert "queue--grid" in desk.get(f"{QUEUE}?look=grid").content.decode()
        assert desk.get(QUEUE).context["look"] == "grid"


class TestSavedViews:
    def keep(self, desk, name="Trams", query="kind=memory", **more):
        data = {"name": name, "query": query} | more
        return desk.post(f"{QUEUE}views/", data, follow=True)

    def test_is_kept_and_comes_back(self, desk):
        make_contribution(kind="memory", files=0)

        page = self.keep(desk)

        assert "Kept as “Trams”." in page.content.decode()
        assert page.context["saved"][0]["is_here"]

    def test_is_seen_by_colleagues_only_when_shared(self, desk, client, colleague):
        self.keep(desk, name="Shared", share="yes")
        self.keep(desk, name="Private")

        client.force_login(colleague)
        found = client.get(QUEUE).context["saved"]

        assert [one["name"] for one in found] == ["Shared"]
        assert found[0]["owner"] == "Олена"
        pk = SavedView.objects.get(name="Shared").pk
        assert client.post(f"{QUEUE}views/{pk}/forget/").status_code == 404

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"name": "  "}, "Please give the view a name"),
            ({"name": "x" * 61}, "Please give the view a name"),
            ({"query": "kind=nope"}, "Choose a filter first"),
            ({"query": ""}, "Choose a filter first"),
        ],
    )
    def test_says_what_is_missing(self, desk, changes, words):
        assert words in self.keep(desk, **changes).content.decode()
        assert not SavedView.objects.exists()

    def test_has_each_name_once(self, desk):
        self.keep(desk)

        assert "already" in self.keep(desk).content.decode()
        assert SavedView.objects.count() == 1

    def test_is_shared_kept_and_forgotten(self, desk):
        self.keep(desk)
        view = SavedView.objects.get()

        for verb, is_shared in (("share", True), ("keep", False)):
            desk.post(f"{QUEUE}views/{view.pk}/{verb}/")
            view.refresh_from_db()
            assert view.is_shared is is_shared
        desk.post(f"{QUEUE}views/{view.pk}/forget/")
        assert not SavedView.objects.exists()


class TestAssigning:
    def test_is_given_shown_and_recorded(self, desk, moderator, colleague):
        gift = make_contribution()

        answer = desk.post(f"{QUEUE}{gift.reference}/assign/", {"to": colleague.pk})

        gift.refresh_from_db()
        assert answer.status_code == 302
        assert gift.assigned_to == colleague
        assert "given to Ганна" in desk.get(QUEUE).content.decode()
        act = AuditEntry.objects.get(action="contribution.assign")
        assert (act.actor, act.after) == (moderator, {"assigned_to": colleague.pk})

    def test_is_refused_to_who_may_not_decide_it(self, desk, colleague, resident):
        gift = make_contribution(contributor=colleague)

        for person in (colleague, resident):
            answer = desk.post(f"{QUEUE}{gift.reference}/assign/", {"to": person.pk})
            assert answer.status_code == 400

        gift.refresh_from_db()
        assert gift.assigned_to is None


class TestLive:
    def test_says_who_looks_at_what_and_what_was_decided(
        self, desk, moderator, colleague
    ):
        looked, decided, own = (make_contribution() for _number in range(3))
        draft = make_contribution(status=Status.DRAFT)
        workflow.claim(looked, by=colleague)
        workflow.mark_spam(decided, by=colleague)
        references = ",".join(g.reference for g in (looked, decided, own, draft))

        found = json.loads(desk.get(f"{QUEUE}live/?refs={references}").content)

        assert "Ганна" in found[looked.reference]["claim"]
        assert not found[decided.reference]["waiting"]
        assert "Ганна" in found[decided.reference]["label"]
        assert found[own.reference]["claim"] == ""
        assert draft.reference not in found


class TestVersions:
    """W05, W32: no decision about words that nobody read."""

    def open(self, desk, gift) -> str:
        return desk.get(f"{QUEUE}{gift.reference}/").context["seen"]

    def test_w05_a_changed_story_is_shown_in_both_versions_and_nothing_is_lost(
        self, desk
    ):
        gift = make_contribution(story="Ми жили тут.")
        seen = self.open(desk, gift)
        Contribution.objects.filter(pk=gift.pk).update(story="Ми жили тут до 1962.")
        words = {
            "how": "one", "title": "My title", "language": "uk", "seen": seen,
            "rights": "https://rightsstatements.org/vocab/UND/1.0/",
        }  # fmt: skip

        refused = desk.post(f"{QUEUE}{gift.reference}/publish/", words)

        body = refused.content.decode()
        assert refused.status_code == 409
        assert "Changed since you opened it" in body
        assert "Ми жили тут." in body
        assert "Ми жили тут до 1962." in body
        assert "My title" in body
        gift.refresh_from_db()
        assert gift.status == Status.SUBMITTED

        words["seen"] = refused.context["seen"]
        assert desk.post(f"{QUEUE}{gift.reference}/publish/", words).status_code == 302

    @pytest.mark.parametrize("action", ["ask", "decline", "mark_spam"])
    def test_w05_stops_every_decision(self, desk, action):
        gift = make_contribution()
        seen = self.open(desk, gift)
        Contribution.objects.filter(pk=gift.pk).update(title="Another title")

        answer = desk.post(
            f"{QUEUE}{gift.reference}/{action}/",
            {"seen": seen, "note": "Who is it?", "reason": "duplicate"},
        )

        gift.refresh_from_db()
        assert answer.status_code == 409
        assert gift.status == Status.SUBMITTED
        assert not gift.events.exists()

    def test_w05_a_wrong_form_keeps_the_version_it_was_about(self, desk):
        gift = make_contribution()
        seen = self.open(desk, gift)
        Contribution.objects.filter(pk=gift.pk).update(title="Another title")

        again = desk.post(f"{QUEUE}{gift.reference}/ask/", {"seen": seen, "note": ""})

        assert again.status_code == 400
        assert again.context["seen"] == seen

    @pytest.mark.parametrize("seen", ["", "0123456789abcdef", "x:y:z"])
    def test_w32_needs_the_version_or_the_claim(self, desk, moderator, seen):
        gift = make_contribution()
        form = {"seen": seen, "note": "Who is it?"}

        assert desk.post(f"{QUEUE}{gift.reference}/ask/", form).status_code == 409
        workflow.claim(gift, by=moderator)
        assert desk.post(f"{QUEUE}{gift.reference}/ask/", form).status_code == 302

    @pytest.mark.postgresql
    def test_w32_a_fast_clock_of_a_web_machine_ends_no_claim(
        self, desk, colleague, monkeypatch
    ):
        gift = make_contribution()
        workflow.claim(gift, by=colleague)
        ahead = timezone.now() + timedelta(hours=1)
        monkeypatch.setattr(timezone, "now", lambda: ahead)

        answer = desk.post(f"{QUEUE}{gift.reference}/ask/", {"note": "Who is it?"})

        assert answer.status_code == 409

    def test_who_lost_the_role_decides_nothing(self, desk, moderator):
        gift = make_contribution()
        seen = self.open(desk, gift)
        moderator.groups.set(Group.objects.filter(name="resident"))

        form = {"seen": seen, "note": "Who is it?"}
        answer = desk.post(f"{QUEUE}{gift.reference}/ask/", form)

        gift.refresh_from_db()
        assert answer.status_code == 403
        assert gift.status == Status.SUBMITTED
