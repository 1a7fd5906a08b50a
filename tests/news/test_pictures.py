"""Pictures of posts: kept as originals, shown small, never before their post."""

import re
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


def form(post, rows: list[dict], **changes) -> dict:
    """Write what the page of a post sends; the first rows are the pictures it has."""
    there = post.pictures.count()
    found = {
        "title_uk": post.title_uk, "slug": post.slug, "kind": "news", "tags_said": "",
        "bylines-TOTAL_FORMS": 0, "bylines-INITIAL_FORMS": 0,
        "pictures-TOTAL_FORMS": len(rows), "pictures-INITIAL_FORMS": there,
        "materials-TOTAL_FORMS": 0, "materials-INITIAL_FORMS": 0,
    } | changes  # fmt: skip
    for number, row in enumerate(rows):
        found |= {f"pictures-{number}-{name}": value for name, value in row.items()}
    return found


def test_an_editor_adds_pictures_and_no_mistake_costs_the_upload(client, editor):
    post = make_post()
    client.force_login(editor)
    client.cookies["django_language"] = "en"
    address = f"/admin/news/post/{post.pk}/change/"
    words = {"body_uk": "<p>Слова</p><p>[[1]]</p><p>[[7]]</p>"}

    lacking = client.post(address, form(post, [{"file": upload()}], **words))
    page = lacking.content.decode()
    assert "tick that it only adorns the text" in page
    assert "&lt;p&gt;[[1]]&lt;/p&gt;" in page
    kept = re.search(r'name="pictures-0-kept" value="([^"]+)"', page)[1]
    row = {"kept": kept, "alt_uk": "Міст", "caption_ru": "Мост"}
    saved = client.post(address, form(post, [row], **words), follow=True)

    picture = post.pictures.get()
    assert (picture.number, picture.alt_uk, picture.caption_ru) == (1, "Міст", "Мост")
    assert "[[7]]" in re.search(r'class="warning">([^<]+)', saved.content.decode())[1]
    shown = client.get(address).content.decode()
    assert "[[1]]" in shown
    assert 'type="file" name="pictures-0-file"' not in shown
    same = {"id": picture.pk, "post": post.pk, "alt_uk": "Старий міст"}
    client.post(address, form(post, [same], **words))
    picture.refresh_from_db()
    assert (picture.alt_uk, picture.number) == ("Старий міст", 1)
    known = {"id": picture.pk, "post": post.pk, "alt_uk": "Міст", "DELETE": "on"}
    client.post(address, form(post, [known], **words))
    assert not post.pictures.exists()


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"alt_uk": "Міст"}, "Choose the file"),
        ({"alt_uk": "Міст", "kept": "1:forged"}, "Choose the file"),
        ({"alt_uk": "Міст", "file": b"MZ" + b"\0" * 4000}, "This is no picture"),
        ({"alt_uk": "Міст", "file": b""}, "empty"),
        ({"alt_uk": "Мі\0ст", "is_decorative": "on"}, "Null characters"),
    ],
)
def test_what_is_wrong_with_a_picture_stands_beside_it(client, editor, row, sentence):
    post = make_post()
    client.force_login(editor)
    client.cookies["django_language"] = "en"
    if isinstance(row.get("file"), bytes):
        row = row | {"file": upload(data=row["file"])}

    answer = client.post(
        f"/admin/news/post/{post.pk}/change/",
        form(post, [row], body_uk="<p>Не загубити</p>"),
    )

    page = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in page
    assert "Не загубити" in page
    assert not PostPicture.objects.exists()
