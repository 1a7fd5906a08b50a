"""“We may have this one”: asked about what all may see, and about nothing else."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contributions import intake, likenesses, workflow
from contributions.models import Attachment, Resemblance
from contributions.states import Likeness, Status
from contributions.tasks import tick
from history.models import Item
from tests import factories
from tests.factories import make_contribution, make_item, make_master, make_media

pytestmark = pytest.mark.django_db

MARK = 0x0F1E2D3C4B5A6978
SECRET = "CANARY-hidden-title"


def file_of(contribution, *, mark=MARK, master=None, **overrides) -> Attachment:
    """Give a contribution a prepared file that looks like MARK."""
    return Attachment.objects.create(
        contribution=contribution,
        master=master or make_master(fingerprint=mark),
        original_name="better.jpg",
        position=contribution.attachments.count(),
        **overrides,
    )


def published(title="Наш двір", *, mark=MARK, **overrides) -> Item:
    item = make_item(title=title, **overrides)
    make_media(item, master=make_master(fingerprint=mark))
    return item


@pytest.fixture
def draft(resident):
    return make_contribution(status=Status.DRAFT, files=0, contributor=resident)


@pytest.fixture
def at_home(client, resident):
    client.force_login(resident)
    return client


@pytest.fixture
def desk(client, moderator):
    client.force_login(moderator)
    return client


def draft_page(client, draft) -> str:
    return client.get(
        reverse("contributions:step", args=[draft.reference, "choose"])
    ).content.decode()


def desk_page(client, gift) -> str:
    return client.get(
        reverse("contributions:review", args=[gift.reference])
    ).content.decode()


class TestAsking:
    def test_the_draft_asks_beside_the_file_with_both_pictures(self, at_home, draft):
        item, file = published(), file_of(draft, mark=MARK ^ 0b111)
        page = draft_page(at_home, draft)
        assert "We may have this one." in page or "може" in page
        row = page[page.index(f'data-file="{file.pk}"') :]
        assert item.get_absolute_url() in row
        assert item.media.get().picture.src in row
        assert f"/files/{file.pk}/320.webp" in row
        asked = Resemblance.objects.get()
        assert (asked.media.item, asked.distance) == (item, 3)
        values = re.findall(rf'name="likeness-{asked.pk}" value="(\w+)"', row)
        assert values == ["better", "back", "print", "moment", "unrelated"]

    def test_a_file_that_is_prepared_later_is_asked_about_when_the_page_looks(
        self, at_home, draft
    ):
        published()
        master = make_master(state="received", renditions=[])
        file_of(draft, master=master)
        url = reverse("contributions:receive", args=[draft.reference])
        assert "likeness__" not in at_home.get(url).json()["files"]
        master.state, master.fingerprint = "ready", MARK
        master.save()
        assert "likeness__" in at_home.get(url).json()["files"]

    def test_what_nobody_came_to_look_at_is_compared_by_tick_once(self, draft):
        published()
        file = file_of(draft)
        tick()
        file.refresh_from_db()
        assert (Resemblance.objects.count(), bool(file.compared_at)) == (1, True)
        Resemblance.objects.all().delete()
        tick()
        assert Resemblance.objects.count() == 0

    def test_a_picture_eight_bits_away_is_not_asked_about(self, at_home, draft):
        published()
        file_of(draft, mark=MARK ^ 0xFF)
        assert "likeness__" not in draft_page(at_home, draft)

    def test_the_answer_is_kept_by_save_and_by_autosave_and_may_change(
        self, at_home, draft
    ):
        published()
        file_of(draft)
        draft_page(at_home, draft)
        asked = Resemblance.objects.get()
        url = reverse("contributions:step", args=[draft.reference, "choose"])
        at_home.post(url, {f"likeness-{asked.pk}": "print"})
        asked.refresh_from_db()
        assert (asked.answer, asked.answered_at is not None) == ("print", True)
        at_home.post(
            url,
            {f"likeness-{asked.pk}": "better"},
            headers={"accept": "application/json"},
        )
        asked.refresh_from_db()
        assert asked.answer == "better"
        assert [row.answer for row in asked.history.order_by("pk")] == [
            "print",
            "better",
        ]
        assert re.search(r'value="better" checked', draft_page(at_home, draft))

    @pytest.mark.parametrize("answer", ["same", "<b>", "", "x" * 500])
    def test_an_answer_that_was_not_offered_is_passed_over(
        self, at_home, draft, answer
    ):
        published()
        file_of(draft)
        draft_page(at_home, draft)
        asked = Resemblance.objects.get()
        url = reverse("contributions:step", args=[draft.reference, "choose"])
        assert at_home.post(url, {f"likeness-{asked.pk}": answer}).status_code == 302
        asked.refresh_from_db()
        assert asked.answer == ""

    def test_nobody_answers_for_another(self, at_home, draft, neighbour):
        published()
        theirs = make_contribution(status=Status.DRAFT, files=0, contributor=neighbour)
        file_of(theirs)
        likenesses.catch_up()
        asked = Resemblance.objects.get()
        url = reverse("contributions:step", args=[draft.reference, "choose"])
        at_home.post(url, {f"likeness-{asked.pk}": "better"})
        asked.refresh_from_db()
        assert asked.answer == ""

    def test_the_submission_page_asks_until_it_is_decided(self, at_home, resident):
        gift = make_contribution(files=0, contributor=resident)
        published()
        file_of(gift)
        page = reverse("contributions:detail", args=[gift.reference])
        assert b"likeness__" in at_home.get(page).content
        asked = Resemblance.objects.get()
        act = reverse("contributions:resident_act", args=[gift.reference, "likeness"])
        answer = {f"likeness-{asked.pk}": "back"}
        assert at_home.post(act, answer).status_code == 302
        asked.refresh_from_db()
        assert asked.answer == "back"
        Attachment.objects.filter(contribution=gift).update(item=make_item())
        gift.status = Status.WITHDRAWN
        gift.save()
        assert b"likeness__" not in at_home.get(page).content
        assert (
            at_home.post(act, answer | {f"likeness-{asked.pk}": "print"}).status_code
            == 409
        )
        asked.refresh_from_db()
        assert asked.answer == "back"

    def test_many_files_make_as_many_queries_as_few(self, at_home, resident):
        def queries(count: int) -> int:
            gift = make_contribution(status=Status.DRAFT, files=0, contributor=resident)
            for _number in range(count):
                file_of(gift)
            draft_page(at_home, gift)
            with CaptureQueriesContext(connection) as found:
                draft_page(at_home, gift)
            return len(found)

        for _number in range(3):
            published()
        queries(1)
        assert queries(8) == queries(2)


class TestSentBefore:
    def test_u34_the_same_file_again_is_said_at_once(self, at_home, resident, draft):
        data = factories.jpeg()
        earlier = make_contribution(files=0, contributor=resident, title="Весілля")
        first = file_of(
            earlier,
            master=intake.receive(
                make_contribution(status=Status.DRAFT, files=0),
                factories.upload(data=data),
            ).master,
        )
        answer = at_home.post(
            reverse("contributions:receive", args=[draft.reference]),
            {"file": factories.upload("again.jpg", data)},
        )
        row = answer.json()["html"]
        assert answer.status_code == 201
        assert "Весілля" in row and earlier.get_absolute_url() in row
        assert str(first.created_at.year) in row
        assert "strip__before" in row and "/remove/" in row
        assert draft.attachments.get().master == first.master

    def test_u34_the_same_file_as_a_published_one_is_said_at_once(self, at_home, draft):
        data = factories.jpeg()
        item = make_item(title="Прохідна заводу")
        master = intake.receive(
            make_contribution(status=Status.DRAFT, files=0), factories.upload(data=data)
        ).master
        master.state, master.width_px, master.height_px = "ready", 320, 240
        master.save()
        make_media(item, master=master)
        answer = at_home.post(
            reverse("contributions:receive", args=[draft.reference]),
            {"file": factories.upload("again.jpg", data)},
        )
        row = answer.json()["html"]
        assert item.get_absolute_url() in row and "Прохідна заводу" in row
        assert "radio" not in row  # no question: it is the very same file

    @pytest.mark.parametrize("who", ["neighbour", "nobody", "typed address"])
    def test_u34_what_another_person_sent_is_never_told(
        self, who, at_home, resident, neighbour, draft
    ):
        owner = {"contributor": neighbour} if who == "neighbour" else {}
        theirs = make_contribution(
            files=0, title=SECRET, email="n@people.test", **owner
        )
        master = make_master(fingerprint=MARK)
        file_of(theirs, master=master)
        file_of(draft, master=master)
        if who == "typed address":  # typed, not proven
            draft.email = "n@people.test"
            draft.save()
        page = draft_page(at_home, draft)
        assert SECRET not in page
        assert theirs.reference not in page
        assert "strip__before" not in page and "likeness__" not in page

    @pytest.mark.parametrize("state", ["hidden", "removed"])
    def test_u34_what_is_hidden_is_never_told(self, state, at_home, draft):
        item = published(SECRET, status=state)
        file_of(draft, master=item.media.get().master)
        file_of(draft, mark=MARK ^ 1)
        page = draft_page(at_home, draft)
        assert Resemblance.objects.count() == 2
        assert SECRET not in page and "likeness__" not in page
        assert f"{item.pk:06d}" not in page

    def test_what_is_hidden_later_is_asked_about_no_more(self, at_home, draft):
        item = published(SECRET)
        file_of(draft)
        assert SECRET in draft_page(at_home, draft)
        Item.objects.filter(pk=item.pk).update(status="hidden")
        assert SECRET not in draft_page(at_home, draft)


class TestDesk:
    def test_shows_the_picture_and_what_the_giver_says(self, desk):
        item, gift = published(), make_contribution(files=0)
        file_of(gift)
        likenesses.catch_up()
        asked = Resemblance.objects.get()
        likenesses.take_answers(gift, {f"likeness-{asked.pk}": "better"})
        page = desk_page(desk, gift)
        assert f"{item.reference} {item.title}" in page
        assert item.media.get().picture.src in page
        assert page.count(f'id="likeness-{asked.pk}"') == 1
        assert "likeness__said" in page

    @pytest.mark.parametrize("state", ["hidden", "removed"])
    def test_shows_hidden_items_to_the_staff(self, desk, state):
        item, gift = published(SECRET, status=state), make_contribution(files=0)
        file_of(gift)
        assert item.title in desk_page(desk, gift)

    def test_shows_what_others_sent_from_either_side(self, desk):
        first, second = make_contribution(files=0), make_contribution(files=0)
        file_of(first), file_of(second, mark=MARK ^ 1)
        assert second.title in desk_page(desk, first)
        assert first.title in desk_page(desk, second)
        assert Resemblance.objects.count() == 1

    @pytest.mark.parametrize("status", [Status.DRAFT, Status.WITHDRAWN])
    def test_shows_no_draft_of_others(self, desk, status):
        gift = make_contribution(files=0)
        secret = make_contribution(status=status, files=0, title=SECRET)
        file_of(gift), file_of(secret)
        likenesses.catch_up()
        # Withdrawn things are never compared at all.
        Resemblance.objects.get_or_create(
            attachment=secret.attachments.get(),
            other=gift.attachments.get(),
            distance=0,
        )
        page = desk_page(desk, gift)
        assert SECRET not in page and secret.reference not in page

    def test_the_finding_is_kept_with_who_and_when_and_every_earlier_one(
        self, desk, moderator, colleague, client
    ):
        published()
        gift = make_contribution(files=0)
        file_of(gift)
        desk_page(desk, gift)
        row = Resemblance.objects.get()
        url = reverse("contributions:act", args=[gift.reference, "likeness"])
        for user, verdict in [(moderator, "print"), (colleague, "better")]:
            client.force_login(user)
            answer = client.post(url, {"resemblance": row.pk, "verdict": verdict})
            assert answer.status_code == 302
        row.refresh_from_db()
        assert (row.verdict, row.verdict_by) == (Likeness.BETTER, colleague)
        assert [
            (one.verdict, one.history_user) for one in row.history.order_by("pk")
        ] == [("print", moderator), ("better", colleague)]

    @pytest.mark.parametrize(
        ("data", "status"),
        [
            ({"verdict": "perhaps"}, 400),
            ({"verdict": ""}, 400),
            ({"verdict": "same", "resemblance": "999999"}, 404),
            ({"verdict": "same", "resemblance": "٣"}, 404),
            ({"verdict": "same", "resemblance": "9" * 40}, 404),
        ],
    )
    def test_bad_findings_change_nothing(self, desk, data, status):
        published()
        gift = make_contribution(files=0)
        file_of(gift)
        desk_page(desk, gift)
        row = Resemblance.objects.get()
        url = reverse("contributions:act", args=[gift.reference, "likeness"])
        assert desk.post(url, {"resemblance": row.pk} | data).status_code == status
        row.refresh_from_db()
        assert row.verdict == ""

    def test_a_likeness_of_another_contribution_is_not_judged_from_here(self, desk):
        published()
        gift, elsewhere = make_contribution(files=0), make_contribution(files=0)
        file_of(elsewhere)
        likenesses.catch_up()
        url = reverse("contributions:act", args=[gift.reference, "likeness"])
        row = Resemblance.objects.get()
        data = {"resemblance": row.pk, "verdict": "same"}
        assert desk.post(url, data).status_code == 404

    def test_nobody_judges_their_own_from_either_side(self, desk, moderator):
        own = make_contribution(files=0, contributor=moderator)
        theirs = make_contribution(files=0)
        file_of(own), file_of(theirs)
        likenesses.catch_up()
        row = Resemblance.objects.get()
        for gift in (own, theirs):
            url = reverse("contributions:act", args=[gift.reference, "likeness"])
            data = {"resemblance": row.pk, "verdict": "same"}
            assert desk.post(url, data).status_code == 403
        row.refresh_from_db()
        assert row.verdict == ""


def test_a_file_is_not_like_what_was_made_of_it(moderator):
    gift = make_contribution(files=0)
    file_of(gift)
    likenesses.catch_up()
    workflow.publish(gift, by=moderator, description=words())
    likenesses.catch_up()
    assert Resemblance.objects.count() == 0


def words():
    from history.publishing import Description

    return Description(kind="photo", title="Двір", language="uk")
