"""Planted words that nobody may read: no public answer, file or log line has them.

One contribution goes the whole way, with a real photograph that knows where it was
taken; beside it stands everything that is not public. Then a visitor, another resident
and a browser with another private link follow every link there is.
"""

import io
import logging
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageDraw

from config import changes
from config.kept import KEPT
from contributions import access, enquiries, following, seats, targets
from contributions.models import Attachment, Comment, Contribution, Issue, Message
from history import masters, publishing
from history.models import Depiction, Item, Media
from tests import factories
from tests.deciding import seen
from tests.permissions import asking, crawling, reading

pytestmark = pytest.mark.django_db
LATITUDE, LONGITUDE = 50.123456, 30.654321
ADDRESS = "203.0.113.77"
CANARIES = {
    "e-mail": "canary-7f3a@example.test",
    "name": "Zqname",
    "address of the computer": ADDRESS,
    "latitude": "50.1234",
    "longitude": "30.6543",
    "camera": "ZqCameraSerial",
    "comment in the file": "ZqJpegComment",
    "name of the file": "zqfilename",
    "title not decided": "Zqundecided",
    "title of a draft": "Zqdraft",
    "title declined": "Zqdeclined",
    "title withdrawn": "Zqwithdrawn",
    "staff note": "Zqstaffnote",
    "letter of the thread": "Zqletter",
    "note of a refusal": "Zqrefusal",
    "wish for removal": "Zqremoval",
    "post not published": "Zqdraftpost",
    "post for later": "Zqscheduled",
    "collection not opened": "Zqcollection",
    "note on a hidden item": "Zqentrynote",
    "hidden item": "Zqhidden",
    "words of a hidden item": "Zqhiddenstory",
    "archive only": "Zqarchive",
    "removed item": "Zqremoved",
    "living person": "Zqliving",
    "comment that waits": "Zqheldcomment",
    "comment hidden": "Zqhiddencomment",
    "e-mail of a comment": "zqcommenter@example.test",
    "e-mail of a follower": "zqfollower@example.test",
    "e-mail of a reader of the letter": "zqreader@example.test",
    "words before an issue": "Zqforeword",
    "name of who reserved": "Zqreserved",
    "e-mail of who reserved": "zqguest@example.test",
    "name of who asked": "Zqasked",
    "e-mail of who asked": "zqasker@example.test",
    "question to a librarian": "Zqenquiry",
    "draft of a service": "Zqservicedraft",
    "e-mail of the staff": "moderator@people.test",
    "e-mail of an account": "zqaccount@example.test",
}
LINKED_BY_MAIL = {"contributions:detail", "contributions:removal"}
VISITORS = ("A", "Rx", "Lx")


def photograph() -> bytes:
    """Make a real JPEG that knows where, with what and for whom it was taken."""
    picture = Image.new("RGB", (900, 600), (120, 140, 160))
    ImageDraw.Draw(picture).rectangle((80, 90, 500, 400), fill=(200, 120, 60))
    exif = Image.Exif()
    exif[0x010F] = exif[0x0110] = CANARIES["camera"]
    exif[0x9C9D & 0xFFFF] = CANARIES["name"].encode("utf-16-le")
    exif.get_ifd(0x8769)[0xA431] = CANARIES["camera"]
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", _degrees(LATITUDE)
    gps[3], gps[4] = "E", _degrees(LONGITUDE)
    stream = io.BytesIO()
    comment = f"{CANARIES['comment in the file']} {LATITUDE} {LONGITUDE}"
    picture.save(stream, "JPEG", exif=exif, comment=comment.encode(), quality=90)
    return stream.getvalue()


def _degrees(value: float) -> tuple[float, float, float]:
    degrees, rest = divmod(value, 1)
    minutes, rest = divmod(rest * 60, 1)
    return degrees, minutes, round(rest * 60, 4)


@dataclass
class World:
    """The planted contribution, what the crawls found, and what was logged."""

    gift: Contribution
    item: Item
    harvests: dict[str, crawling.Harvest]
    logged: str
    token: str


