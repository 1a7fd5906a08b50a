"""The desk goes through the queue as it was narrowed, and keeps what cameras wrote private."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from contributions import workflow
from contributions.states import Reason
from tests.contributions.test_moderators import act_on, page_of
from tests.factories import make_contribution, make_master

pytestmark = pytest.mark.django_db


def in_a_row(count: int, **more) -> list:
    """Contributions of which the first is the most urgent."""
    now = timezone.now()
    return [
        make_contribution(promise_at=now + timedelta(days=day), **more)
        for day in range(1, count + 1)
    ]


class TestQueueOfTheDesk:
    def test_goes_on_behind_the_one_decided_not_to_the_start(self, desk):
        first, second, third = in_a_row(3)

        answer = desk.post(act_on(second, "decline"), {"reason": Reason.DUPLICATE})

        assert answer.url == f"{page_of(third)}?done={second.reference}"
        answer = desk.post(act_on(third, "decline"), {"reason": Reason.DUPLICATE})
        assert answer.url == f"{page_of(first)}?done={third.reference}"

    def test_stays_within_what_was_chosen(self, desk):
        memory, _photo, other = (
            *in_a_row(1, kind="memory", files=0),
            make_contribution(),
            make_contribution(kind="memory", files=0),
        )

        page = desk.get(page_of(memory), {"kind": "memory"})
        answer = desk.post(
            act_on(memory, "decline") + "?kind=memory", {"reason": Reason.DUPLICATE}
        )

        assert page.context["around"].next_url == page_of(other) + "?kind=memory"
        assert [card["reference"] for card in page.context["around"].rail] == [
            memory.reference,
            other.reference,
        ]
        assert answer.url == f"{page_of(other)}?kind=memory&done={memory.reference}"

    def test_passes_over_what_a_colleague_looks_at(self, desk, colleague):
        first, taken, free = in_a_row(3)
        workflow.claim(taken, by=colleague)

        answer = desk.post(act_on(first, "decline"), {"reason": Reason.DUPLICATE})

        assert answer.url.startswith(page_of(free))

    def test_undo_leads_back_with_the_same_queue(self, desk):
        gift = make_contribution()
        desk.post(act_on(gift, "decline"), {"reason": Reason.DUPLICATE})

        answer = desk.post(act_on(gift, "undo") + "?language=uk")

        assert answer.url == page_of(gift) + "?language=uk"

    def test_makes_as_many_queries_with_thirty_around_as_with_three(self, desk):
        gift = in_a_row(1)[0]
        in_a_row(3)
        desk.get(page_of(gift))
        with CaptureQueriesContext(connection) as few:
            desk.get(page_of(gift))
        in_a_row(30)
        with CaptureQueriesContext(connection) as many:
            desk.get(page_of(gift))

        assert len(many) == len(few)


class TestCameraData:
    """P55: the place a camera wrote is for curators, and reading it is recorded."""

    @pytest.fixture
    def gift(self):
        master = make_master(
            exif={
                "Make": "SECRET-CAMERA",
                "_gps": [48.123456, 37.654321],
                "_taken_at": "2019-05-04T10:11:12",
            }
        )
        gift = make_contribution()
        gift.attachments.update(master=master)
        return gift

    def url(self, gift) -> str:
        file = gift.attachments.get()
        return reverse("contributions:file_camera", args=[gift.reference, file.pk])

    def test_tells_a_moderator_the_clock_and_no_place(self, desk, gift):
        page = desk.get(page_of(gift)).content.decode()

        assert "4 May 2019, 10:11" in page
        assert "the file knows where it was taken" in page
        for secret in ("48.12", "37.65", "SECRET-CAMERA", self.url(gift)):
            assert secret not in page
        assert desk.get(self.url(gift)).status_code == 403
        assert not AuditEntry.objects.filter(action="attachment.camera_data").exists()

    def test_tells_a_curator_everything_and_keeps_that_it_was_read(
        self, client, curator, gift
    ):
        client.force_login(curator)
        page = client.get(self.url(gift)).content.decode()

        assert "48.12346, 37.65432" in page and "SECRET-CAMERA" in page
        assert AuditEntry.objects.get(action="attachment.camera_data").actor == curator
