"""Plain functions that make what a test needs, with nothing surprising in it."""

import hashlib
import io
import itertools
from datetime import date, timedelta

from allauth.account.models import EmailAddress
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.utils import timezone
from PIL import Image, ImageDraw

from accounts import roles
from accounts.models import User
from contributions import consent
from contributions.models import Attachment, Consent, Contribution
from contributions.states import DECIDED, Status
from history import curation
from history.models import (
    Collection,
    Exhibit,
    ExhibitBlock,
    Item,
    Master,
    Media,
    OldMap,
    Person,
    Place,
    Subject,
    ThenNow,
)
from history.search import index
from news.models import (
    AnsweredQuestion,
    Branch,
    Event,
    GuideEntry,
    GuideTopic,
    Post,
    Service,
    Tag,
)

numbers = itertools.count(1)


def make_user(email: str = "", *, role=None, display_name: str = "", **extra) -> User:
    """Make a person whose address is verified."""
    email = email or f"person{next(numbers)}@people.test"
    user = User.objects.create_user(email, display_name=display_name, **extra)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    if role is not None:
        roles.give(user, role)
    return user


def jpeg(
    width: int = 320, height: int = 240, *, seed: int | None = None, **save
) -> bytes:
    """Draw a small picture; every seed gives other bytes."""
    seed = next(numbers) if seed is None else seed
    picture = Image.new("RGB", (width, height), (200 - seed % 90, 180, 150))
    draw = ImageDraw.Draw(picture)
    draw.rectangle(
        (10 + seed % 60, 20, width // 2, height - 20), fill=(90, 60, seed % 255)
    )
    draw.text((5, 5), str(seed), fill=(20, 20, 20))
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=85, **save)
    return buffer.getvalue()


def upload(name: str = "photo.jpg", data: bytes | None = None) -> TemporaryUploadedFile:
    """Give a file as it arrives from a browser."""
    data = jpeg() if data is None else data
    file = TemporaryUploadedFile(name, "image/jpeg", len(data), None)
    file.write(data)
    file.flush()
    file.seek(0)
    return file


def make_master(**overrides) -> Master:
    """Make an original that is ready, with one private size, without decoding."""
    data = jpeg()
    sha256 = hashlib.sha256(data).hexdigest()
    small = f"renditions/{sha256}/320.webp"
    values = {
        "sha256": sha256,
        "size_bytes": len(data),
        "media_type": "image/jpeg",
        "original_name": "photo.jpg",
        "width_px": 320,
        "height_px": 240,
        "state": Master.State.READY,
        "renditions": [_step(small, 320, 240)],
    } | overrides
    private = storages["default"]
    private.save(f"masters/{sha256[:2]}/{sha256[2:4]}/{sha256}", ContentFile(data))
    private.save(small, ContentFile(_webp()))
    return Master.objects.create(**values)


def _webp() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (320, 240), (150, 130, 110)).save(buffer, "WEBP", quality=60)
    return buffer.getvalue()


def _step(path: str, width: int, height: int) -> dict:
    return {
        "path": path, "width": width, "height": height, "type": "image/webp",
        "size": len(_webp()),
    }  # fmt: skip


def make_item(*, with_picture: bool = False, **overrides) -> Item:
    """Make an item, published and findable unless told otherwise."""
    number = next(numbers)
    values = {
        "kind": Item.Kind.PHOTO,
        "title": f"Photo {number}",
        "language": "en",
        "status": Item.Status.PUBLISHED,
    } | overrides
    if values["status"] == Item.Status.PUBLISHED:
        values.setdefault("published_at", timezone.now())
    if values["status"] == Item.Status.REMOVED:
        values.setdefault("removed_at", timezone.now())
        values.setdefault("removed_reason", "asked for by the family")
    people, subjects = values.pop("people", ()), values.pop("subjects", ())
    item = Item.objects.create(**values)
    item.people.set(people)
    item.subjects.set(subjects)
    if with_picture:
        make_media(item)
    index.index_item(item)
    return item


