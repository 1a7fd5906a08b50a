"""What a text shows by reference: what is read as one, and what nobody may see."""

import re

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from history.models import Call, Item
from news import presenting
from news.blocks.references import Ref, pieces, refs_in
from news.models import PostPicture
from tests.factories import (
    make_block,
    make_collection,
    make_event,
    make_item,
    make_master,
    make_place,
    make_post,
    make_story,
)

SITE = settings.SITE_URL
LINK = '<a href="{0}" rel="noopener">{1}</a>'


def line(words: str) -> str:
    return f"<p>{words}</p>"


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("ST-000001", [("item", 1)]),
        (" ST-000001&nbsp;", [("item", 1)]),
        ("ST-000001, ST-000002<br>ST-000003", [("item", 1), ("item", 2), ("item", 3)]),
        ("ST-000001,ST-000002", [("item", 1), ("item", 2)]),
        ("/items/ST-000007/", [("item", 7)]),
        (f"{SITE}/items/ST-000007/mist-1962/", [("item", 7)]),
        (f"{SITE}/collections/tram/?page=2#x", [("collection", "tram")]),
        (f"{SITE}/stories/tram/", [("story", "tram")]),
        (f"{SITE}/calls/tram/", [("call", "tram")]),
        (f"{SITE}/events/vechir/", [("event", "vechir")]),
        (f"{SITE}/news/vechir/", [("post", "vechir")]),
        (f"{SITE}/map/", [("map", "")]),
        (f"{SITE}/map/?bbox=1,2,3,4&amp;from=1950", [("map", "bbox=1,2,3,4&from=1950")]),
        (LINK.format(f"{SITE}/stories/tram/", f"{SITE}/stories/tram/"), [("story", "tram")]),
        (LINK.format("/items/ST-000007/", "ST-000007"), [("item", 7)]),
        ("[[1]]", [("picture", 1)]),
        ("[[ 2, 1;3 ]]", [("picture", 2), ("picture", 1), ("picture", 3)]),
        # words, and what leads elsewhere
        ("Див. ST-000001", []),
        (LINK.format(f"{SITE}/stories/tram/", "наша розповідь"), []),
        ("https://example.org/items/ST-000001/", []),
        (f"{SITE}.evil.example/items/ST-000001/", []),
        ("//evil.example/items/ST-000001/", []),
        (f"{SITE}/admin/", []),
        (f"{SITE}/stories/", []),
        ("ST-1", []),
        ("XX-000001", []),
        ("[[]]", []),
        ("[[x]]", []),
        ("[[1]] і ще", []),
        ("<em>ST-000001</em>", []),
        ("ST-000001 " * 61, []),
        ("-" * 100_000, []),
    ],
)  # fmt: skip
def test_what_is_a_reference(words, kinds):
    text = f"<h2>A</h2>{line(words)}<p>B</p>"

    assert [(ref.kind, ref.key) for ref in refs_in(text)] == kinds
    parts = pieces(text)
    assert "".join(p if isinstance(p, str) else line(words) for p in parts) == text


def test_lines_typed_without_html_are_read_as_well(db):
    item = make_item(title="Міст")
    told = presenting.body(make_post(body_uk=f"Перше & друге\n\n{item.reference}"))

    assert "<p>Перше &amp; друге</p>" in told["html"]
    assert f'href="/items/{item.reference}/' in told["html"]


def everything() -> tuple[str, list]:
    """Make one of each kind. Returns: the text, and how to hide each of them."""
    place = make_place(latitude=50.01, longitude=36.2)
    item = make_item(title="Річковий міст", with_picture=True, place=place)
    room = make_collection("Трамвай")
    story = make_story("Перший трамвай")
    make_block(story, "text", text="Слово")
    call = Call.objects.create(
        slug="depo", collection=make_collection("Депо"), title="Шукаємо депо",
        opened_at=timezone.now(),
    )  # fmt: skip
    event = make_event("Вечір пам’яті")
    post = make_post("Як це було")
    rows = [item, room, story, call, event, post]
    urls = [item.reference, *(SITE + row.get_absolute_url() for row in rows[1:])]
    hide = [
        lambda: Item.objects.filter(pk=item.pk).update(status="hidden"),
        *(lambda row=row: type(row).objects.filter(pk=row.pk).update(published_at=None)
          for row in (room, story)),
        lambda: Call.objects.update(opened_at=None),
        *(lambda row=row: type(row).objects.filter(pk=row.pk).update(published_at=None)
          for row in (event, post)),
    ]  # fmt: skip
    return "".join(map(line, [*urls, f"{SITE}/map/"])), hide


TITLES = [
    "Річковий міст", "Трамвай", "Перший трамвай", "Шукаємо депо", "Вечір пам’яті",
    "Як це було",
]  # fmt: skip


