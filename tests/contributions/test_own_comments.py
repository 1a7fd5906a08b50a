"""Comments after they are written: mended, deleted, reported, answered; names of ours."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from contributions import comments, own_comments, reserved, workflow
from contributions.models import Comment, Letter, Report
from contributions.permissions import Actor
from history import publishing
from tests.factories import make_item

pytestmark = pytest.mark.django_db
State = Comment.State


@pytest.fixture
def item(cast):
    return make_item()


def say(item, by, body="We lived here.", *, shown=True, name="Марія"):
    comment = comments.write(
        item, by=Actor(user=by), name=name, email="", body=body, language="uk"
    )
    if shown:
        Comment.objects.filter(pk=comment.pk).update(state=State.VISIBLE)
        comment.refresh_from_db()
    return comment


class TestMending:
    """P75, P76."""

    def test_within_a_quarter_of_an_hour_and_a_librarian_reads_it_anew(
        self, item, client, resident
    ):
        comment = say(item, resident)
        client.force_login(resident)
        url = reverse("contributions:comment_edit", args=[comment.pk])

        assert "We lived here." in client.get(url).content.decode()
        client.post(url, {"body": "We lived opposite."})
        comment.refresh_from_db()
        assert (comment.body, comment.state) == ("We lived opposite.", State.HELD)

    def test_later_it_is_too_late_and_the_words_are_not_lost(
        self, item, client, resident
    ):
        comment = say(item, resident)
        early = timezone.now() - timedelta(minutes=16)
        Comment.objects.filter(pk=comment.pk).update(created_at=early)
        client.force_login(resident)
        url = reverse("contributions:comment_edit", args=[comment.pk])
        answer = client.post(url, {"body": "New words"})

        assert answer.status_code == 409
        assert "New words" in answer.content.decode()
        comment.refresh_from_db()
        assert comment.body == "We lived here."

    @pytest.mark.parametrize("what", ["comment_edit", "comment_delete"])
    def test_others_cannot(self, item, client, resident, neighbour, moderator, what):
        comment = say(item, resident)
        url = reverse(f"contributions:{what}", args=[comment.pk])

        assert client.post(url, {"body": "x"}).status_code == 302
        for other in (neighbour, moderator):
            client.force_login(other)
            assert client.post(url, {"body": "x"}).status_code == 403
        assert Comment.objects.get().body == "We lived here."

    def test_one_deletes_ones_own_after_one_question(self, item, client, resident):
        comment = say(item, resident)
        client.force_login(resident)
        url = reverse("contributions:comment_delete", args=[comment.pk])

        assert client.get(url).status_code == 200
        assert Comment.objects.count() == 1
        client.post(url)
        assert Comment.objects.count() == 0


class TestReports:
    def test_anybody_reports_and_the_staff_see_why(
        self, item, client, resident, moderator
    ):
        comment = say(item, resident)
        url = reverse("contributions:comment_report", args=[comment.pk])
        form = {"reason": "private", "words": "That is my <b>address</b>."}

        assert client.get(url).status_code == 200
        assert client.post(url, {"reason": "nope"}).status_code == 400
        for _twice in range(2):
            assert client.post(url, form).status_code == 302
        assert Report.objects.count() == 1
        client.force_login(moderator)
        queue = reverse("contributions:comment_queue") + "?state=reported"
        page = client.get(queue).content.decode()
        assert "That is my &lt;b&gt;address&lt;/b&gt;." in page
        client.post(reverse("contributions:comment_act", args=[comment.pk, "handled"]))
        assert Report.objects.get().handled_by == moderator
        assert "address" not in client.get(queue).content.decode()

    def test_w30_no_number_of_reports_hides_anything(self, item, resident, moderator):
        """Only a librarian hides; the words of the staff are words like others."""
        for comment in (say(item, resident), say(item, moderator, "From the library")):
            for number in range(50):
                own_comments.report(comment, reason="rude", words=str(number))
            comment.refresh_from_db()
            item.refresh_from_db()
            assert (comment.state, item.status) == (State.VISIBLE, "published")
        assert Report.objects.filter(handled_at__isnull=True).count() == 100

    def test_w29_words_under_an_item_are_mailed_to_nobody(
        self, item, client, resident, moderator
    ):
        """So no letter can carry them to who may not read the item (any more)."""
        comment = say(item, resident, shown=False)
        comments.show(comment, by=Actor(user=moderator))
        say(item, moderator, "An answer of the library.")
        publishing.hide(item, by=moderator)
        own_comments.report(comment, reason="rude", words="")

        assert not Letter.objects.exists()
        assert not mail.outbox

    def test_too_many_from_one_place_are_refused(self, item, client, resident):
        comment = say(item, resident)
        url = reverse("contributions:comment_report", args=[comment.pk])
        codes = [
            client.post(url, {"reason": "rude", "words": str(n)}).status_code
            for n in range(12)
        ]

        assert codes[:10] == [302] * 10
        assert codes[10:] == [429] * 2

    def test_a_robot_is_let_believe(self, item, client, resident):
        comment = say(item, resident)
        url = reverse("contributions:comment_report", args=[comment.pk])
        client.post(url, {"reason": "rude", "website": "http://x.test"})

        assert Report.objects.count() == 0

    def test_nobody_closes_a_report_about_their_own_words(self, item, moderator):
        comment = say(item, moderator)
        own_comments.report(comment, reason="rude", words="")

        with pytest.raises(workflow.NotAllowed):
            own_comments.handle(comment, by=Actor(user=moderator))

    def test_the_list_costs_the_same_for_many(
        self, item, client, resident, moderator, django_assert_max_num_queries
    ):
        client.force_login(moderator)
        for n in range(30):
            Comment.objects.filter(author=resident).update(
                created_at=timezone.now() - timedelta(hours=2)
            )
            own_comments.report(
                say(item, resident, f"Words {n}"), reason="rude", words=""
            )
        url = reverse("contributions:comment_queue") + "?state=reported"

        with django_assert_max_num_queries(25):
            client.get(url)


class TestLibrary:
    def test_an_answer_is_marked_as_the_librarys(
        self, item, client, resident, moderator
    ):
        comment = say(item, resident)
        client.force_login(moderator)
        url = reverse("contributions:comment_act", args=[comment.pk, "answer"])
        client.post(url, {"body": "Thank you, we have put it right."})
        answer = Comment.objects.latest("pk")

        assert (answer.is_from_library, answer.state) == (True, State.VISIBLE)
        client.logout()
        page = client.get(item.get_absolute_url()).content.decode()
        assert "Thank you, we have put it right." in page

    def test_an_empty_answer_is_refused(self, item, client, resident, moderator):
        comment = say(item, resident)
        client.force_login(moderator)
        url = reverse("contributions:comment_act", args=[comment.pk, "answer"])

        assert client.post(url, {"body": " "}).status_code == 400
        assert Comment.objects.count() == 1

    @pytest.mark.parametrize(
        "name",
        ["Модератор", "Mодератор", "moderator", "БІБЛІОТЕКА", "Библиотека", "Admin",
         "Бібліотекa", "Іван, модератор", "L i b r a r y", "Адмін"],
    )  # fmt: skip
    def test_names_of_ours_are_refused(self, item, resident, name):
        """T23."""
        assert reserved.is_reserved(name)
        with pytest.raises(workflow.Incomplete):
            say(item, resident, name=name)

    @pytest.mark.parametrize(
        "name", ["Марія", "Адам Мінін", "Olena", "Куратюк", "Модест", "Ганна Бібліна"]
    )
    def test_other_names_are_not(self, name):
        assert not reserved.is_reserved(name)