@pytest.fixture(scope="module")
def world(_standing_stage, django_db_blocker):
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    loggers = [logging.getLogger(), logging.getLogger("django.request")]
    caches_kept = {**settings.CACHES, "pages": settings.KEEPING["pages"]}
    with (
        django_db_blocker.unblock(),
        transaction.atomic(),
        override_settings(CACHES=caches_kept),
    ):
        for logger in loggers:
            logger.addHandler(handler)
        try:
            stage = _standing_stage
            gift, token = _give(stage)
            _plant(stage, gift)
            seeds = _seeds(stage)
            harvests = {
                (actor, language): crawling.crawl(
                    stage.browser(actor), seeds, most=most, language=language
                )
                for actor, language, most in (
                    ("A", "uk", 400), ("A", "ru", 150), ("A", "en", 150),
                    ("Rx", "uk", 250), ("Lx", "uk", 150),
                )
            }  # fmt: skip
        finally:
            for logger in loggers:
                logger.removeHandler(handler)
        yield World(gift, gift.item, harvests, lines.getvalue(), token)
        transaction.set_rollback(True)


def _seeds(stage) -> list[str]:
    """Begin at home; then every address that the table opens to a visitor."""
    found = ["/", "/robots.txt", "/.well-known/security.txt", "/sw.js"]
    for row in reading.rows():
        if row.method == "GET" and row.codes.get("A") == "Y" and row.argument != "key":
            found.append(asking.address(stage, row, "A")[0])
    return list(dict.fromkeys(found))


def _give(stage) -> tuple[Contribution, str]:
    """Give a photograph as a visitor does, and publish it as a moderator does."""
    browser = stage.browser("A", REMOTE_ADDR=ADDRESS)
    answer = browser.post(reverse("contributions:start"), {"kind": "photos"})
    gift = Contribution.objects.get(reference=answer["Location"].split("/")[-2])
    upload = SimpleUploadedFile(
        f"{CANARIES['name of the file']}.jpg", photograph(), "image/jpeg"
    )
    receive = reverse("contributions:receive", args=[gift.reference])
    assert browser.post(receive, {"file": upload}).status_code == 201
    Contribution.objects.filter(pk=gift.pk).update(
        created_at=timezone.now() - timezone.timedelta(hours=1)
    )
    told = {"title": CANARIES["title not decided"], "story": "Ми грали тут щовечора."}
    mine = {"name": CANARIES["name"], "email": CANARIES["e-mail"]}
    for step, words in [
        ("tell", told | {"next": "1"}),
        ("rights", {"taken_by": "family", "reuse": "ask", "audience": "public"}),
        ("check", asking.LAST_PAGE | mine),
    ]:
        answer = browser.post(
            reverse("contributions:step", args=[gift.reference, step]), words
        )
        assert answer.status_code == 302
    token = access.issue(gift)
    assert browser.post(gift.get_absolute_url(), {"key": token}).status_code == 302
    masters.prepare(Attachment.objects.get(contribution=gift).master)
    act = reverse("contributions:act", args=[gift.reference, "publish"])
    room = stage.collections["published"]
    form = asking.PUBLISH | {"title": "Двір удень", "collections": [room.pk]}
    form |= {"seen": seen(gift)}
    assert stage.browser("M").post(act, form).status_code == 302
    gift.refresh_from_db()
    assert gift.status == "published"
    return gift, token