@pytest.mark.django_db
def test_what_is_hidden_vanishes_and_only_who_writes_is_told(client, editor):
    text, hide = everything()
    post = make_post("Огляд", slug="ohliad", body_uk=f"<p>Слова.</p>{text}")
    client.cookies["django_language"] = "uk"

    body = presenting.body(post)
    assert [title in body["html"] for title in TITLES] == [True] * 6
    assert 'class="plain"' in body["html"]
    assert body["lacking"] == []
    slugs = [str(ref.key) for ref in refs_in(text)[1:-1]]
    for act in hide:
        act()

    body = presenting.body(post)
    assert body["html"].strip() == "<p>Слова.</p>"
    assert len(body["lacking"]) == 7
    page = client.get("/news/ohliad/").content.decode()
    assert not any(title in page for title in TITLES)
    assert "ST-0" not in page
    for address in ("/api/v1/posts/", "/api/v1/posts/ohliad/", "/news/feed/"):
        told = client.get(address).content.decode()
        assert "Слова." in told
        assert not any(word in told for word in ("ST-0", *slugs))
    client.force_login(editor)
    assert "<code>ST-0" in client.get("/news/ohliad/").content.decode()


@pytest.mark.django_db
def test_an_event_has_them_too_and_feeds_have_links(client):
    text, _hide = everything()
    event = make_event("Огляд", body_uk=text, slug="ohliad")
    make_post("Огляд", body_uk=text)

    page = client.get(event.get_absolute_url()).content.decode()
    feed = client.get("/news/feed/").content.decode()

    assert [title in page for title in TITLES] == [True] * 6
    for ref in refs_in(text):
        if ref.kind not in ("map", "item"):
            assert (
                f'href="{ref.written}"&gt;' in feed or f'href="{ref.written}">' in feed
            )
    assert "block" not in re.sub(r"blockquote", "", feed)


@pytest.mark.django_db
def test_what_was_merged_is_followed():
    stays = make_item(title="Краща світлина")
    gone = make_item(title="Гірша", status="removed")
    Item.objects.filter(pk=gone.pk).update(merged_into=stays)

    assert (
        "Краща світлина" in presenting.body(make_post(body_uk=gone.reference))["html"]
    )


@pytest.mark.django_db
def test_many_ask_no_more_than_one(django_assert_num_queries):
    def text(number: int) -> str:
        lines = []
        for _n in range(number):
            story = make_story(f"Розповідь {_n}")
            make_block(story, item=make_item(with_picture=True))
            lines += [
                make_item(with_picture=True, place=make_place()).reference,
                SITE + make_collection(f"Зібрання {_n}").get_absolute_url(),
                SITE + story.get_absolute_url(),
                SITE + make_event(f"Подія {_n}").get_absolute_url(),
                SITE + make_post(f"Новина {_n}").get_absolute_url(),
                f"{SITE}/map/?bbox=36,50,37,51",
            ]
        return "".join(map(line, lines))

    few, many = make_post(body_uk=text(3)), make_post(body_uk=text(9))
    counts = []
    for posts in ([few], [many], [few, many] * 5):
        with CaptureQueriesContext(connection) as asked:
            presenting.plain_bodies(posts)
        counts.append(len(asked) - len(posts))  # the pictures of each
    assert len(set(counts)) == 1
    with CaptureQueriesContext(connection) as of_few:
        presenting.body(few)
    with django_assert_num_queries(len(of_few)):
        presenting.body(many)


def picture(post, number: int, **words) -> PostPicture:
    step = {"path": f"a{number}/320.webp", "width": 320, "height": 240,
            "type": "image/webp", "size": 1}  # fmt: skip
    values = {"renditions": [step], "width_px": 320, "height_px": 240} | words
    return PostPicture.objects.create(
        post=post, number=number,
        master=make_master(), **values,
    )  # fmt: skip


@pytest.mark.django_db
def test_pictures_stand_where_they_are_named_and_the_rest_at_the_end():
    post = make_post(body_uk=f"{line('[[2]]')}<p>Слова</p>{line('[[9]]')}")
    picture(post, 1, alt_uk="Площа", caption_uk="1962")
    picture(post, 2, is_decorative=True, alt_uk="Візерунок")
    picture(post, 3, alt_uk="Річка", renditions=[])

    told = presenting.body(post)

    assert re.findall(r"a\d/320|Слова|1962", told["html"])[:1] == ["a2/320"]
    order = [told["html"].index(one) for one in ("a2/320", "Слова", "a1/320", "1962")]
    assert order == sorted(order)
    assert 'alt="Площа"' in told["html"]
    assert "Візерунок" not in told["html"]
    assert "Річка" not in told["html"]  # it is being made
    assert told["lacking"] == ["[[9]]"]
    [plain] = presenting.plain_bodies([post])
    assert f'<img src="{SITE}/media/a1/320.webp" alt="Площа"' in plain
    other = make_post(body_uk=line("[[1]]"))
    assert presenting.body(other)["html"] == ""


@pytest.mark.django_db
def test_several_make_a_gallery():
    post = make_post(body_uk=line("[[1 2]]"))
    picture(post, 1, alt_uk="А")
    picture(post, 2, alt_uk="Б")

    html = presenting.body(post)["html"]

    assert html.count("gallery__item") == 2
    assert html.count("<img") == 2


def test_a_reference_keeps_what_was_written():
    assert refs_in(line("ST-000001")) == [Ref("item", 1, "ST-000001")]
