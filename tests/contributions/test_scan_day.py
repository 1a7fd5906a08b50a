"""The scan day: somebody without an address gives, a colleague decides, a paper leads back."""

import re
from datetime import timedelta
from unittest import mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from contributions import access, consent, intake, permissions, visiting, workflow
from contributions.models import Consent, Contribution, Letter, PhoneKey, Visitor
from contributions.permissions import Actor
from contributions.states import Action, Status
from history import codes
from history.models import Master
from tests import factories

pytestmark = pytest.mark.django_db
CURVE = "M10 100 L200 20 L400 180 M500 50 L590 190"


@pytest.fixture
def visitor(cast):
    return visiting.welcome(name="Ганна", email="", language="uk", by=cast["moderator"])


@pytest.fixture
def box(visitor, cast):
    return visiting.open_box(visitor, kind="memory", by=cast["moderator"])


def sent(box, cast, **signed) -> Contribution:
    """Send a box as the page would."""
    Contribution.objects.filter(pk=box.pk).update(
        title="Двір", story="Ми грали тут щовечора."
    )
    box.refresh_from_db()
    workflow.agree(
        box, version=consent.VERSION, choices={}, witness=cast["moderator"],
        **(signed or {"signed_name": "Ганна Коваль"}),
    )  # fmt: skip
    workflow.send(box, by=Actor(user=cast["moderator"], holds=frozenset({box.pk})))
    box.refresh_from_db()
    return box


def test_tickets_count_from_one_each_day(cast, visitor):
    by = cast["moderator"]
    second = visiting.welcome(name="Іван", email="", language="ru", by=by)
    tomorrow = visiting.welcome(
        name="Олег",
        email="",
        language="uk",
        by=by,
        at=timezone.now() + timedelta(days=1),
    )
    assert [visitor.ticket, second.ticket, tomorrow.ticket] == [1, 2, 1]


def test_one_ticket_given_twice_at_once_is_given_anew(cast, visitor):
    real = Visitor.objects.filter
    stale = iter([{"last": 0}])

    def filtered(*args, **kwargs):
        found = real(*args, **kwargs)
        if (first := next(stale, None)) is not None:
            found.aggregate = lambda **_: (
                first
            )  # what we read before the colleague wrote
        return found

    with mock.patch.object(Visitor.objects, "filter", filtered):
        second = visiting.welcome(name="Іван", email="", language="uk", by=cast["moderator"])  # fmt: skip
    assert second.ticket == 2


def test_word_of_the_staff_takes_the_place_of_the_address(box, cast):
    sent(box, cast)

    assert box.status == Status.SUBMITTED
    assert (box.email, box.email_proven_at) == ("", None)
    assert (box.entered_by, box.visitor.met_by) == (
        cast["moderator"],
        cast["moderator"],
    )
    assert box.promise_at


def test_no_letter_leaves_without_an_address(box, cast, mailoutbox, run_tasks):
    sent(box, cast)
    run_tasks()

    letter = Letter.objects.get(contribution=box)
    assert (letter.problem, letter.sent_at) == ("no address", None)
    assert mailoutbox == []


def test_without_a_visitor_an_address_is_still_needed(cast):
    gift = factories.make_contribution(status=Status.DRAFT, email="")
    assert "email" in workflow.missing(gift)
    with pytest.raises(IntegrityError), transaction.atomic():
        Contribution.objects.filter(pk=gift.pk).update(
            status=Status.SUBMITTED, submitted_at=timezone.now(), email_proven_at=None
        )


def test_visitor_and_who_entered_are_one_fact(box):
    with pytest.raises(IntegrityError), transaction.atomic():
        Contribution.objects.filter(pk=box.pk).update(entered_by=None)


def test_who_entered_it_does_not_decide_and_a_colleague_does(box, cast):
    sent(box, cast)
    mine, other = cast["moderator"], cast["colleague"]

    assert not permissions.may_moderate(Actor(user=mine), box)
    assert not Contribution.objects.decidable_by(Actor(user=mine)).exists()
    with pytest.raises(workflow.NotAllowed):
        workflow.decline(box, by=mine, reason="duplicate")

    assert Action.DECLINE in workflow.available_actions(box, by=other)
    assert Contribution.objects.decidable_by(Actor(user=other)).exists()


def test_signature_is_kept_with_the_consent(box, cast):
    sent(box, cast, signature=CURVE)

    kept = box.consents.get()
    assert (kept.signature, kept.signed_name) == (CURVE, "")
    assert kept.witness == cast["moderator"]
    assert kept.text == consent.text("uk")


@pytest.mark.parametrize(
    ("path", "is_drawn"),
    [
        (CURVE, True), ("", False), ("M1 1", False), ("<svg onload=x>", False),
        ("M1 1 L2 2\" onload=\"x", False), ("M1 1 L9999 2", False),
        ("M1 1" + " L2 2" * 9000, False),
    ],
)  # fmt: skip
def test_only_lines_are_a_signature(path, is_drawn):
    assert visiting.is_drawn(path) is is_drawn


