"""Everything the table speaks of, made once: people, gifts in each state, items, files."""

from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace

from allauth.mfa.models import Authenticator
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import Client
from django.utils import timezone

from accounts import roles
from accounts.roles import Role
from contributions import access, enquiries, visiting, workflow
from contributions.models import Comment, Contribution, Message, Upload
from contributions.states import Status
from contributions.workflow import removals
from history import claiming, masters, publishing
from history.models import Call, Item, Master, OldMap, Shelf, Synonym, ThenNow
from news import revising
from news.models import SpecialDay
from tests import factories

STAFF = {
    "M": Role.MODERATOR,
    "C": Role.CURATOR,
    "E": Role.EDITOR,
    "D": Role.ADMINISTRATOR,
}
UNKNOWN_PK = 999_999
UNKNOWN_REFERENCE = "ZZZZ2222"
UNKNOWN_SLUG = "no-such-thing"
UNKNOWN_KEY = "0" * 32


@dataclass
class Stage:
    """People by actor, browsers by actor, things by kind and state."""

    people: dict = field(default_factory=dict)
    visitor: tuple = ()
    cookies: dict = field(default_factory=dict)
    gifts: dict = field(default_factory=dict)
    items: dict = field(default_factory=dict)
    collections: dict = field(default_factory=dict)
    stories: dict = field(default_factory=dict)
    pairs: dict = field(default_factory=dict)
    posts: dict = field(default_factory=dict)
    events: dict = field(default_factory=dict)
    persons: dict = field(default_factory=dict)
    comments: dict = field(default_factory=dict)
    claims: dict = field(default_factory=dict)
    media: dict = field(default_factory=dict)
    tiles: dict = field(default_factory=dict)
    stuck: Master | None = None
    old_map: OldMap | None = None
    uploads: dict = field(default_factory=dict)
    cases: dict = field(default_factory=dict)
    enquiries: dict = field(default_factory=dict)

    def browser(self, actor: str, **options) -> Client:
        """Give a fresh browser in which this actor has been here before."""
        client = Client(raise_request_exception=False, **options)
        for name, value in self.cookies.get(actor, {}).items():
            client.cookies[name] = value
        return client

    def item(self, state: str, actor: str) -> Item:
        """Give the item in a state; some are given by each of the staff."""
        if state == "own":
            return self.items[f"own-{actor if actor in STAFF else 'M'}"]
        return self.items[state]

    def gift(self, state: str, actor: str) -> Contribution:
        """Give the contribution in a state; some states are made for each of the staff."""
        if state.startswith(("own-", "decided-by-me")):
            return self.gifts[state, actor if actor in STAFF else "M"]
        return self.gifts[state, "Ro"]


def make() -> Stage:
    """Set the whole stage."""
    roles.sync()
    stage = Stage()
    stage.people = {
        "Ro": factories.make_user("resident@people.test", role=Role.RESIDENT),
        "Rx": factories.make_user("neighbour@people.test", role=Role.RESIDENT),
        "colleague": factories.make_user("other@people.test", role=Role.MODERATOR),
    }
    for actor, role in STAFF.items():
        name = f"{role.value}@people.test"
        stage.people[actor] = factories.make_user(name, role=role, display_name=actor)
    Authenticator.objects.create(
        user=stage.people["colleague"], type=Authenticator.Type.RECOVERY_CODES, data={}
    )
    _archive(stage)
    _gifts(stage)
    visitor = visiting.welcome(
        name="Ганна", email="", language="uk", by=stage.people["M"]
    )
    stage.visitor = (
        visitor,
        visiting.open_box(visitor, kind="photos", by=stage.people["M"]),
    )
    _uploads(stage)
    _comments(stage)
    _cases(stage)
    _enquiries(stage)
    _library()
    _browsers(stage)
    return stage