def make_media(item: Item, **overrides) -> Media:
    """Give an item a public picture."""
    master = overrides.pop("master", None) or make_master()
    path = f"test-{master.sha256[:20]}/320.webp"
    storages["public"].save(path, ContentFile(_webp()))
    values = {
        "item": item,
        "master": master,
        "position": item.media.count(),
        "width_px": 320,
        "height_px": 240,
        "alt": "A test picture",
        "renditions": [_step(path, 320, 240)],
    } | overrides
    return Media.objects.create(**values)


def make_old_map(item: Item, **overrides) -> OldMap:
    """Lay the first picture of an item over the middle of the test town."""
    values = {
        "name": "Town plan", "year": 1912, "media": item.media.earliest("position"),
        "south": 47.94, "west": 36.88, "north": 47.96, "east": 36.92, "is_shown": True,
    } | overrides  # fmt: skip
    return OldMap.objects.create(**values)


def make_tiles(media: Media) -> str:
    """Give a picture tiles, two files that stand for all; returns their public name."""
    image = hashlib.sha256(str(media.pk).encode()).hexdigest()[:32]
    public, folder = storages["public"], f"iiif/{image}"
    public.save(f"{folder}/info.json", ContentFile(b'{"id": ""}'))
    public.save(f"{folder}/full/max/0/default.jpg", ContentFile(jpeg()))
    media.tiles_state = Media.Tiles.MADE
    media.tiles = {"folder": folder, "size": [4000, 3000], "whole": [320, 240]}
    media.save()
    return image


def make_place(name: str = "Заводська вулиця", **overrides) -> Place:
    values = {
        "slug": f"place-{next(numbers)}",
        "kind": Place.Kind.STREET,
        "name_uk": name,
    }
    return Place.objects.create(**values | overrides)


def make_person(name: str = "Марія Іваненко", **overrides) -> Person:
    values = {"slug": f"person-{next(numbers)}", "name_uk": name}
    return Person.objects.create(**values | overrides)


def make_subject(name: str = "трамвай", **overrides) -> Subject:
    values = {"slug": f"subject-{next(numbers)}", "name_uk": name}
    return Subject.objects.create(**values | overrides)


def make_collection(
    title: str = "Вулиці міста", *, items=(), **overrides
) -> Collection:
    """Make a published collection of these items."""
    values = {
        "slug": f"collection-{next(numbers)}",
        "title_uk": title,
        "published_at": timezone.now(),
    } | overrides
    collection = Collection.objects.create(**values)
    for item in items:
        curation.attach(item, to=collection, by=None)
    return collection


def make_story(title: str = "Перший трамвай", **overrides) -> Exhibit:
    """Make a published story without blocks."""
    values = {
        "slug": f"story-{next(numbers)}",
        "title_uk": title,
        "published_at": timezone.now(),
    }
    return Exhibit.objects.create(**values | overrides)


def make_block(story: Exhibit, kind: str = "item", **values) -> ExhibitBlock:
    """Put a block at the end of a story."""
    position = story.blocks.count()
    return ExhibitBlock.objects.create(
        exhibit=story, kind=kind, position=position, **values
    )


def make_then_now(then: Item, now: Item, **overrides) -> ThenNow:
    """Let two items with a picture each be seen together, without a slider."""
    values = {
        "then": then.media.get(), "now": now.media.get(), "state": "published",
        "made_at": timezone.now(), "published_at": timezone.now(),
    } | overrides  # fmt: skip
    return ThenNow.objects.create(**values)


def make_post(title: str = "Новина", **overrides) -> Post:
    values = {
        "slug": f"post-{next(numbers)}",
        "title_uk": title,
        "body_uk": "<p>Текст.</p>",
        "published_at": timezone.now() - timedelta(hours=1),
    } | overrides
    return Post.objects.create(**values)


def make_tag(name: str = "Тема", **overrides) -> Tag:
    values = {"slug": f"tag-{next(numbers)}", "name_uk": name} | overrides
    return Tag.objects.create(**values)