def _plant(stage, gift: Contribution) -> None:
    """Set everything that is not public around what is."""
    now, word = timezone.now(), CANARIES
    whose = {"name": word["name"], "email": word["e-mail"]}
    account = factories.make_user(
        word["e-mail of an account"], display_name=word["name"]
    )
    make = factories.make_contribution
    make(title=word["title not decided"], story=word["title not decided"], **whose)
    make(status="draft", title=word["title of a draft"], contributor=account, **whose)
    make(status="declined", title=word["title declined"], **whose)
    make(status="withdrawn", title=word["title withdrawn"], **whose)
    for body, note in (
        (word["staff note"], True),
        (word["letter of the thread"], False),
    ):
        Message.objects.create(
            contribution=gift, author=stage.people["M"], created_at=now, body=body,
            is_from_library=True, is_staff_only=note,
        )  # fmt: skip
    event = gift.events.order_by("-pk").first()
    type(event).objects.filter(pk=event.pk).update(note=word["note of a refusal"])
    Contribution.objects.filter(pk=gift.pk).update(
        removal_requested_at=now, removal_reason=word["wish for removal"]
    )
    following.ask(
        targets.of("place", "street"), email=word["e-mail of a follower"],
        language="uk", is_proven=True,
    )  # fmt: skip
    seats.ask(
        stage.events["published"], name=word["name of who reserved"],
        email=word["e-mail of who reserved"], language="uk", is_proven=True,
    )  # fmt: skip
    enquiries.ask(
        name=word["name of who asked"], email=word["e-mail of who asked"],
        question=word["question to a librarian"], language="uk", is_proven=True,
        may_publish=True,
    )  # fmt: skip
    factories.make_service(word["draft of a service"], published_at=None)
    following.ask(
        targets.newsletter("uk"), email=word["e-mail of a reader of the letter"],
        language="uk", is_proven=True,
    )  # fmt: skip
    Issue.objects.create(foreword_uk=word["words before an issue"])
    _plant_in_the_archive(stage, gift.item)
    stage.events["published"].brought.set(Item.objects.all())
    factories.make_post(
        title=word["post not published"], body_uk=word["post not published"],
        published_at=None,
    )  # fmt: skip
    factories.make_post(
        title=word["post for later"], published_at=now + timezone.timedelta(days=2)
    )
    about = {"target": gift.item, "name": "Guest", "language": "uk"}
    about["email"] = word["e-mail of a comment"]
    decided = {"decided_at": now, "decided_by": stage.people["M"]}
    Comment.objects.create(body=word["comment that waits"], **about)
    Comment.objects.create(
        body=word["comment hidden"], state="hidden", **about, **decided
    )
    Comment.objects.create(body="shown", state="visible", **about, **decided)


def _plant_in_the_archive(stage, item: Item) -> None:
    word, room = CANARIES, stage.collections["published"]
    living = factories.make_person(f"{word['living person']} Повна")
    item.people.add(living)
    Depiction.objects.create(
        media=item.media.first(),
        person=living,
        left=0.1,
        top=0.1,
        width=0.2,
        height=0.2,
    )
    place = factories.make_place("Вулиця Канарок")
    Item.objects.filter(pk=item.pk).update(place=place)
    hidden = factories.make_item(
        title=word["hidden item"], story=word["words of a hidden item"], place=place,
        with_picture=True, people=[living],
    )  # fmt: skip
    archive = factories.make_item(
        title=word["archive only"], status="hidden", is_archive_only=True, place=place
    )
    removed = factories.make_item(title=word["removed item"], place=place)
    memory = factories.make_item(
        kind="memory", title=word["hidden item"], about=item, status="hidden"
    )
    for one in (hidden, archive, removed, memory):
        entry = factories.curation.attach(one, to=room, by=None)
        type(entry).objects.filter(pk=entry.pk).update(
            note_uk=word["note on a hidden item"]
        )
    publishing.hide(hidden, by=stage.people["D"])
    publishing.take_down(removed, by=stage.people["D"], reason="by wish")
    factories.make_collection(
        word["collection not opened"], items=[item], published_at=None, parent=room
    )
    factories.index.index_item(Item.objects.get(pk=item.pk))


@pytest.mark.parametrize("canary", CANARIES)
def test_nobody_reads_it(world, canary):
    found = {
        visitor: harvest.holding(CANARIES[canary])
        for visitor, harvest in world.harvests.items()
    }

    assert {visitor: paths for visitor, paths in found.items() if paths} == {}


@pytest.mark.parametrize(
    "canary", [name for name in CANARIES if name != "e-mail of the staff"]
)
def test_nothing_of_it_is_logged(world, canary):
    assert CANARIES[canary] not in world.logged
    assert world.token not in world.logged


def test_the_crawl_saw_every_public_address(world):
    opened = {
        row.name
        for row in reading.rows()
        if row.method == "GET" and row.codes.get("A") == "Y"
    } | set(reading.public_static())

    assert opened - world.harvests["A", "uk"].names - LINKED_BY_MAIL == set()


def test_no_kept_page_is_made_of_a_table_that_may_change_in_silence(world):
    read = {
        name: tables
        for name, tables in world.harvests["A", "ru"].tables.items()
        if name in KEPT
    }
    for name, tables in world.harvests["A", "uk"].tables.items():
        if name in KEPT:
            read[name] = read.get(name, set()) | tables

    assert set(read) == KEPT
    assert {
        name: tables & (changes.QUIET - {"config_change", "history_sighting"})
        for name, tables in read.items()
        if tables & (changes.QUIET - {"config_change", "history_sighting"})
    } == {}