def _archive(stage: Stage) -> None:
    make = factories.make_item
    stage.items = {
        "published": make(title="Шахта", with_picture=True),
        "hidden": make(title="Сховане", status=Item.Status.HIDDEN, with_picture=True),
        "archive": make(
            title="Архівне", status=Item.Status.HIDDEN, is_archive_only=True
        ),
        "removed": make(title="Знесене", with_picture=True),
        "unknown": SimpleNamespace(pk=UNKNOWN_PK, reference=f"ST-{UNKNOWN_PK}"),
        "other": make(title="Ще одне"),
    }
    for actor in STAFF:
        person = stage.people[actor]
        stage.items[f"own-{actor}"] = make(title="Своє", contributor=person)
    said = claiming.Said(field="date", words="1958", language="uk", source="comment")
    for state in ("published", *(f"own-{actor}" for actor in STAFF)):
        stage.claims[state] = claiming.propose(stage.items[state], said, by=None)
    for state in ("hidden", "removed"):
        item = stage.items[state]
        stage.media[state] = item.media.get().renditions[0]["path"]
    for state in ("published", "hidden", "removed"):
        stage.tiles[state] = factories.make_tiles(stage.items[state].media.get())
    stage.tiles["unknown"] = "no-such-picture"
    today = make(title="Сьогодні", with_picture=True).media.get()
    for state in ("published", "hidden"):
        stage.pairs[state] = ThenNow.objects.create(
            then=stage.items[state].media.get(), now=today, state="published",
            made_at=timezone.now(), published_at=timezone.now(),
        )  # fmt: skip
    stage.pairs["unknown"] = SimpleNamespace(pk=UNKNOWN_PK)
    administrator = stage.people["D"]
    publishing.hide(stage.items["hidden"], by=administrator)
    publishing.take_down(stage.items["removed"], by=administrator, reason="by wish")
    for state in ("hidden", "removed"):  # a test commits nothing, so the hook waits
        storages["public"].delete(stage.media[state])
        masters.withdraw_folders([f"iiif/{stage.tiles[state]}"])
    stage.media["published"] = (
        stage.items["published"].media.get().renditions[0]["path"]
    )
    stage.media["private"] = storages["default"].save("secret.txt", ContentFile(b"x"))
    stage.media["unknown"] = "no-such-folder/320.webp"
    stage.collections = {
        "published": factories.make_collection(
            slug="shown", items=[stage.items["published"], stage.items["hidden"]]
        ),
        "draft": factories.make_collection(slug="unseen", published_at=None),
    }
    for state, collection in stage.collections.items():
        Call.objects.create(
            slug=f"call-{state}", collection=collection, title_uk="Шукаємо депо",
            opened_at=timezone.now(),
        )  # fmt: skip
    for state, published_at in (("published", timezone.now()), ("draft", None)):
        story = factories.make_story(slug=f"story-{state}", published_at=published_at)
        for item in ("published", "hidden", "removed"):
            factories.make_block(story, item=stage.items[item])
        stage.stories[state] = story
    shelf = Shelf.objects.create(owner=stage.people["Ro"], share_key="shelf-shared")
    shelf.entries.create(item=stage.items["hidden"], position=0)
    later = timezone.now() + timedelta(days=3)
    stage.posts = {
        "published": factories.make_post(slug="shown"),
        "draft": factories.make_post(slug="unseen", published_at=None),
        "scheduled": factories.make_post(slug="later", published_at=later),
    }
    for state, post in stage.posts.items():
        post.tags.add(factories.make_tag(slug=f"tag-{state}"))
        post.bylines.create(name=f"author-{state}")
        revising.record(post, by=None)
        master = factories.make_master(media_type="application/pdf")
        post.materials.create(master=master)
    stage.events = {
        "published": factories.make_event(
            slug="evening", branch=factories.make_branch(), capacity=500
        ),
        "draft": factories.make_event(slug="evening-unseen", published_at=None),
        "scheduled": factories.make_event(slug="evening-later", published_at=later),
    }
    stage.persons = {
        "dead": factories.make_person("Петро Коваль", slug="dead", is_living=False),
        "living": factories.make_person("Олена Жива", slug="living"),
    }
    factories.make_place(slug="street")
    factories.make_subject(slug="tram")
    stage.old_map = factories.make_old_map(stage.items["hidden"], is_shown=False)
    Synonym.objects.create(words="комбінат, завод")
    stage.stuck = factories.make_master(problem="missing")


def _gifts(stage: Stage) -> None:
    resident, others = stage.people["Ro"], {"Rx": stage.people["Rx"]}
    mine = {"contributor": resident, "email": resident.email, "name": "Марія"}
    colleague = stage.people["colleague"]
    make = factories.make_contribution
    for status in Status.values:
        extra = {"decided_by": colleague} if status in workflow_decided() else {}
        stage.gifts[status, "Ro"] = make(status=status, **mine, **extra)
    now = timezone.now()
    stage.gifts["sent", "Ro"] = make(status=Status.DRAFT, sent_at=now, **mine)
    stage.gifts["claimed", "Ro"] = make(
        claimed_by=colleague, claimed_until=now + timedelta(days=1), **mine
    )
    stage.gifts["taken_down", "Ro"] = make(
        status=Status.PUBLISHED, item=stage.items["removed"], decided_by=colleague,
        **mine,
    )  # fmt: skip
    stage.gifts["removal_asked", "Ro"] = _published(stage, mine, by=colleague)
    workflow.request_removal(
        stage.gifts["removal_asked", "Ro"], by=resident, reason="I changed my mind."
    )
    stage.gifts["really_published", "Ro"] = _published(stage, mine, by=colleague)
    Message.objects.create(
        contribution=stage.gifts["submitted", "Ro"], author=colleague, created_at=now,
        is_from_library=True, is_staff_only=True, body="a note among colleagues",
    )  # fmt: skip
    for actor in STAFF:
        stage.gifts["decided-by-me", actor] = _published(
            stage, mine, by=stage.people[actor]
        )
        others[actor] = stage.people[actor]
    for actor, person in others.items():
        theirs = {"contributor": person, "email": person.email}
        for status in ("draft", "submitted", "needs_info", "published", "declined"):
            extra = {"decided_by": colleague} if status in workflow_decided() else {}
            stage.gifts[f"own-{status}", actor] = make(status=status, **theirs, **extra)
        stage.gifts["own-really-published", actor] = _published(
            stage, theirs, by=colleague
        )
    stage.gifts["unknown", "Ro"] = SimpleNamespace(reference=UNKNOWN_REFERENCE)
    Contribution.objects.update(created_at=now - timedelta(hours=1))


