"""At the desk: a better scan in the place of a published file, and the way back."""

import pytest
from django.core.files.storage import storages
from django.urls import reverse

from contributions import likenesses, workflow
from contributions.models import Attachment, Contribution, ModerationEvent, Resemblance
from contributions.states import Status
from history.models import Item, Media, SupersededFile
from history.publishing import Description
from tests.contributions.test_races import at_once
from tests.factories import make_contribution, make_item, make_master, make_media

pytestmark = pytest.mark.django_db(transaction=True)
MARK = 0x0F1E2D3C4B5A6978
MASK = {"masks": [{"box": [0.1, 0.1, 0.2, 0.2], "style": "fill"}]}
UND = "https://rightsstatements.org/vocab/UND/1.0/"


@pytest.fixture
def item(db) -> Item:
    item = make_item(title="Двір", credit_line="Олена Коваль", language="uk")
    make_media(item, master=make_master(fingerprint=MARK))
    return item


def gift_of(*marks, **overrides) -> Contribution:
    gift = make_contribution(files=0, credit="name", name="Петро Сало", **overrides)
    for position, mark in enumerate(marks):
        Attachment.objects.create(
            contribution=gift,
            master=make_master(fingerprint=mark, width_px=3000, height_px=2000),
            original_name=f"big{position}.jpg",
            position=position,
        )
    likenesses.catch_up(contribution=gift)
    return gift


@pytest.fixture
def desk(client, moderator):
    client.force_login(moderator)
    client.cookies["django_language"] = "en"
    return client


def key(gift, number=0, media=None) -> str:
    file = gift.attachments.order_by("position")[number]
    media = media or file.resemblances.get(media__isnull=False).media
    return f"{file.pk}-{media.pk}-{media.master_id}"


def press(desk, gift, *keys, **changes):
    data = {"how": "replace", "replaced": keys, "title": "Двір", "language": "uk",
            "rights": UND, "credit_line": "Петро Сало"} | changes  # fmt: skip
    return desk.post(
        reverse("contributions:act", args=[gift.reference, "publish"]), data
    )


def exists(media: Media) -> bool:
    return all(storages["public"].exists(step["path"]) for step in media.renditions)


def test_the_better_scan_is_shown_at_the_same_address_and_both_are_named(
    desk, moderator, item
):
    before, gift = item.media.get(), gift_of(MARK ^ 1)
    page = desk.get(reverse("contributions:review", args=[gift.reference]))
    assert key(gift) in page.content.decode()

    assert press(desk, gift, key(gift)).status_code == 302

    gift.refresh_from_db(), item.refresh_from_db()
    now = item.media.get()
    file = gift.attachments.get()
    assert (gift.status, gift.item, file.item) == (Status.PUBLISHED, item, item)
    assert (now.pk, now.master, now.width_px) == (before.pk, file.master, 3000)
    assert item.credit_line == "Олена Коваль і Петро Сало"
    assert exists(now) and not exists(before)
    old = SupersededFile.objects.get()
    assert (old.master, old.replaced_by) == (before.master, moderator)
    assert gift.reference in old.reason
    event = ModerationEvent.objects.get(contribution=gift, action="publish")
    assert event.details["replaced"] == [old.pk]
    seen = desk.get(item.get_absolute_url())
    assert "Петро Сало" in seen.content.decode()


def test_undo_shows_the_old_file_again(moderator, item, desk):
    before, gift = item.media.get(), gift_of(MARK ^ 1)
    press(desk, gift, key(gift))
    replaced = item.media.get()

    workflow.undo(Contribution.objects.get(pk=gift.pk), by=moderator)

    gift.refresh_from_db(), item.refresh_from_db()
    now = item.media.get()
    assert (gift.status, gift.item, gift.attachments.get().item) == (
        "submitted",
        None,
        None,
    )
    assert (now.pk, now.master, now.edits) == (before.pk, before.master, before.edits)
    assert item.credit_line == "Олена Коваль"
    assert exists(now) and not exists(replaced)
    assert not SupersededFile.objects.exists()
    assert item.status == Item.Status.PUBLISHED


def test_undo_comes_too_late_when_it_was_replaced_again(
    moderator, colleague, item, desk
):
    gift, later = gift_of(MARK ^ 1), gift_of(MARK ^ 2)
    press(desk, gift, key(gift))
    media = item.media.get()
    workflow.publish(
        later, by=colleague, description=Description(kind="photo", title="x", language="uk"),
        replacements=[workflow.Replacement(later.attachments.get(), media)],
    )  # fmt: skip
    with pytest.raises(workflow.WrongState):
        workflow.undo(Contribution.objects.get(pk=gift.pk), by=moderator)
    gift.refresh_from_db()
    assert gift.status == Status.PUBLISHED
    assert item.media.get().master == later.attachments.get().master


def test_other_files_are_added_and_undone_with_it(moderator, item, desk):
    gift = gift_of(MARK ^ 1, ~MARK)
    press(desk, gift, key(gift))
    assert item.media.count() == 2
    assert set(gift.attachments.values_list("item", flat=True)) == {item.pk}
    workflow.undo(Contribution.objects.get(pk=gift.pk), by=moderator)
    assert item.media.count() == 1


def test_files_take_the_places_of_pictures_of_several_items(item, desk):
    other = make_item(title="Школа")
    make_media(other, master=make_master(fingerprint=~MARK))
    gift = gift_of(MARK ^ 1, ~MARK ^ 1)
    press(desk, gift, key(gift), key(gift, 1))
    assert [one.media.get().width_px for one in (item, other)] == [3000, 3000]
    first, second = gift.attachments.order_by("position")
    assert (first.item, second.item) == (item, other)