def make_branch(name: str = "Центральна бібліотека", **overrides) -> Branch:
    values = {
        "slug": f"branch-{next(numbers)}",
        "name_uk": name,
        "address_uk": "вул. Заводська, 12",
    }
    return Branch.objects.create(**values | overrides)


def make_service(title: str = "Читацький квиток", **overrides) -> Service:
    values = {
        "slug": f"service-{next(numbers)}",
        "title_uk": title,
        "published_at": timezone.now() - timedelta(hours=1),
    }
    return Service.objects.create(**values | overrides)


def make_topic(title: str = "Документи", **overrides) -> GuideTopic:
    values = {"slug": f"topic-{next(numbers)}", "title_uk": title}
    return GuideTopic.objects.create(**values | overrides)


def make_site(title: str = "Дія", *, topic__slug: str = "", **overrides) -> GuideEntry:
    """Put a site into the guide, on a topic of its own unless one is given."""
    if "topic" not in overrides:
        overrides["topic"] = make_topic(**{"slug": topic__slug} if topic__slug else {})
    values = {"title_uk": title, "url": "https://diia.gov.ua/"}
    return GuideEntry.objects.create(**values | overrides)


def make_answered(title: str = "Де старий план?", **overrides) -> AnsweredQuestion:
    values = {
        "slug": f"question-{next(numbers)}",
        "title_uk": title,
        "answer_uk": "<p>У читальній залі.</p>",
        "published_at": timezone.now() - timedelta(hours=1),
    }
    return AnsweredQuestion.objects.create(**values | overrides)


def make_event(title: str = "Вечір", **overrides) -> Event:
    """Make a published event of two hours, a week from now, at six in the evening."""
    first = timezone.localtime() + timedelta(days=7)
    first = first.replace(hour=18, minute=0, second=0, microsecond=0)
    values = {
        "slug": f"event-{next(numbers)}",
        "title_uk": title,
        "starts_at": first,
        "address_uk": "вул. Заводська, 12",
        "published_at": timezone.now() - timedelta(hours=1),
    } | overrides
    values.setdefault("ends_at", values["starts_at"] + timedelta(hours=2))
    return Event.objects.create(**values)


def make_contribution(
    *, status=Status.SUBMITTED, files: int = 1, **overrides
) -> Contribution:
    """Make a complete contribution in any status, as if it had gone the whole way."""
    now = timezone.now()
    number = next(numbers)
    values = {
        "kind": Contribution.Kind.PHOTOS,
        "status": status,
        "name": "Галина Коваль",
        "email": f"giver{number}@people.test",
        "title": f"Наша вулиця {number}",
        "story": "Тут ми жили.",
        "date_said": "близько 1962",
        "date_edtf": "1962~",
        "date_earliest": date(1961, 1, 1),
        "date_latest": date(1963, 12, 31),
        "taken_by": "family",
        "reuse": "ask",
        "language": "uk",
    }
    if status != Status.DRAFT:
        values |= {
            "email_proven_at": now,
            "sent_at": now,
            "submitted_at": now,
            "promise_at": now + timedelta(days=10),
        }
    decider = overrides.pop("decided_by", None)
    if status in DECIDED:
        decider = decider or make_user(role=roles.Role.MODERATOR)
        values |= {"decided_at": now, "decided_by": decider}
    if status == Status.PUBLISHED:
        values["item"] = overrides.pop("item", None) or make_item()
    if status == Status.NEEDS_INFO:
        values["paused_at"] = now
    contribution = Contribution.objects.create(**values | overrides)
    for position in range(files):
        Attachment.objects.create(
            contribution=contribution,
            master=make_master(),
            original_name=f"IMG_{position}.jpg",
            position=position,
        )
    Consent.objects.create(
        contribution=contribution,
        version=consent.VERSION,
        text=consent.text("uk"),
        sha256=consent.fingerprint("uk"),
        language="uk",
        choices={"audience": contribution.audience},
        given_at=now,
    )
    return contribution
