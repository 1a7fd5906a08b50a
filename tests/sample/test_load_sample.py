"""The command that lays down the sample city, and the catalogue for measuring."""

import io

import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from accounts.models import User
from accounts.roles import Role
from contributions.models import Comment, Contribution, Letter, ModerationEvent
from contributions.states import Status
from history.models import (
    Collection,
    CollectionEntry,
    Item,
    Media,
    Place,
    SearchDocument,
)
from history.search import query  # noqa: F401 (the room must be there)
from news.models import Event, Post
from sample import catalogue, city, town


@pytest.fixture(scope="module")
def small_pictures(tmp_path_factory):
    """Give thumbnails, most of them alike: the same way in a tenth of the time.

    The same bytes are one original, so a dozen files are prepared instead of ninety;
    what telephones took stays itself.
    """
    folder = tmp_path_factory.mktemp("pictures")
    for path in town.PICTURES.glob("*.jpg"):
        with Image.open(path) as picture:
            exif = picture.getexif()
            is_phone = bool(exif.get_ifd(0x8825))
            side = int(path.stem[-1]) if path.stem[-2:-1] == "-" else 1
            if not is_phone:
                picture = Image.linear_gradient("L").resize((200, 120 + 10 * side))
            picture.thumbnail((200, 200))
            picture.save(folder / path.name, exif=exif if is_phone else Image.Exif())
    patch = pytest.MonkeyPatch()
    patch.setattr(town, "PICTURES", folder)
    yield folder
    patch.undo()


@pytest.fixture(scope="module")
def loaded(small_pictures, django_db_setup, django_db_blocker):
    """Load the city once for the module; the rows go when the module is done."""
    from django.db import transaction

    with django_db_blocker.unblock():
        block = transaction.atomic()
        block.__enter__()
        counts = city.build()
        yield counts
        transaction.set_rollback(True)
        block.__exit__(None, None, None)


def test_it_is_as_large_as_promised(loaded):
    published = Item.objects.published()
    assert published.count() == loaded["items"] >= 60
    assert Collection.objects.count() >= 8
    assert Collection.objects.filter(parent__isnull=False).count() >= 3
    old_and_new = Place.objects.filter(names__to_year__isnull=False).distinct()
    assert old_and_new.count() >= 12
    assert Post.objects.count() == 10
    assert set(Event.objects.values_list("status", flat=True)) == set(
        Event.Status.values
    )
    assert Event.objects.to_come().filter(repeats_until__isnull=False).count() == 1
    assert Event.objects.past().get().coverage.count() == 1
    assert set(Contribution.objects.values_list("status", flat=True)) == set(
        Status.values
    )
    assert Contribution.objects.filter(status=Status.SUBMITTED).count() == 9
    years = [
        day.year for day in published.values_list("date_earliest", flat=True) if day
    ]
    assert min(years) < 1895
    assert max(years) >= 2019


def test_every_published_item_shows_or_tells_something(loaded):
    for item in Item.objects.published().prefetch_related("media"):
        files = list(item.media.all())
        assert files or item.story, item.title
        assert all(one.renditions for one in files)
        seen = [one for one in files if not one.is_sound]
        assert all(one.placeholder and one.alt for one in seen)
    assert SearchDocument.objects.count() == loaded["items"]


def test_all_three_languages_are_there(loaded):
    assert set(Item.objects.values_list("language", flat=True)) == {"uk", "ru", "en"}
    for name in ("title_uk", "title_ru", "title_en", "introduction_en"):
        assert not Collection.objects.filter(**{name: ""}).exists()
        assert not Collection.objects.filter(**{name: None}).exists()
    assert CollectionEntry.objects.exclude(note_uk="").exclude(note_uk=None).exists()


def test_the_record_of_what_happened_is_real(loaded):
    for gift in Contribution.objects.exclude(status=Status.DRAFT):
        last = gift.events.order_by("at", "pk").last()
        assert last.after == gift.status
    assert ModerationEvent.objects.filter(action="ask").count() == 4
    assert not Letter.objects.filter(sent_at__isnull=True).exists()
    assert Comment.objects.filter(state="held").exists()


def test_nobody_tells_where_the_telephone_was(loaded):
    for media in Media.objects.exclude(renditions=[]):
        assert "gps" not in str(media.renditions).lower()
    taken = [
        m for m in Media.objects.select_related("master") if m.master.exif.get("_gps")
    ]
    assert taken


def test_every_role_can_sign_in(loaded):
    for role in Role.values:
        user = User.objects.filter(groups__name=role).first()
        assert user is not None, role
        assert user.check_password("stalne-demo")


def test_a_second_load_changes_nothing(loaded):
    before = Item.objects.count(), Contribution.objects.count(), Media.objects.count()
    said = io.StringIO()
    call_command("load_sample", "--if-empty", stdout=said)
    assert "moderator@stalne.example" in said.getvalue()
    with pytest.raises(CommandError, match="not empty"):
        call_command("load_sample")
    after = Item.objects.count(), Contribution.objects.count(), Media.objects.count()
    assert after == before


@pytest.mark.django_db
def test_a_catalogue_is_the_same_for_the_same_seed(small_pictures):
    def shape(seed):
        items = Item.objects.published().filter(credit_line__contains=f", {seed}/")
        return [
            (
                item.kind, item.title, item.story, item.date_edtf, item.place.slug
                if item.place else "", item.published_at, item.media.count(),
                sorted(subject.slug for subject in item.subjects.all()),
            )
            for item in items.select_related("place").order_by("published_at", "pk")
        ]  # fmt: skip

    catalogue.build(500, seed=7)
    first = shape(7)
    assert len(first) == 500
    assert SearchDocument.objects.count() == 500
    Item.objects.all().delete()
    catalogue.build(500, seed=7)
    assert shape(7) == first
    catalogue.build(20, seed=8)
    assert shape(8) != first[:20]
