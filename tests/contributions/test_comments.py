"""Comments: written by anybody, read by all only when a moderator lets them be."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from contributions import comments, workflow
from contributions.models import Comment
from contributions.permissions import Actor
from contributions.templatetags.comments import comment_text
from history.models import Item
from tests.factories import make_item, make_post

pytestmark = pytest.mark.django_db
VISITOR = Actor()
WORDS = {"name": "Іван", "email": "ivan@people.test", "language": "uk"}


def write(target, *, by=VISITOR, body="Це наш двір.", **changes) -> Comment:
    return comments.write(target, by=by, body=body, **WORDS | changes)


def send(client, target, **changes):
    data = {
        "about": comments.address_of(target),
        "body": "Це наш двір.",
        "name": "Іван",
        "email": "ivan@people.test",
    }
    return client.post(reverse("contributions:comment"), data | changes)


class TestWrite:
    @pytest.mark.parametrize("make", [make_item, make_post])
    def test_is_held_and_then_read_under_its_page(self, client, make, moderator):
        target = make()

        response = send(client, target)

        comment = Comment.objects.get()
        assert response.url == f"{target.get_absolute_url()}#comments"
        assert comment.state == Comment.State.HELD
        assert "наш двір" not in client.get(target.get_absolute_url()).content.decode()
        comments.show(comment, by=moderator)
        page = client.get(target.get_absolute_url()).content.decode()
        assert "Це наш двір." in page
        assert "ivan@people.test" not in page

    def test_of_staff_is_seen_at_once(self, moderator):
        assert write(make_item(), by=moderator).state == Comment.State.VISIBLE

    def test_of_an_account_keeps_its_address(self, client, resident):
        client.force_login(resident)

        send(client, make_item(), email="somebody@else.test")

        comment = Comment.objects.get()
        assert (comment.author, comment.email) == (resident, resident.email)

    @pytest.mark.parametrize("status", [Item.Status.HIDDEN, Item.Status.REMOVED])
    def test_is_refused_where_nobody_sees_the_thing(self, client, status):
        assert send(client, make_item(status=status)).status_code == 404

    @pytest.mark.parametrize("about", ["", "history.item:1", "x:y:z"])
    def test_is_refused_under_a_forged_address(self, client, about):
        make_item()

        assert send(client, make_item(), about=about).status_code == 404

    def test_is_refused_under_anything_else(self, client, resident):
        assert send(client, resident).status_code == 404

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("body", ""),
            ("body", " \n "),
            ("body", "x" * 4001),
            ("name", ""),
            ("name", "x" * 121),
            ("email", "not an address"),
            ("email", ""),
        ],
    )
    def test_says_what_is_missing_and_keeps_the_words(self, client, field, value):
        response = send(client, make_item(), **{field: value})

        assert response.status_code == 400
        assert list(response.context["form"].errors) == [field]
        assert response.context["form"]["name"].value() is not None
        assert not Comment.objects.exists()

    def test_lets_a_robot_believe(self, client):
        response = send(client, make_item(), website="http://buy.example")

        assert response.status_code == 302
        assert not Comment.objects.exists()

    def test_keeps_the_same_words_once(self):
        item = make_item()

        assert write(item) == write(item)
        assert write(make_item()) not in Comment.objects.about(item)

    def test_stops_a_flood_and_lets_it_go_on_later(self):
        item = make_item()
        for number in range(comments.FROM_ONE_PERSON_AN_HOUR):
            write(item, body=str(number))

        with pytest.raises(workflow.WrongState):
            write(item, body="one more")
        assert write(item, body="later", at=timezone.now() + timedelta(hours=2))

    def test_says_in_the_page_that_it_is_too_much(self, client):
        item = make_item()
        for number in range(comments.FROM_ONE_PERSON_AN_HOUR):
            write(item, body=str(number))

        response = send(client, item, body="one more")

        assert response.status_code == 429
        assert "one more" in response.content.decode()


class TestDecide:
    def test_shows_hides_and_holds(self, moderator):
        comment = write(make_item())

        assert comments.show(comment, by=moderator).state == Comment.State.VISIBLE
        assert (comment.decided_by, comment.decided_at is None) == (moderator, False)
        assert comments.hide(comment, by=moderator).state == Comment.State.HIDDEN
        assert comments.hold(comment, by=moderator).state == Comment.State.HELD
        assert (comment.decided_by, comment.decided_at) == (None, None)

    def test_is_for_moderators_and_never_about_own_words(self, moderator, resident):
        comment = write(make_item())
        own = write(make_item(), by=moderator)

        for person, what in ((resident, comment), (moderator, own), (VISITOR, comment)):
            with pytest.raises(workflow.NotAllowed):
                comments.hide(what, by=person)

    def test_tells_the_slower_one(self, moderator, colleague):
        comment = write(make_item())
        stale = Comment.objects.get(pk=comment.pk)
        comments.show(comment, by=moderator)

        with pytest.raises(workflow.WrongState):
            comments.hide(stale, by=colleague)

    def test_page_has_buttons_that_work(self, client, moderator):
        comment = write(make_item(title="The yard"))
        client.force_login(moderator)
        page = client.get(reverse("contributions:comment_queue")).content.decode()
        assert "The yard" in page

        url = reverse("contributions:comment_act", args=[comment.pk, "show"])
        client.post(url, {"state": "held"})
        late = client.post(url, {"state": "held"})

        comment.refresh_from_db()
        assert comment.state == Comment.State.VISIBLE
        assert late.status_code == 409

    def test_page_is_for_staff(self, client, resident):
        url = reverse("contributions:comment_act", args=[write(make_item()).pk, "show"])
        assert client.post(url).status_code == 302
        client.force_login(resident)
        assert client.post(url).status_code == 403
        assert Comment.objects.held().count() == 1

    def test_page_makes_as_many_queries_for_many_as_for_one(self, client, moderator):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        client.force_login(moderator)

        def queries() -> int:
            with CaptureQueriesContext(connection) as found:
                client.get(reverse("contributions:comment_queue"))
            return len(found)

        item = make_item()
        write(item)
        queries()
        one = queries()
        for number in range(4):
            write(make_item(), body=str(number), email=f"p{number}@people.test")

        assert queries() == one


class TestText:
    def test_keeps_lines_and_escapes_everything(self):
        assert comment_text("<b>a</b>\nb") == "<p>&lt;b&gt;a&lt;/b&gt;<br>b</p>"

    def test_marks_links_as_not_ours(self):
        assert 'rel="nofollow ugc noopener"' in comment_text("see https://example.org")

    @pytest.mark.parametrize("words", ["javascript:alert(1)", "data:text/html,<x>"])
    def test_makes_no_other_links(self, words):
        assert "<a" not in comment_text(words)
