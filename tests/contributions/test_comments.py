"""Comments: written by anybody, read by all only when a moderator lets them be."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from contributions import comments, own_comments, trust, workflow
from contributions.comment_form import opened
from contributions.models import Comment, Report
from contributions.permissions import Actor
from contributions.templatetags.comments import comment_text
from history.models import Claim, Item
from tests.factories import make_contribution, make_item, make_post, make_story

pytestmark = pytest.mark.django_db
VISITOR = Actor()
WORDS = {"name": "Іван", "email": "ivan@people.test", "language": "uk"}


def write(target, *, by=VISITOR, body="Це наш двір.", **changes) -> Comment:
    """Write a comment; who has no account has pressed the button of the letter."""
    comment = comments.write(target, by=by, body=body, **WORDS | changes)
    return own_comments.prove(comment)


def send(client, target, **changes):
    data = {
        "about": comments.address_of(target),
        "body": "Це наш двір.",
        "name": "Іван",
        "email": "ivan@people.test",
        "opened": opened(at=0),
    }
    return client.post(reverse("contributions:comment"), data | changes)


class TestWrite:
    @pytest.mark.parametrize("make", [make_item, make_post, make_story])
    def test_is_held_and_then_read_under_its_page(self, client, make, moderator):
        target = make()

        response = send(client, target)

        comment = Comment.objects.get()
        assert "ivan@people.test" in response.content.decode()
        assert comment.state == Comment.State.UNPROVEN
        own_comments.prove(comment)
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


class TestTheList:
    """Found by what they are; decided and marked in their place."""

    def listed(self, client, **asked):
        page = client.get(reverse("contributions:comment_queue"), asked)
        return [one["row"].body for one in page.context["comments"]]

    def test_is_narrowed_by_state_report_language_item_and_links(
        self, client, moderator
    ):
        here, there = make_item(), make_item()
        write(here, body="тут")
        write(there, body="там", language="ru")
        write(there, body="see https://example.org")
        told = write(here, body="грубе")
        comments.show(told, by=moderator)
        Report.objects.create(comment=told, reason="rude")
        client.force_login(moderator)

        assert self.listed(client) == ["тут", "там", "see https://example.org"]
        assert self.listed(client, language="ru") == ["там"]
        assert self.listed(client, item=here.reference) == ["тут"]
        assert self.listed(client, link="1") == ["see https://example.org"]
        assert self.listed(client, state="reported") == ["грубе"]
        assert self.listed(client, state="visible", item=there.reference) == []
        assert self.listed(client, state="nope", language="xx") == self.listed(client)
        page = client.get(reverse("contributions:comment_queue"), {"item": "nope"})
        assert (
            "немає" in page.context["problem"] or "no such" in page.context["problem"]
        )

    def test_hiding_a_comment_closes_its_reports(self, moderator):
        comment = write(make_item())
        report = Report.objects.create(comment=comment, reason="rude")

        comments.hide(comment, by=moderator)

        report.refresh_from_db()
        assert report.handled_by == moderator
        assert report.handled_at is not None
        entry = AuditEntry.objects.get(action="comment.decide")
        assert entry.after == {"state": "hidden", "reports": "handled"}

    def test_goes_back_to_the_list_as_it_was_and_nowhere_else(self, client, moderator):
        client.force_login(moderator)
        for back, expected in (
            ("/moderation/comments/?state=held&language=uk", None),
            (
                "https://evil.test/moderation/comments/",
                "/moderation/comments/?state=held",
            ),
            ("//evil.test", "/moderation/comments/?state=held"),
        ):
            comment = write(make_item(), email=f"{len(back)}@people.test")
            url = reverse("contributions:comment_act", args=[comment.pk, "show"])
            answer = client.post(url, {"back": back})
            assert answer.url == (expected or back)


class TestMark:
    def send(self, client, comment, **words):
        url = reverse("contributions:comment_act", args=[comment.pk, "mark"])
        return client.post(url, {"words": "1962", "field": "date"} | words)

    def test_words_become_a_proposal_with_the_comment_as_its_source(
        self, client, moderator
    ):
        item = make_item()
        comment = write(item, body="Це 1962 рік, я там був.")
        client.force_login(moderator)

        assert self.send(client, comment).status_code == 302
        self.send(client, comment)  # the same press twice

        claim = Claim.objects.get(item=item)
        assert (claim.field, claim.words, claim.date_edtf, claim.state) == (
            "date", "1962", "1962", "proposed",
        )  # fmt: skip
        assert (claim.source, claim.credit) == ("comment", "Іван")
        assert AuditEntry.objects.filter(action="comment.mark").count() >= 1

    def test_what_is_no_date_is_said_beside_the_field_and_kept(self, client, moderator):
        comment = write(make_item())
        client.force_login(moderator)

        answer = self.send(client, comment, words="колись давно-давно")

        assert answer.status_code == 400
        assert "колись давно-давно" in answer.content.decode()
        assert not Claim.objects.exists()

    def test_nobody_marks_their_own_words_or_those_under_news(
        self, client, moderator, colleague
    ):
        own = write(make_item(), by=moderator)
        news = write(make_post())
        client.force_login(moderator)

        assert self.send(client, own).status_code == 403
        assert self.send(client, news).status_code == 400
        assert not Claim.objects.exists()

    def test_who_goes_is_no_longer_named(self, client, moderator, resident):
        comment = write(make_item(), by=resident)
        client.force_login(moderator)
        self.send(client, comment)

        own_comments.delete(comment, by=resident)

        assert Claim.objects.get().credit == ""


class TestTrust:
    """Held until the writer is trusted; what has a link always waits."""

    @pytest.fixture
    def trusted(self, resident, monkeypatch):
        monkeypatch.setattr(trust.secrets, "randbelow", lambda below: below - 1)
        for _number in range(10):
            make_contribution(status="published", contributor=resident)
        return resident

    def test_of_a_trusted_person_is_read_at_once_without_links(self, trusted):
        assert write(make_item(), by=trusted).state == Comment.State.VISIBLE
        for body in ("see https://example.org", "on WWW.example.org", "так " * 900):
            assert write(make_item(), by=trusted, body=body).state == "held"

    def test_of_anybody_else_waits(self, resident, neighbour):
        assert write(make_item(), by=resident).state == Comment.State.HELD
        assert write(make_item(), by=neighbour).state == Comment.State.HELD

    def test_some_are_drawn_to_be_read_first(self, trusted, monkeypatch):
        monkeypatch.setattr(trust.secrets, "randbelow", lambda below: 0)
        assert write(make_item(), by=trusted).state == Comment.State.HELD

    def test_what_had_to_be_hidden_is_a_fault(self, trusted, moderator):
        before = trust.standing_of_account(trusted).percent
        comments.hide(write(make_item(), by=trusted), by=moderator)
        assert trust.standing_of_account(trusted).percent == 2 * before


class TestText:
    def test_keeps_lines_and_escapes_everything(self):
        assert comment_text("<b>a</b>\nb") == "<p>&lt;b&gt;a&lt;/b&gt;<br>b</p>"

    def test_marks_links_as_not_ours(self):
        assert 'rel="nofollow ugc noopener"' in comment_text("see https://example.org")

    def test_shows_of_a_link_only_where_it_leads(self):
        text = comment_text("https://example.org/a?bank=1&x=2 https://пошта.com/")
        assert ">example.org</a>" in text
        assert 'href="https://example.org/a?bank=1&amp;x=2"' in text
        assert ">xn--80a1acn3a.com</a>" in text  # letters that look like others

    def test_two_hundred_links_are_two_hundred_hosts(self):
        text = comment_text("https://example.org/" + " https://e.test/a" * 199)
        assert text.count('rel="nofollow ugc noopener"') == 200

    @pytest.mark.parametrize("words", ["javascript:alert(1)", "data:text/html,<x>"])
    def test_makes_no_other_links(self, words):
        assert "<a" not in comment_text(words)