def test_slip_opens_the_page_and_proves_no_address(client, cast, box):
    Contribution.objects.filter(pk=box.pk).update(email="hanna@people.test")
    sent(box, cast)
    ((_box, address),) = visiting.slip_links(box.visitor, by=cast["moderator"])

    token = address.split("key=")[1]
    client.post(reverse("contributions:detail", args=[box.reference]), {"key": token})
    page = client.get(reverse("contributions:detail", args=[box.reference]))

    assert page.status_code == 200
    box.refresh_from_db()
    assert box.email_proven_at is None


def test_code_is_drawn_by_us_as_svg():
    drawn = codes.qr("https://library.example/?key=abc")
    assert drawn.startswith("<svg")
    assert "<script" not in drawn
    assert "style=" not in drawn  # our policy would drop it
    assert drawn != codes.qr("https://library.example/?key=abd")


class TestPhone:
    """A telephone with the code adds files to one box, for half an hour."""

    @pytest.fixture
    def photos(self, visitor, cast):
        return visiting.open_box(visitor, kind="photos", by=cast["moderator"])

    @pytest.fixture
    def key(self, photos, cast):
        return visiting.phone_link(photos, by=cast["moderator"]).split("key=")[1]

    def test_adds_files_and_nothing_else(self, client, photos, key):
        page = reverse("contributions:phone")
        answer = client.get(page, {"key": key})
        assert answer.status_code == 200
        assert answer["Referrer-Policy"] == "same-origin"
        assert "Ганна" not in answer.content.decode()

        files = [factories.upload("a.jpg"), factories.upload("b.txt", b"words")]
        answer = client.post(page, {"key": key, "files": files})

        assert answer.status_code == 400  # one of them was refused, with its name
        assert "b.txt" in answer.content.decode()
        assert photos.attachments.count() == 1
        inside = client.get(reverse("contributions:draft", args=[photos.reference]))
        assert inside.status_code == 404

    def test_says_when_no_file_was_chosen(self, client, key):
        answer = client.post(reverse("contributions:phone"), {"key": key})
        assert answer.status_code == 400

    def test_code_ends(self, client, photos, key, cast):
        page = reverse("contributions:phone")
        PhoneKey.objects.update(expires_at=timezone.now())
        assert client.get(page, {"key": key}).status_code == 404

        anew = visiting.phone_link(photos, by=cast["moderator"]).split("key=")[1]
        assert client.get(page, {"key": anew}).status_code == 200
        visiting.phone_link(photos, by=cast["moderator"])
        assert client.get(page, {"key": anew}).status_code == 404

    def test_code_ends_when_the_box_is_sent(self, client, photos, key):
        Contribution.objects.filter(pk=photos.pk).update(status=Status.WITHDRAWN)
        answer = client.post(
            reverse("contributions:phone"), {"key": key, "files": [factories.upload()]}
        )
        assert answer.status_code == 404
        assert photos.attachments.count() == 0

    @pytest.mark.parametrize("key", ["", "x", "ключ", "\x00", "a" * 500])
    def test_guess_opens_nothing(self, client, key):
        assert (
            client.get(reverse("contributions:phone"), {"key": key}).status_code == 404
        )

    def test_private_link_is_no_key_of_a_telephone(self, client, photos):
        token = access.issue(photos)
        answer = client.get(reverse("contributions:phone"), {"key": token})
        assert answer.status_code == 404


class TestPages:
    """The desk itself."""

    @pytest.fixture
    def desk(self, client, cast):
        client.force_login(cast["moderator"])
        return client

    @pytest.mark.parametrize(
        "form", [{}, {"name": "  "}, {"name": "\u2800"}, {"name": "x" * 121},
                 {"name": "Іва", "email": "ivan"}, {"name": "Іва", "language": "de"}],
    )  # fmt: skip
    def test_wrong_words_are_said_beside_the_field(self, desk, form):
        answer = desk.post(reverse("contributions:scan_day"), {"language": "uk"} | form)
        assert answer.status_code == 400
        assert "field__error" in answer.content.decode()
        assert not Visitor.objects.exists()

    def test_list_costs_the_same_for_thirty(self, desk, cast, django_assert_max_num_queries):  # fmt: skip
        def cost() -> int:
            with django_assert_max_num_queries(40) as found:
                desk.get(reverse("contributions:scan_day"))
            return len(found)

        desk.get(reverse("contributions:scan_day"))
        for number in range(3):
            visiting.welcome(name=f"П{number}", email="", language="uk", by=cast["moderator"])  # fmt: skip
        few = cost()
        for number in range(27):
            visiting.welcome(name=f"Р{number}", email="", language="uk", by=cast["moderator"])  # fmt: skip
        assert cost() == few

    def test_box_is_not_sent_unsigned(self, desk, visitor):
        desk.post(reverse("contributions:scan_day_person", args=[visitor.pk]), {"kind": "memory"})  # fmt: skip
        box = Contribution.objects.get()
        desk.post(
            reverse("contributions:step", args=[box.reference, "tell"]),
            {"title": "Двір", "story": "Ми грали тут.", "next": "1"},
        )
        check = reverse("contributions:step", args=[box.reference, "check"])
        form = {
            "name": "Ганна", "email": "", "credit": "anonymous", "consent": "on",
            "consent_version": consent.VERSION, "send": "1",
        }  # fmt: skip

        answer = desk.post(check, form | {"signature": "<svg>"})
        assert answer.status_code == 400
        assert 'id="id_signed_name_error"' in answer.content.decode()

        answer = desk.post(check, form | {"signature": CURVE})
        assert answer.status_code == 302
        assert answer.url == reverse("contributions:scan_day_person", args=[visitor.pk])
        box.refresh_from_db()
        assert box.status == Status.SUBMITTED
        assert box.consents.get(signature=CURVE).witness.display_name == "Олена"
        # the desk lets go of it: this browser is not the giver's
        edit = desk.get(reverse("contributions:step", args=[box.reference, "tell"]))
        assert edit.status_code == 404

    def test_signing_is_asked_at_the_desk_only(self, client):
        client.post(reverse("contributions:start"), {"kind": "memory"})
        box = Contribution.objects.get()
        page = client.get(reverse("contributions:step", args=[box.reference, "check"]))
        assert "signed_name" not in page.content.decode()

    def test_slip_speaks_the_persons_language(self, desk, cast):
        visitor = visiting.welcome(name="Иван", email="", language="ru", by=cast["moderator"])  # fmt: skip
        visiting.open_box(visitor, kind="photos", by=cast["moderator"])
        answer = desk.post(reverse("contributions:scan_day_slip", args=[visitor.pk]))
        html = answer.content.decode()
        assert re.search(r"<svg[^>]*>", html)
        assert "Талон 1" in html


