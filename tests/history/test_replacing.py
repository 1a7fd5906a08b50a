"""A better scan takes the place of a file: same address, both named, nothing lost."""

import pytest
from django.core.files.storage import storages
from django.utils import timezone
from django.utils.translation import override

from history import masters, publishing, replacing
from history.models import Item, Master, SupersededFile
from tests.factories import make_item, make_master, make_media

pytestmark = pytest.mark.django_db(transaction=True)
MASK = {"masks": [{"box": [0.1, 0.1, 0.2, 0.2], "style": "fill"}]}


def better(**overrides) -> Master:
    return (
        make_master(width_px=3000, height_px=2000, original_name="big.jpg")
        if not overrides
        else make_master(**overrides)
    )


@pytest.fixture
def item(db) -> Item:
    item = make_item(title="Двір", credit_line="Олена Коваль", language="uk")
    make_media(item, caption="перша")
    make_media(item, caption="друга")
    return item


def first(item):
    return item.media.order_by("position").first()


def public(media) -> list[bool]:
    return [storages["public"].exists(step["path"]) for step in media.renditions]


def replace(media, master, *, by=None, **words):
    words = {"reason": "sharper", "credit": "Петро Сало"} | words
    return replacing.replace_file(media, master=master, by=by, **words)


def test_the_item_keeps_its_address_and_the_file_its_place(item, moderator):
    before, master = first(item), better()
    address, old_master = item.get_absolute_url(), before.master

    old = replace(before, master, by=moderator)

    item.refresh_from_db()
    now = first(item)
    assert item.get_absolute_url() == address
    assert (now.pk, now.position, now.caption) == (before.pk, 0, "перша")
    assert (now.master, now.width_px) == (master, 3000)
    assert public(now) == [True] and public(before) == [False]
    assert {step["path"] for step in now.renditions}.isdisjoint(
        step["path"] for step in before.renditions
    )
    assert (old.master, old.replaced_by, old.reason) == (
        old_master,
        moderator,
        "sharper",
    )
    assert item.history.first().history_change_reason == "file replaced"


@pytest.mark.parametrize(
    ("language", "joined"),
    [
        ("uk", "Олена Коваль і Петро Сало"),
        ("ru", "Олена Коваль и Петро Сало"),
        ("en", "Олена Коваль and Петро Сало"),
    ],
)
def test_both_givers_are_named_in_the_language_of_the_item(item, language, joined):
    Item.objects.filter(pk=item.pk).update(language=language)
    replace(first(item), better())
    item.refresh_from_db()
    assert item.credit_line == joined


@pytest.mark.parametrize(
    ("had", "came", "joined"),
    [
        ("Олена Коваль", "", "Олена Коваль"),
        ("", "Петро Сало", "Петро Сало"),
        ("Олена Коваль", "олена коваль", "Олена Коваль"),
    ],
)
def test_nobody_is_named_twice_or_without_a_name(item, had, came, joined):
    Item.objects.filter(pk=item.pk).update(credit_line=had)
    replace(first(item), better(), credit=came)
    item.refresh_from_db()
    assert item.credit_line == joined


def test_a_third_giver_is_named_as_well(item):
    replace(first(item), better())
    replace(first(item), better(), credit="Ганна")
    item.refresh_from_db()
    assert item.credit_line == "Олена Коваль і Петро Сало, а також Ганна"


def test_the_old_original_is_never_swept(item):
    old_master = first(item).master
    replace(first(item), better())
    masters.sweep(before=timezone.now())
    assert Master.objects.filter(pk=old_master.pk).exists()
    assert storages["default"].exists(masters.key_of(old_master.sha256))


def test_put_back_it_is_exactly_as_before(item, moderator):
    before = first(item)
    edits = {"rotate": 180}
    before.edits = edits
    before.save()
    old = replace(before, better(), by=moderator)
    replaced = first(item)

    replacing.put_back(old, by=moderator)

    now = first(item)
    item.refresh_from_db()
    assert (now.pk, now.master, now.edits) == (before.pk, before.master, edits)
    assert (now.width_px, now.caption) == (320, "перша")
    assert public(now).count(True) == len(now.renditions) > 0
    assert public(replaced) == [False]
    assert item.credit_line == "Олена Коваль"
    assert not SupersededFile.objects.exists()


def test_a_credit_corrected_since_stays(item):
    old = replace(first(item), better())
    item.refresh_from_db()
    publishing.correct(
        item, by=None, reason="spelling", credit_line="О. Коваль, П. Сало"
    )
    replacing.put_back(old, by=None)
    item.refresh_from_db()
    assert item.credit_line == "О. Коваль, П. Сало"


def test_what_was_replaced_again_is_not_put_back(item):
    old = replace(first(item), better())
    replace(first(item), better())
    with pytest.raises(replacing.Overtaken):
        replacing.put_back(old, by=None)


class TestRefusals:
    def unchanged(self, item, before):
        now = first(item)
        assert (now.master_id, now.renditions) == (before.master_id, before.renditions)
        assert public(before) == [True]
        assert not SupersededFile.objects.exists()

    def test_who_looked_at_the_file_before_comes_too_late(self, item):
        seen = first(item)
        replace(first(item), better())
        with pytest.raises(replacing.Overtaken):
            replace(seen, better())
        assert SupersededFile.objects.count() == 1

    def test_what_the_old_file_hid_is_not_shown_by_mistake(self, item):
        before = first(item)
        before.edits = MASK
        before.save()
        with pytest.raises(replacing.MasksAtRisk):
            replace(first(item), better())
        with pytest.raises(replacing.MasksAtRisk):
            replace(first(item), better(), edits={"rotate": 90})
        self.unchanged(item, before)

    def test_masks_of_the_new_file_or_a_word_open_the_way(self, item):
        for number, way in enumerate([{"edits": MASK}, {"masks_checked": True}]):
            media = item.media.get(position=number)
            media.edits = MASK
            media.save()
            replace(media, better(), **way)
        one, other = item.media.order_by("position")
        assert (len(one.edits["masks"]), other.edits) == (1, {})

    @pytest.mark.parametrize(
        "master",
        [
            {"state": "received"},
            {"state": "unreadable"},
            {"page_count": 2},
            {"media_type": "audio/mpeg", "width_px": None, "height_px": None},
        ],
    )
    def test_what_is_no_picture_yet_or_at_all(self, item, master):
        before = first(item)
        with pytest.raises(publishing.NotReady):
            replace(before, make_master(**master))
        self.unchanged(item, before)

    def test_a_file_that_the_item_shows_already(self, item):
        before = first(item)
        with pytest.raises(publishing.NotReady):
            replace(before, item.media.get(position=1).master)
        self.unchanged(item, before)
        assert public(item.media.get(position=1)) == [True]

    def test_an_item_that_was_taken_down(self, item):
        before = first(item)
        publishing.take_down(item, by=None, reason="asked for")
        with pytest.raises(publishing.NotReady):
            replace(first(item), better())
        assert first(item).master_id == before.master_id

    def test_no_reason_or_a_credit_too_long(self, item):
        before = first(item)
        with override("en"), pytest.raises(ValueError, match="why"):
            replace(before, better(), reason=" ")
        with pytest.raises(publishing.NotReady):
            replace(before, better(), credit="х" * 190)
        self.unchanged(item, before)


def test_a_hidden_item_gets_no_public_file(item):
    publishing.hide(item, by=None)
    folders = set(storages["public"].listdir("")[0])
    replace(first(item), better())
    assert first(item).renditions == []
    assert set(storages["public"].listdir("")[0]) == folders