def _uploads(stage: Stage) -> None:
    """Begin an upload in each gift that the table asks about."""
    later = timezone.now() + timedelta(days=1)
    for state in ("draft", "submitted", "published"):
        stage.uploads[state] = Upload.objects.create(
            contribution=stage.gifts[state, "Ro"], length=1000, expires_at=later,
            original_name="half.jpg",
        )  # fmt: skip
    stage.uploads["unknown"] = SimpleNamespace(key=UNKNOWN_KEY)


def workflow_decided() -> set[str]:
    """Name the statuses that need somebody who decided."""
    return {Status.PUBLISHED, Status.DECLINED, Status.SPAM}


def _published(stage: Stage, whose: dict, *, by) -> Contribution:
    gift = factories.make_contribution(kind="memory", files=0, **whose)
    words = publishing.Description(kind="memory", title="Спогад", language="uk")
    workflow.publish(gift, by=by, description=words)
    return gift


def _comments(stage: Stage) -> None:
    about = {
        "target": stage.items["published"], "name": "Гість", "language": "uk",
        "email": "guest@people.test",
    }  # fmt: skip
    now = timezone.now()
    decided = {"decided_at": now, "decided_by": stage.people["colleague"]}
    stage.comments = {
        "held": Comment.objects.create(body="waits", **about),
        "visible": Comment.objects.create(
            body="shown", state="visible", **about, **decided
        ),
        "hidden": Comment.objects.create(
            body="rude", state="hidden", **about, **decided
        ),
        "unknown": SimpleNamespace(pk=UNKNOWN_PK),
    }
    for actor in STAFF:
        person = stage.people[actor]
        stage.comments[f"own-{actor}"] = Comment.objects.create(
            body="mine", author=person, **about | {"email": person.email}
        )


def _cases(stage: Stage) -> None:
    """Let somebody who is in a picture ask for its removal."""
    case = removals.ask(
        stage.items["published"], asker="depicted", ground="other", words="It is me.",
        email="depicted@people.test", language="uk",
    )  # fmt: skip
    stage.cases = {
        "open": removals.prove(case),
        "unknown": SimpleNamespace(reference=UNKNOWN_REFERENCE),
    }


def _enquiries(stage: Stage) -> None:
    """Let somebody ask a librarian, and somebody whose address is not proven."""
    words = {"name": "Гість", "language": "uk", "question": "Де старий план?"}
    stage.enquiries = {
        "open": enquiries.ask(email="asker@people.test", is_proven=True, **words),
        "unproven": enquiries.ask(email="unproven@people.test", **words),
        "unknown": SimpleNamespace(reference=UNKNOWN_REFERENCE),
    }


def _library() -> None:
    """Set up a house, services, the guide and questions, public and not."""
    now = timezone.now()
    days = {"published": now, "draft": None, "scheduled": now + timedelta(days=3)}
    house = factories.make_branch(slug="house-known")
    SpecialDay.objects.create(
        branch=house, first_day=now.date(), last_day=now.date(), reason_uk="Свято"
    )
    for state, published_at in days.items():
        factories.make_service(slug=f"service-{state}", published_at=published_at)
        factories.make_answered(slug=f"question-{state}", published_at=published_at)
    factories.make_site(topic__slug="topic-known")
    factories.make_topic(slug="topic-empty")


def _browsers(stage: Stage) -> None:
    for actor in ("Ro", "Rx", *STAFF):
        client = Client()
        client.force_login(stage.people[actor])
        stage.cookies[actor] = _kept(client)
    for actor, owner in (("Lo", "Ro"), ("Lx", "Rx")):
        client = Client()
        for (state, whose), gift in stage.gifts.items():
            if whose == owner and state != "unknown":
                _open_link(client, gift)
        stage.cookies[actor] = _kept(client)
    # Opening a link proves an address; drafts stay drafts, "sent" is put back.
    sent = stage.gifts["sent", "Ro"]
    Contribution.objects.filter(pk=sent.pk).update(
        status=Status.DRAFT, submitted_at=None, promise_at=None, email_proven_at=None
    )
    for gift in stage.gifts.values():
        if isinstance(gift, Contribution):
            gift.refresh_from_db()


def _open_link(client: Client, gift: Contribution) -> None:
    token = access.issue(gift)
    answer = client.post(gift.get_absolute_url(), {"key": token})
    assert answer.status_code == 302, (gift.status, answer.status_code)


def _kept(client: Client) -> dict[str, str]:
    return {
        name: morsel.value
        for name, morsel in client.cookies.items()
        if name == "sessionid"
    }