class TestPaper:
    """The paper that was signed, photographed instead of the drawing on the screen."""

    @pytest.fixture
    def desk(self, client, cast, box):
        client.force_login(cast["moderator"])
        Contribution.objects.filter(pk=box.pk).update(title="Двір", story="Ми грали.")
        box_page = [box.visitor_id, box.reference]
        client.post(reverse("contributions:scan_day_box", args=box_page))
        return client

    def press(self, client, box, **words):
        said = {"credit": "anonymous", "consent_version": consent.VERSION, "send": "1"}
        page = reverse("contributions:step", args=[box.reference, "check"])
        return client.post(page, said | words, headers={"accept-language": "en"})

    def test_a_photo_of_it_is_a_signature_that_only_the_right_people_see(
        self, desk, client, cast, box, run_tasks
    ):
        photo = factories.upload("paper.jpg")
        answer = self.press(desk, box, consent="on", paper=photo)
        assert answer.status_code == 302
        box.refresh_from_db()
        kept = box.consents.get()
        assert (box.status, kept.is_signed, kept.witness) == (
            Status.SUBMITTED, True, cast["moderator"],
        )  # fmt: skip
        assert not box.attachments.exists()
        run_tasks()

        page = reverse("contributions:consent_paper", args=[box.reference])
        for who in ("moderator", "colleague", "curator"):
            client.force_login(cast[who])
            assert client.get(page).status_code == 403
            desk_page = client.get(f"/moderation/{box.reference}/").text
            assert page not in desk_page
        client.force_login(cast["administrator"])
        assert page in client.get(f"/moderation/{box.reference}/").text
        shown = client.get(page)
        assert shown["Content-Type"] == "image/jpeg"
        assert "no-store" in shown["Cache-Control"]
        assert len(b"".join(shown)) == kept.paper.size_bytes
        assert AuditEntry.objects.filter(action="consent.paper").count() == 1

    def test_a_drawn_signature_is_shown_to_the_same_people(self, client, cast, box):
        sent(box, cast, signature=CURVE, signed_name="Ганна")
        for who, sees in (("colleague", False), ("administrator", True)):
            client.force_login(cast[who])
            page = client.get(f"/moderation/{box.reference}/").text
            assert (CURVE in page) is sees

    @pytest.mark.parametrize(
        "content", [b"", b"<p>no paper</p>" * 9, b"\xff\xd8\xff broken"]
    )
    def test_what_is_no_photo_gets_a_sentence_and_nothing_is_sent(
        self, desk, box, content
    ):
        file = SimpleUploadedFile("paper.jpg", content, "image/jpeg")
        answer = self.press(desk, box, consent="on", paper=file)
        assert answer.status_code == 400
        assert answer.context["form"].errors["paper"]
        box.refresh_from_db()
        assert box.status == Status.DRAFT
        assert not Consent.objects.exclude(paper=None).exists()

    def test_without_the_tick_the_photo_is_asked_for_again(self, desk, box):
        answer = self.press(desk, box, paper=factories.upload("paper.jpg"))
        assert answer.status_code == 400
        assert "choose the photo again" in answer.text

    def test_the_paper_goes_with_a_draft_that_is_given_up(self, desk, box, run_tasks):
        self.press(
            desk, box, consent="on", paper=factories.upload("paper.jpg"), email="x"
        )
        Contribution.objects.filter(pk=box.pk).update(status=Status.DRAFT)
        assert Master.objects.count() == 1
        intake.purge_drafts(
            before=timezone.now() + timedelta(days=1), told_by=timezone.now()
        )
        assert Master.objects.count() == 0
