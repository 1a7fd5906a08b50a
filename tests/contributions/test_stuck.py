"""The page of what is stuck: who finds it, what it says, what its buttons do."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.storage import storages
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from contributions import notifications
from contributions.models import Attachment, Letter
from history import masters
from history.models import Master, Media
from tests import factories

pytestmark = pytest.mark.django_db

URL = "/moderation/stuck/"


@pytest.fixture
def desk(client, administrator):
    client.force_login(administrator)
    client.cookies["django_language"] = "en"
    return client


def stuck_letter(contribution) -> Letter:
    now = timezone.now()
    return Letter.objects.create(
        contribution=contribution, kind=Letter.Kind.DECLINED, due_at=now,
        attempts=notifications.MAX_ATTEMPTS, problem="SMTPException", cancelled_at=now,
    )  # fmt: skip


def press(desk, kind: str, row):
    return desk.post(reverse("contributions:stuck_again", args=[kind, row.pk]))


def waiting() -> list[tuple[str, list]]:
    rows = DBTaskResult.objects.filter(status="READY").order_by("enqueued_at")
    return [(row.task_path.rpartition(".")[2], row.args_kwargs["args"]) for row in rows]


def test_nothing_is_stuck(desk):
    page = desk.get(URL).content.decode()
    assert "Every file has its pictures, every mail has left." in page
    assert URL not in desk.get("/moderation/").content.decode()


def test_each_thing_is_named_with_its_reason(desk):
    gift = factories.make_contribution(files=0)
    for problem, state in (
        ("missing", "ready"),
        ("changed", "ready"),
        ("too_heavy", "unreadable"),
        ("storage", "received"),
    ):
        master = factories.make_master(
            problem=problem, state=state, original_name=f"{problem}.jpg"
        )
        Attachment.objects.create(
            contribution=gift, master=master, original_name="a.jpg"
        )
    factories.make_master(state="received", attempts=3, original_name="draft.jpg")
    factories.make_master(state="unreadable", problem="not_a_picture")
    item = factories.make_item(with_picture=True, title="Bridge")
    Media.objects.filter(item=item).update(problem="missing", attempts=3)
    letter = stuck_letter(gift)

    page = desk.get(URL).content.decode()

    assert page.count("stuck__one") == 7
    for words in (
        "missing.jpg",
        "The original file is not where it was put.",
        "The original file has changed since it came in.",
        "Opening this file took too much memory or time.",
        "The storage of files did not answer, or the disk is full.",
        "The program stopped three times",
        "Visitors see the words of this item without its picture.",
        f"Mail about {letter.contribution.reference}",
        f"/moderation/{gift.reference}/",
        item.get_absolute_url(),
    ):
        assert words in page
    assert "draft.jpg" not in page  # a draft is its owner's
    assert gift.email not in page
    assert "7 stuck" in desk.get("/moderation/").content.decode()


def test_the_number_of_queries_does_not_grow(desk, django_assert_max_num_queries):
    for _ in range(12):
        factories.make_master(problem="missing")
        media = factories.make_media(factories.make_item())
        Media.objects.filter(pk=media.pk).update(problem="missing")
        stuck_letter(factories.make_contribution(files=0))
    desk.get(URL)
    with django_assert_max_num_queries(13):
        desk.get(URL)


def test_others_of_the_staff_see_no_link(client, moderator):
    factories.make_master(problem="missing")
    client.force_login(moderator)
    assert URL not in client.get("/moderation/").content.decode()
    assert client.get(URL).status_code == 403


def test_an_original_gets_its_attempts_back(desk, administrator):
    master = factories.make_master(
        state="unreadable", problem="too_heavy", attempts=3, renditions=[]
    )
    answer = press(desk, "original", master)
    assert answer.url == URL
    master.refresh_from_db()
    assert (master.state, master.problem, master.attempts) == ("received", "", 0)
    assert waiting() == [("prepare_master", [master.pk])]
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (administrator, str(master.pk))


def test_a_damaged_original_is_read_again(desk):
    factories.make_master()
    master = factories.make_master(problem="changed")
    press(desk, "original", master)
    assert waiting() == [("verify_master", [master.pk])]
    from history.tasks import verify_master

    verify_master.func(master.pk)
    master.refresh_from_db()
    assert (master.problem, master.state) == ("", "ready")


def test_a_picture_for_visitors_is_made_again(desk):
    media = factories.make_media(factories.make_item())
    storages["public"].delete(media.renditions[0]["path"])
    Media.objects.update(problem="missing", attempts=3)
    press(desk, "public", media)
    assert waiting() == [("mend_media", [media.pk])]
    assert Media.objects.get().attempts == 0


def test_a_comparison_without_its_slider_is_named_and_made_again(
    desk, django_capture_on_commit_callbacks
):
    old, new = (
        factories.make_item(title=title, with_picture=True) for title in ("Old", "New")
    )
    points = [
        [[0.2, 0.2], [0.2, 0.2]],
        [[0.8, 0.2], [0.8, 0.2]],
        [[0.5, 0.8], [0.5, 0.8]],
    ]
    failed = {"aligned_state": "failed", "problem": "too_heavy", "aligned_attempts": 3}
    pair = factories.make_then_now(
        old, new, points=points, aligned_at=timezone.now(), **failed
    )

    page = desk.get(URL).content.decode()
    assert page.count("stuck__one") == 1
    assert "Old → New" in page
    assert "could not be laid over the old one" in page
    assert reverse("history:item_then_now", args=[old.pk]) in page
    with django_capture_on_commit_callbacks(execute=True):
        press(desk, "aligned", pair)

    assert waiting() == [("make_aligned", [pair.pk])]
    pair.refresh_from_db()
    assert (pair.aligned_state, pair.aligned_attempts, pair.problem) == (
        "needed",
        0,
        "",
    )
    assert press(desk, "aligned", pair).status_code == 404


def test_a_comparison_that_waits_for_a_curator_is_not_stuck(desk):
    old, new = (
        factories.make_item(with_picture=True),
        factories.make_item(with_picture=True),
    )
    pair = factories.make_then_now(
        old, new, points=[[[0.2, 0.2], [0.2, 0.2]]], aligned_state="failed",
        problem="replaced", aligned_at=timezone.now(),
    )  # fmt: skip
    assert "stuck__one" not in desk.get(URL).content.decode()
    assert press(desk, "aligned", pair).status_code == 404


def test_a_mail_is_sent_again(desk, mailoutbox):
    letter = stuck_letter(factories.make_contribution(status="declined"))
    press(desk, "letter", letter)
    assert notifications.send_due(at=timezone.now() + timedelta(seconds=1)) == 1
    assert len(mailoutbox) == 1
    assert press(desk, "letter", letter).status_code == 404  # nothing stuck any more


def test_everything_is_tried_again(desk):
    factories.make_master(state="received", attempts=3)
    factories.make_master(problem="missing")
    stuck_letter(factories.make_contribution(files=0))
    answer = desk.post(reverse("contributions:stuck_all_again"), follow=True)
    assert "We are trying 3 things again." in answer.content.decode()
    assert sorted(name for name, _args in waiting()) == [
        "prepare_master",
        "verify_master",
    ]
    assert LogEntry.objects.count() == 3
    assert Master.objects.filter(attempts__gte=masters.MAX_ATTEMPTS).count() == 0
