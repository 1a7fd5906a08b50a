"""Following by mail: asked, confirmed, told once a week, ended in one press."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.test import Client
from django.utils import timezone, translation

from contributions import digests, follow_letters, following, notifications, targets
from contributions.models import Comment, Follow, Follower, Letter, Mailbox
from history import claiming, publishing, uniting
from history.models import Item
from tests import factories

pytestmark = pytest.mark.django_db
EMAIL = "reader@people.test"
WEEK = timedelta(days=7, minutes=5)


@pytest.fixture
def street():
    return factories.make_place("Заводська", slug="zavodska", name_en="Works Street")


def followed(
    kind: str, target: str, *, email: str = EMAIL, language: str = "en"
) -> Follow:
    """Let an address follow something, confirmed some days ago."""
    found = targets.of(kind, target)
    assert following.ask(found, email=email, language=language, is_proven=True)
    return Follow.objects.latest("pk")


def send(*, after: timedelta = WEEK) -> list:
    """Let time pass, and give the letters that leave."""
    at = timezone.now() + after
    digests.write_due(at=at)
    before = len(mail.outbox)
    notifications.send_due(at=at + timedelta(minutes=1))
    return mail.outbox[before:]


def key_in(message) -> str:
    return re.search(r"key=(\S+)", message.body)[1].replace("%3A", ":")


class TestAsking:
    def test_nothing_comes_before_the_button_of_the_letter_is_pressed(
        self, client, street
    ):
        page = client.get("/places/zavodska/").content.decode()
        assert "/follow/?place=zavodska" in page

        answer = client.post("/follow/?place=zavodska", {"email": "Reader@People.test"})
        assert answer.status_code == 200
        assert EMAIL in answer.content.decode()
        factories.make_item(place=street)
        assert [one.to for one in send(after=timedelta(minutes=1))] == [[EMAIL]]
        assert send() == []

        key = key_in(mail.outbox[0])
        for _n in range(3):  # a scanner of mails follows links
            shown = client.get("/follow/confirm/", {"key": key})
            assert shown.status_code == 200
            assert shown["Referrer-Policy"] == "no-referrer"
        assert not Follow.objects.exclude(confirmed_at=None).exists()

        moved = client.post("/follow/confirm/", {"key": key})
        assert moved["Location"] == "/follow/mine/"
        assert Follow.objects.get().confirmed_at is not None
        mine = client.get("/follow/mine/")
        assert "Заводська" in mine.content.decode()
        assert mine["Cache-Control"] == "private, no-store"
        assert Client().get("/follow/mine/").status_code == 404

    @pytest.mark.parametrize("code", ["uk", "ru", "en"])
    def test_the_letter_goes_on_with_a_capital_after_its_greeting(self, street, code):
        found = targets.of("place", "zavodska")
        following.ask(found, email=EMAIL, language=code, is_proven=False)
        (letter,) = send(after=timedelta(minutes=5))
        html = letter.alternatives[0].content
        assert letter.body.split("\n\n")[1][0].isupper()
        assert re.findall("<p [^>]*>(.)", html)[1].isupper()

    def test_the_answer_does_not_tell_who_follows_already(self, client, street):
        followed("place", "zavodska")
        pages = []
        for email in (EMAIL, "other@people.test"):
            answer = client.post("/follow/?place=zavodska", {"email": email})
            page = answer.content.decode().replace(email, "")
            pages.append(re.sub(r'value="\w{64}"', "", page))
        assert pages[0] == pages[1]
        assert Letter.objects.filter(follower__email=EMAIL).count() == 0

    def test_a_proven_address_of_an_account_needs_no_letter(self, client, street):
        user = factories.make_user(EMAIL)
        EmailAddress.objects.update_or_create(
            user=user, email=EMAIL, defaults={"verified": True, "primary": True}
        )
        client.force_login(user)
        assert (
            f'value="{EMAIL}"' in client.get("/follow/?place=zavodska").content.decode()
        )
        client.post("/follow/?place=zavodska", {"email": EMAIL})
        assert Follow.objects.get().confirmed_at is not None
        client.post("/follow/?place=zavodska", {"email": "stranger@people.test"})
        stranger = Follow.objects.get(follower__email="stranger@people.test")
        assert stranger.confirmed_at is None

    def test_nobody_floods_a_stranger(self, client):
        for number in range(6):
            factories.make_subject(f"слово {number}", slug=f"word-{number}")
            client.post(f"/follow/?subject=word-{number}", {"email": EMAIL})
        assert Letter.objects.count() == 3

    def test_a_program_learns_nothing(self, client, street):
        form = {"email": EMAIL, "website": "http://spam"}
        assert client.post("/follow/?place=zavodska", form).status_code == 302
        assert not Follower.objects.exists()

    @pytest.mark.parametrize(
        "email", ["", "not an address", "a@b", f"{'x' * 250}@b.ua"]
    )
    def test_a_bad_address_is_said_at_its_field(self, client, street, email):
        answer = client.post("/follow/?place=zavodska", {"email": email})
        assert answer.status_code == 400
        assert "email" in answer.context["form"].errors
        assert not Follower.objects.exists()

    @pytest.mark.parametrize(
        ("query", "status"),
        [
            ("", 404), ("place=nope", 404), ("place=%00", 404), ("place=../x", 404),
            ("item=ST-999999", 404), ("item=ST-" + "9" * 12, 404), ("item=12", 404),
            ("item=" + "9" * 5000, 404), ("search=kind%3Dnope", 400),
            ("search=" + "q%3D" + "x" * 1200, 400), ("search=q%3D%2500", 400),
            ("search=period%3D1990-1950", 400),
            ("search=q%3D%22%22%22-%28%29%20%F0%9F%98%80", 200), ("search=%26%26%3D", 200),
        ],
    )  # fmt: skip
    def test_what_cannot_be_followed_gets_a_helpful_page(self, client, query, status):
        answer = client.get(f"/follow/?{query}")
        assert answer.status_code == status
        assert "<h1" in answer.content.decode()

    def test_hidden_things_cannot_be_followed(self, client):
        factories.make_person("Олена Жива", slug="living")
        factories.make_collection(slug="draft", published_at=None)
        hidden = factories.make_item(status=Item.Status.HIDDEN)
        for query in ("person=living", "collection=draft", f"item={hidden.reference}"):
            assert client.get(f"/follow/?{query}").status_code == 404


class TestTheWeeklyLetter:
    @pytest.mark.parametrize(
        "kind", [k for k in targets.Kind.values if k != targets.Kind.NEWSLETTER]
    )
    def test_each_kind_tells_what_is_new_of_it_and_nothing_else(self, street, kind):
        person = factories.make_person("Петро Коваль", slug="koval", is_living=False)
        subject = factories.make_subject(slug="tram")
        room = factories.make_collection(slug="room")
        item = factories.make_item(title="The mill")
        target = {
            "item": str(item.pk), "place": street.slug, "person": person.slug,
            "collection": room.slug, "subject": subject.slug, "search": "q=elevator",
        }[kind]  # fmt: skip
        about = {
            "item": {"about": item}, "place": {"place": street},
            "person": {"people": [person]}, "subject": {"subjects": [subject]},
        }.get(kind, {})  # fmt: skip
        followed(kind, target)
        mine = factories.make_item(title="The elevator", **about)
        factories.make_item(title="Something else")
        if kind == "collection":
            room.entries.create(item=mine)

        (letter,) = send()
        assert "The elevator" in letter.body
        assert "Something else" not in letter.body
        assert f"/items/{mine.reference}/" in letter.body

    def test_a_house_is_told_to_who_follows_its_street(self, street):
        house = factories.make_place("будинок 5", slug="house-5", parent=street)
        followed("place", street.slug)
        factories.make_item(title="The yard", place=house)
        assert "The yard" in send()[0].body

    def test_one_letter_for_all_in_the_language_of_the_reader(self, street):
        subject = factories.make_subject("трамвай", slug="tram", name_en="tram")
        for email, language in ((EMAIL, "en"), ("uk@people.test", "uk")):
            followed("place", street.slug, email=email, language=language)
            followed("subject", subject.slug, email=email, language=language)
        factories.make_item(title="Both", place=street, subjects=[subject])
        factories.make_item(title="Only the tram", subjects=[subject])

        with translation.override("ru"):  # whatever the worker speaks
            letters = {one.to[0]: one for one in send()}
        english, ukrainian = letters[EMAIL], letters["uk@people.test"]
        assert "Works Street" in english.body and "Заводська" in ukrainian.body
        assert english.body.count("Both") == 1  # told once, not under each
        assert "To end these letters in one press" in english.body
        assert "Щоб припинити ці листи" in ukrainian.body
        html = english.alternatives[0][0]
        assert "Only the tram" in html and 'href="' in html
        assert "Both" in html

    def test_many_are_counted_and_old_ones_are_never_told_again(self, street):
        followed("place", street.slug)
        for number in range(14):
            factories.make_item(title=f"Picture {number:02}.", place=street)
        (letter,) = send()
        assert letter.body.count("Picture ") == 10
        assert "and 4 more" in letter.body
        assert send(after=2 * WEEK) == []

    def test_nothing_new_no_letter_and_not_before_the_week_is_over(self, street):
        followed("place", street.slug)
        assert send() == []
        factories.make_item(place=street)
        assert send(after=timedelta(days=6)) == []

    def test_what_is_hidden_before_it_leaves_is_not_in_it(self, street):
        followed("place", street.slug)
        shown = factories.make_item(title="Shown", place=street)
        hidden = factories.make_item(title="Secret", place=street)
        at = timezone.now() + WEEK
        digests.write_due(at=at)
        publishing.hide(hidden, by=None)
        notifications.send_due(at=at)
        assert "Shown" in mail.outbox[0].body
        assert "Secret" not in mail.outbox[0].body

        followed("place", street.slug, email="other@people.test")
        Item.objects.filter(pk=shown.pk).update(published_at=timezone.now())
        digests.write_due(at=timezone.now() + WEEK)
        publishing.hide(shown, by=None)
        notifications.send_due(at=timezone.now() + WEEK)
        assert len(mail.outbox) == 1  # nothing was left to say
        assert Letter.objects.latest("pk").cancelled_at is not None

    def test_comments_are_counted_for_who_follows_an_item(self):
        item = factories.make_item(title="The mill")
        followed("item", str(item.pk))
        about = {
            "content_type": ContentType.objects.get_for_model(Item),
            "object_id": item.pk, "name": "Гість", "language": "uk",
        }  # fmt: skip
        Comment.objects.create(body="I know it", state="visible", **about)
        Comment.objects.create(body="waits", state="held", **about)
        (letter,) = send()
        assert "1 new comment" in letter.body
        assert "waits" not in letter.body

    def test_a_correction_of_an_item_is_told_in_words(self, cast):
        item = factories.make_item(title="The mill", credit_line="Марія П.")
        followed("item", str(item.pk))
        followed("item", str(item.pk), email="uk@people.test", language="uk")
        said = claiming.Said(
            field="date", words="about 1962", language="en", source="comment",
            reason="private: seen in her passport",
        )  # fmt: skip
        claim = claiming.propose(item, said, by=None)
        claiming.accept(claim, by=cast["curator"], reason="I asked her at home")
        item.refresh_from_db()
        living = factories.make_person("Олена Коваль", name_en="Olena Koval")
        publishing.correct(
            item, by=cast["curator"], reason="note for us", place_said="Mill Street",
            people=[living], credit_line="",
        )  # fmt: skip

        letters = {one.to[0]: one.body for one in send()}
        english = letters[EMAIL]
        for words in ("date: about 1962", "place: Mill Street", "who is on it: O. K."):
            assert words in english
        for secret in ("passport", "at home", "note for us", "Koval", "Ірина"):
            assert secret not in english
        assert "дата: близько 1962" in letters["uk@people.test"]
        assert send(after=2 * WEEK) == []

    def test_what_was_taken_back_or_taken_away_is_not_told(self, cast):
        person = factories.make_person("Петро Коваль", is_living=False)
        item = factories.make_item(title="The mill", people=[person])
        item.save()  # its people stand in a version, as after publishing
        followed("item", str(item.pk))
        by = cast["curator"]
        for title in ("The windmill", "The mill"):
            publishing.correct(item, by=by, reason="looked again", title=title)
        publishing.correct(item, by=by, reason="by wish", people=[])
        assert send() == []

    def test_of_a_hidden_item_nothing_is_told_but_that_it_is_gone(self, cast):
        item = factories.make_item(title="The mill")
        followed("item", str(item.pk))
        publishing.correct(item, by=cast["curator"], reason="x", title="Zqtitle")
        publishing.hide(item, by=None)
        (letter,) = send()
        assert "Zqtitle" not in letter.body

    def test_a_merged_place_is_followed_to_its_successor(self, street, admin_user):
        followed("place", street.slug)
        other = factories.make_place("Проспект", slug="prospekt")
        with translation.override("uk"):
            uniting.merge_places(street, into=other, by=admin_user, reason="the same")
        factories.make_item(title="After the merge", place=other)
        assert "After the merge" in send()[0].body
        assert Follow.objects.get(ended_at=None).target == "prospekt"

    def test_what_is_gone_is_told_once_without_its_title(self):
        item = factories.make_item(title="Zqtitle")
        followed("item", str(item.pk))
        publishing.hide(item, by=None)
        (letter,) = send()
        assert item.reference in letter.body
        assert "Zqtitle" not in letter.body + letter.subject
        assert send(after=2 * WEEK) == []
        assert Follow.objects.get().ended_at is not None

    def test_a_mailbox_that_refuses_letters_gets_none_written(self, street):
        followed("place", street.slug)
        factories.make_item(place=street)
        Mailbox.objects.create(address=EMAIL, bounced_at=timezone.now())
        assert digests.write_due(at=timezone.now() + WEEK) == 0
        assert not Letter.objects.exists()

    def test_costs_the_same_for_few_and_for_many_items(
        self, street, django_assert_max_num_queries
    ):
        followed("place", street.slug)
        for _n in range(30):
            factories.make_item(place=street)
        with django_assert_max_num_queries(12):
            digests.write_due(at=timezone.now() + WEEK)


class TestEnding:
    def test_a_mail_program_ends_it_in_one_press(self, street, settings):
        followed("place", street.slug)
        factories.make_item(place=street)
        (letter,) = send()
        headers = letter.message()
        assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        address = re.sub(r"\s", "", headers["List-Unsubscribe"]).strip("<>")
        assert address.startswith(settings.SITE_URL)
        path = address.removeprefix(settings.SITE_URL)

        strict = Client(enforce_csrf_checks=True)
        assert strict.get(path).status_code == 200  # a scanner ends nothing
        assert Follow.objects.filter(ended_at=None).exists()
        answer = strict.post(
            path, "List-Unsubscribe=One-Click",
            content_type="application/x-www-form-urlencoded",
        )  # fmt: skip
        assert answer.status_code == 200
        assert "sessionid" not in answer.cookies
        assert not Follow.objects.filter(ended_at=None).exists()
        assert strict.post(path).status_code == 200  # again: nothing breaks

    def test_what_was_written_and_waits_does_not_leave_any_more(self, street):
        follow = followed("place", street.slug)
        factories.make_item(place=street)
        digests.write_due(at=timezone.now() + WEEK)
        following.end_all(follow.follower)
        notifications.send_due(at=timezone.now() + WEEK)
        assert mail.outbox == []

    def test_each_is_ended_on_the_page_behind_the_link(self, client, street):
        follow = followed("place", street.slug)
        kept = followed("search", "q=mill")
        key = follow_letters.key(follow.follower, follow_letters.OPEN)
        assert client.get("/follow/mine/", {"key": key}).status_code == 200
        client.post("/follow/mine/", {"key": key})
        assert client.post(f"/follow/mine/{follow.pk}/end/").status_code == 302
        assert list(Follow.objects.filter(ended_at=None)) == [kept]
        assert Client().post(f"/follow/mine/{kept.pk}/end/").status_code == 404

    @pytest.mark.parametrize("page", ["confirm", "mine", "stop"])
    def test_a_key_opens_only_its_own_page(self, client, street, page):
        follow = followed("place", street.slug)
        for purpose in follow_letters.PAGES:
            if follow_letters.PAGES[purpose].endswith(page):
                continue
            key = follow_letters.key(follow.follower, purpose)
            assert client.get(f"/follow/{page}/", {"key": key}).status_code == 404
        for key in ("", "x", "x" * 5000, "1:2:3"):
            if page != "mine" or key:
                assert client.get(f"/follow/{page}/", {"key": key}).status_code == 404

    def test_what_nobody_confirmed_and_what_was_ended_is_forgotten(self, street):
        following.ask(targets.of("place", street.slug), email=EMAIL, language="uk")
        ended = followed("place", street.slug, email="gone@people.test")
        living = followed("place", street.slug, email="here@people.test")
        following.end(ended)
        following.purge(at=timezone.now() + timedelta(days=6))
        assert Follower.objects.count() == 3
        following.purge(at=timezone.now() + timedelta(days=8))
        assert list(Follower.objects.all()) == [living.follower]
        assert not Letter.objects.exists()