def test_the_crawl_saw_what_was_published_and_found_nothing_broken(world):
    for harvest in world.harvests.values():
        assert harvest.holding("Двір удень")
        assert {
            path: status
            for path, (status, _headers, _body) in harvest.answers.items()
            if status >= 500
        } == {}


def test_no_link_leads_nowhere(world, stage):
    """Every address that a public page names answers, but for old sizes and doors."""
    known = set(_seeds(stage))
    lost = {
        path
        for path, (status, _headers, _body) in world.harvests["A", "uk"].answers.items()
        if status == 404 and path not in known
    }

    assert lost == set()


def test_public_pictures_know_nothing(world):
    harvest = world.harvests["A", "uk"]
    pictures = {
        path: body
        for path, (status, _headers, body) in harvest.answers.items()
        if path.startswith("/media/") and status == 200
    }
    steps = [step for media in world.item.media.all() for step in media.renditions]

    assert {f"/media/{step['path']}" for step in steps} <= set(pictures)
    for path, body in pictures.items():
        with Image.open(io.BytesIO(body)) as picture:
            picture.load()
            assert dict(picture.getexif()) == {}, path
            assert not set(picture.info) & {"exif", "xmp", "comment", "Comment"}, path


def test_the_picture_did_know(world):
    """The canaries were alive: the original still has what the public files lost."""
    master = Attachment.objects.get(contribution=world.gift).master

    with masters.open_local(master) as path:
        original = path.read_bytes()
    assert CANARIES["camera"].encode() in original
    assert CANARIES["comment in the file"].encode() in original
    assert Media.objects.filter(master=master, item=world.item).exists()


class TestStaff:
    """Contact data is for administrators: P61, P69."""

    def pages(self, world) -> list[str]:
        gift = world.gift
        return [
            reverse("contributions:queue") + "?view=removal",
            reverse("contributions:queue") + "?view=aside",
            reverse("contributions:queue"),
            reverse("contributions:review", args=[gift.reference]),
            reverse("contributions:comment_queue"),
            reverse("admin:contributions_contribution_changelist"),
            reverse("admin:contributions_contribution_change", args=[gift.pk]),
            reverse("admin:contributions_contribution_history", args=[gift.pk]),
            reverse("admin:contributions_comment_changelist"),
            reverse("admin:contributions_contribution_changelist")
            + f"?q={CANARIES['e-mail']}",
            reverse("admin:history_item_changelist"),
            reverse("admin:history_item_change", args=[gift.item_id]),
            reverse("admin:history_item_history", args=[gift.item_id]),
        ]

    @pytest.mark.parametrize("actor", ["M", "C", "E"])
    @pytest.mark.parametrize("canary", ["name", "e-mail", "e-mail of an account"])
    def test_moderators_and_curators_do_not_see_who_it_was(
        self, world, stage, actor, canary
    ):
        browser = stage.browser(actor)
        typed = CANARIES["e-mail"]

        for path in self.pages(world):
            text = browser.get(path).content.decode()
            text = text.replace(f'value="{typed}"', "") if typed in path else text
            text = text.replace(f"q={typed}", "")
            assert CANARIES[canary] not in text, path

    def test_administrators_do(self, world, stage):
        path = reverse("contributions:review", args=[world.gift.reference])
        text = stage.browser("D").get(path).content.decode()

        assert CANARIES["e-mail"] in text
        assert CANARIES["name"] in text

    def test_a_moderator_cannot_search_people_by_address(self, world, stage):
        """P70: asking for an address finds nothing and tells nothing."""
        path = reverse("admin:contributions_contribution_changelist")
        browser = stage.browser("M")

        right = browser.get(path, {"q": CANARIES["e-mail"]}).content.decode()
        wrong = browser.get(path, {"q": "nobody-3b1c@example.test"}).content.decode()

        assert world.gift.reference not in right
        assert world.gift.reference not in wrong

    @pytest.mark.parametrize(
        "question",
        ["email__startswith=c", "contributor__email=x", "name=x", "email=x"],
    )
    def test_nor_filter_by_it(self, world, stage, question):
        path = reverse("admin:contributions_contribution_changelist")
        answer = stage.browser("M").get(f"{path}?{question}")

        assert answer.status_code in (302, 400)