def test_an_item_named_by_hand_is_enough_where_one_stands_against_one(item, desk):
    gift = gift_of(~MARK)
    assert press(desk, gift, extend=item.reference).status_code == 302
    assert item.media.get().master == gift.attachments.get().master


class TestRefusals:
    @pytest.fixture(autouse=True)
    def _watch(self, item):
        before = item.media.get()
        yield
        now = item.media.get()
        assert (now.master, now.renditions) == (before.master, before.renditions)
        assert exists(before)
        assert not SupersededFile.objects.exists()
        assert not Contribution.objects.filter(status="published").exists()

    def test_nothing_chosen(self, item, desk):
        answer = press(desk, gift_of(MARK ^ 1))
        assert answer.status_code == 400
        assert "Please choose a picture" in answer.content.decode()

    def test_a_place_that_was_never_offered(self, item, desk):
        hidden = make_item()
        media = make_media(hidden)
        gift = gift_of(MARK ^ 1)
        assert press(desk, gift, key(gift, media=media)).status_code == 400
        assert media.master == Media.objects.get(pk=media.pk).master

    def test_the_same_place_twice(self, item, desk):
        gift = gift_of(MARK ^ 1, MARK ^ 2)
        answer = press(desk, gift, key(gift), key(gift, 1))
        assert answer.status_code == 400
        assert "one picture only" in answer.content.decode()

    def test_what_the_old_one_hides(self, item, desk):
        Media.objects.filter(item=item).update(edits=MASK)
        gift = gift_of(MARK ^ 1)
        answer = press(desk, gift, key(gift))
        assert answer.status_code == 400
        page = answer.content.decode()
        assert "hides something" in page and 'name="masks_checked"' in page
        Media.objects.filter(item=item).update(edits={})

    def test_archive_only_never_takes_the_place_of_what_all_see(self, item, desk):
        gift = gift_of(MARK ^ 1, audience="archive")
        assert press(desk, gift, key(gift)).status_code == 400

    def test_the_very_same_file_again(self, item, desk):
        gift = make_contribution(files=0)
        Attachment.objects.create(contribution=gift, master=item.media.get().master)
        answer = press(desk, gift, extend=item.reference)
        assert answer.status_code == 409
        assert "is in this item already" in answer.content.decode()

    def test_rest_without_a_place(self, item, desk):
        other = make_item(title="Школа")
        make_media(other, master=make_master(fingerprint=~MARK))
        gift = gift_of(MARK ^ 1, ~MARK ^ 1, 0x123456789ABCDEF)
        answer = press(desk, gift, key(gift), key(gift, 1))
        assert answer.status_code == 400
        assert exists(other.media.get())

    def test_nobody_replaces_with_their_own(self, item, desk, moderator):
        gift = gift_of(MARK ^ 1, contributor=moderator)
        assert press(desk, gift, key(gift)).status_code == 403


def test_masks_confirmed_or_made_anew_open_the_way(item, desk):
    Media.objects.filter(item=item).update(edits=MASK)
    gift = gift_of(MARK ^ 1)
    assert press(desk, gift, key(gift), masks_checked="on").status_code == 302
    assert item.media.get().edits == {}


def test_a_colleague_was_faster(item, desk, colleague):
    first, second = gift_of(MARK ^ 1), gift_of(MARK ^ 2)
    seen = key(second)
    workflow.publish(
        first, by=colleague, description=Description(kind="photo", title="x", language="uk"),
        replacements=[workflow.Replacement(first.attachments.get(), item.media.get())],
    )  # fmt: skip
    answer = press(desk, second, seen)
    assert answer.status_code == 400
    assert "A colleague has changed this picture meanwhile" in answer.content.decode()
    assert item.media.get().master == first.attachments.get().master


@pytest.mark.postgresql
@pytest.mark.parametrize("round_", range(3))
def test_two_replace_the_same_file_at_once(round_, item, moderator, colleague):
    gifts = [gift_of(MARK ^ 1), gift_of(MARK ^ 2)]
    media = item.media.select_related("item").get()

    def act(gift, by):
        return lambda: workflow.publish(
            Contribution.objects.get(pk=gift.pk), by=by,
            description=Description(kind="photo", title="x", language="uk"),
            replacements=[workflow.Replacement(gift.attachments.get(), media)],
        )  # fmt: skip

    found = at_once(act(gifts[0], moderator), act(gifts[1], colleague))

    lost = [one for one in found if isinstance(one, Exception)]
    assert [type(one) for one in lost] == [workflow.WrongState]
    [winner] = Contribution.objects.filter(status="published")
    now = item.media.get()
    assert now.master == winner.attachments.get().master
    assert exists(now)
    assert SupersededFile.objects.count() == 1
    folders = storages["public"].listdir("")[0]
    mine = {
        step["path"].split("/")[0]
        for one in Media.objects.all()
        for step in one.renditions
    }
    assert mine <= set(folders)


def test_what_was_found_goes_with_the_file():
    gift = gift_of(MARK)
    make_media(make_item(), master=make_master(fingerprint=MARK))
    Attachment.objects.update(compared_at=None)
    likenesses.catch_up()
    assert Resemblance.objects.count() == 1
    gift.attachments.all().delete()
    assert Resemblance.objects.count() == 0
