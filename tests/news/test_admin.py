"""How editors write: what is cleaned, who may, what a wrong address is told."""

import pytest

from news.forms import PostForm
from news.models import Post, Tag
from news.writing import clean_html
from tests.factories import make_post, make_tag

pytestmark = pytest.mark.django_db
ADD = "/admin/news/post/add/"


def bylines(*rows: dict) -> dict:
    found = {"bylines-TOTAL_FORMS": len(rows), "bylines-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        row = {"position": number, "user": "", "name": ""} | row
        found |= {f"bylines-{number}-{name}": value for name, value in row.items()}
    return found


def written(**changes) -> dict:
    return {
        "title_uk": "Новина", "title_ru": "", "title_en": "",
        "summary_uk": "", "summary_ru": "", "summary_en": "",
        "body_uk": "<p>Текст</p>", "body_ru": "", "body_en": "",
        "slug": "novyna", "kind": "news", "cover": "",
        "published_at_0": "", "published_at_1": "", "tags_said": "",
        "pinned_until": "", "pictures-TOTAL_FORMS": 0, "pictures-INITIAL_FORMS": 0,
        "materials-TOTAL_FORMS": 0, "materials-INITIAL_FORMS": 0,
        **bylines(),
    } | changes  # fmt: skip


def test_editor_writes_and_is_named(client, editor):
    client.force_login(editor)

    answer = client.post(
        ADD,
        written(body_uk='<p style="x" onclick="y">A<script>z</script></p>'),
    )

    assert answer.status_code == 302
    post = Post.objects.get()
    assert post.body_uk == "<p>A</p>"
    assert [byline.user for byline in post.bylines.all()] == [editor]


def test_several_sign_it_guests_by_name(client, editor):
    client.force_login(editor)

    client.post(ADD, written() | bylines({"user": editor.pk}, {"name": " Ніна  К. "}))

    post = Post.objects.get()
    assert [str(byline) for byline in post.bylines.all()] == ["Тетяна", "Ніна К."]


@pytest.mark.parametrize("row", [{"position": 3}, {"user": "resident"}])
def test_an_author_is_a_colleague_or_has_a_name(client, editor, resident, row):
    row = row | ({"user": resident.pk} if "user" in row else {})
    client.force_login(editor)

    answer = client.post(ADD, written() | bylines(row))

    assert answer.status_code == 200
    assert not Post.objects.exists()


def test_tags_are_made_while_typing_and_found_in_any_language(client, editor):
    known = make_tag("Скани", name_ru="Сканы", name_en="Scans")
    client.force_login(editor)
    client.cookies["django_language"] = "uk"

    client.post(ADD, written(tags_said="#scans, Річка,  річка ;СКАНЫ"))

    post = Post.objects.get()
    new = Tag.objects.exclude(pk=known.pk).get()
    assert set(post.tags.all()) == {known, new}
    assert (new.name_uk, new.name_ru, new.slug) == ("Річка", None, "richka")
    change = f"/admin/news/post/{post.pk}/change/"
    assert ">\nРічка, Скани</textarea>" in client.get(change).content.decode()


@pytest.mark.parametrize("said", [",".join("абвгдежзийклм"), "т" * 61])
def test_too_much_for_tags_gets_a_sentence(client, editor, said):
    client.force_login(editor)

    answer = client.post(ADD, written(tags_said=said))

    assert len(answer.context["adminform"].form.errors["tags_said"]) == 1
    assert not Tag.objects.exists()


@pytest.mark.parametrize(
    ("name", "is_kept"),
    [("Речка", True), ("скани", False), ("а, б", False), ("#а", False), ("", False)],
)
def test_a_tag_has_one_name_of_its_own(client, editor, name, is_kept):
    make_tag("Скани")
    client.force_login(editor)

    client.post(
        "/admin/news/tag/add/",
        {"name_uk": "", "name_ru": name, "name_en": "", "slug": ""},
    )

    assert Tag.objects.filter(slug="rechka").exists() == is_kept
    assert Tag.objects.count() == 1 + is_kept


def test_one_language_is_enough_and_its_letters_make_the_address(client, editor):
    client.force_login(editor)

    client.post(ADD, written(title_uk="", title_ru="Вечер у реки", slug=""))
    client.post(ADD, written(title_uk="2026", slug=""))
    client.post(ADD, written(title_uk="", slug=""))

    slugs = Post.objects.order_by("pk").values_list("slug", flat=True)
    assert list(slugs) == ["vecher-u-reki", "post-2026"]


@pytest.mark.parametrize("slug", ["feed", "tag", "2026", "0001"])
def test_an_address_of_the_site_itself_is_refused(client, editor, slug):
    client.force_login(editor)

    answer = client.post(ADD, written(slug=slug))

    assert answer.status_code == 200
    assert not Post.objects.exists()


@pytest.mark.parametrize("who", ["resident", "moderator", "curator"])
def test_others_do_not_write(client, cast, who):
    make_post()
    client.force_login(cast[who])

    assert client.get("/admin/news/post/").status_code in (302, 403)
    assert client.post("/admin/news/post/add/", written()).status_code in (302, 403)
    assert Post.objects.count() == 1


def test_allowed_html_stays_as_it_is():
    html = (
        '<h2>A</h2>\n<p>b <a href="/items/" rel="noopener">c</a> '
        '<em lang="ru">d</em></p>'
    )

    assert clean_html(html) == html


def test_the_form_has_no_fields_of_its_own():
    assert PostForm.Meta.fields == []
