"""Pictures of posts: kept as originals, shown small, never before their post."""

from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.utils import timezone
from django.utils.translation import override

from history.auditing import Report, compare_files
from history.masters import sweep, sweep_storage
from history.models import Master
from news import picturing
from news.models import PostPicture
from tests.factories import jpeg, make_post, upload

pytestmark = pytest.mark.django_db(transaction=True)
SOON = timedelta(days=2)


def taken_in(post, data: bytes | None = None, **words) -> PostPicture:
    picture = picturing.take_in(post, upload(data=data), **words)
    picturing.show(picture)
    picture.refresh_from_db()
    return picture


def names(picture: PostPicture) -> list[str]:
    return [step["path"] for step in picture.renditions]


def are_there(paths: list[str]) -> list[bool]:
    return [storages["public"].exists(path) for path in paths]


def test_the_original_stays_and_the_sizes_go_out_bare():
    data = jpeg()
    picture = taken_in(make_post(), data, alt={"uk": "Міст"}, caption={"ru": "1962"})

    key = picture.master.sha256
    with storages["default"].open(f"masters/{key[:2]}/{key[2:4]}/{key}") as file:
        assert file.read() == data
    assert (picture.number, picture.mark) == (1, "[[1]]")
    assert (picture.alt_uk, picture.caption_ru) == ("Міст", "1962")
    assert picture.picture.alt == "Міст"
    assert len({path.split("/")[0] for path in names(picture)}) == 1
    assert len(names(picture)[0].split("/")[0]) == 32
    for path in names(picture):
        with storages["public"].open(path) as file:
            assert b"Exif" not in file.read()


def test_the_same_bytes_are_the_same_picture_and_others_the_next():
    post = make_post()

    first, again, other = (
        picturing.take_in(post, upload(data=data))
        for data in (jpeg(seed=1), jpeg(seed=1), jpeg(seed=2))
    )

    assert (first, first.number, other.number) == (again, 1, 2)
    assert picturing.take_in(make_post("Інша"), upload(data=jpeg(seed=1))).number == 1
    assert Master.objects.count() == 2


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7\n" + b"x" * 2000, "no picture"),
        (b"ID3\x04" + b"\0" * 4000, "no picture"),
        (b"MZ" + b"\0" * 4000, "no picture"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
        (b"", "empty"),
    ],
)
def test_what_is_no_picture_is_told(data, words):
    post = make_post()

    with pytest.raises(picturing.Refused) as refused, override("en"):
        picturing.take_in(post, upload(data=data))

    assert words in refused.value.sentence
    assert not Master.objects.exists()


def test_a_picture_over_the_limit_is_told(settings):
    settings.UPLOAD_MAX_BYTES = 1000

    with pytest.raises(picturing.Refused) as refused, override("en"):
        picturing.take_in(make_post(), upload())

    assert "smaller" in refused.value.sentence


def test_a_draft_again_has_other_names():
    post = make_post()
    picture = taken_in(post)
    before = names(picture)
    picturing.tick()  # it was seen in public
    post.published_at = None
    post.save()

    picturing.tick()
    picturing.show(PostPicture.objects.get())

    picture.refresh_from_db()
    assert are_there(before) == [False] * len(before)
    assert are_there(names(picture)) == [True] * len(before)
    assert not set(names(picture)) & set(before)
    picturing.tick()
    assert names(PostPicture.objects.get()) == names(picture)


def test_what_a_disk_lost_is_made_again():
    picture = taken_in(make_post())
    storages["public"].delete(names(picture)[0])

    picturing.show(picture)

    picture.refresh_from_db()
    assert are_there(names(picture)) == [True] * len(names(picture))


def test_care_knows_the_files_and_deleting_the_post_lets_them_go():
    post = make_post()
    picture = taken_in(post)
    paths = names(picture)
    later = timezone.now() + SOON

    sweep(before=later)
    swept = sweep_storage(at=later)
    report = Report()
    compare_files(report, at=later)

    assert not set(swept.deleted) & set(paths)
    assert not [d for d in report.differences if d.name in paths]
    storages["public"].delete(paths[0])
    report = Report()
    compare_files(report, at=later)
    assert [(d.kind, d.name) for d in report.differences if d.name in paths] == [
        ("public", paths[0])
    ]

    post.delete()

    assert are_there(paths) == [False] * len(paths)
    assert sweep(before=later) == 1
