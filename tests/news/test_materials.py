"""Documents that go with a post: kept as they came, for whoever may read the post."""

import pytest
from django.core.files.storage import storages

from history import masters
from history.models import Master
from news.models import Material, Post
from tests import factories
from tests.history import papers
from tests.news.test_admin import ADD, bylines, written

pytestmark = pytest.mark.django_db
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


def rows(*found: dict) -> dict:
    said = {"materials-TOTAL_FORMS": len(found)}
    for number, row in enumerate(found):
        row = {"position": number, "title": "", "kept": ""} | row
        said |= {f"materials-{number}-{name}": value for name, value in row.items()}
    return said


@pytest.fixture
def plan(tmp_path):
    """Give a document of two pages as it arrives."""
    data = papers.pdf(tmp_path / "plan.pdf", ["One", "Two"]).read_bytes()
    return lambda name="План уроку.pdf": factories.upload(name, data)


def test_an_editor_adds_one_and_a_visitor_takes_it(client, editor, plan):
    client.force_login(editor)
    client.post(ADD, written(**rows({"file": plan()})))
    row = Material.objects.get()
    masters.prepare(row.master)
    client.logout()
    address = f"/news/{row.post.slug}/documents/{row.pk}/"
    for path in (address, f"{address}preview/"):
        assert client.get(path).status_code == 404
    Post.objects.update(published_at=row.post.created_at)

    page = client.get(row.post.get_absolute_url(), **ENGLISH).content.decode()

    assert f'<a href="{address}" download>План уроку</a>' in page
    assert "PDF, 2 pages, " in page
    answer = client.get(address)
    whole = storages["default"].open(masters.key_of(row.master.sha256)).read()
    assert b"".join(answer) == whole
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert client.get(f"{address}preview/")["Content-Type"] == "image/webp"
    other = factories.make_post()
    assert client.get(f"/news/{other.slug}/documents/{row.pk}/").status_code == 404


@pytest.mark.parametrize("data", [b"%PDF-1.4 broken", b"<html>", factories.jpeg()])
def test_anything_else_gets_a_sentence(client, editor, data):
    client.force_login(editor)

    answer = client.post(
        ADD, written(**rows({"file": factories.upload("x.pdf", data)}))
    )

    formset = answer.context["inline_admin_formsets"][2].formset
    assert len(formset.errors[0]["file"]) == 1
    assert not Post.objects.exists()
    assert not Master.objects.exists()


def test_a_mistake_beside_it_costs_no_upload(client, editor, plan):
    client.force_login(editor)
    answer = client.post(ADD, written(title_uk="", **rows({"file": plan()})))
    formset = answer.context["inline_admin_formsets"][2].formset
    kept = formset.forms[0]["kept"].value()

    client.post(ADD, written(**rows({"kept": kept, "title": " План  уроку "})))

    assert str(Material.objects.get()) == "План уроку"


def test_the_same_document_stands_once(client, editor, plan):
    client.force_login(editor)

    answer = client.post(ADD, written(**rows({"file": plan()}, {"file": plan()})))

    assert answer.status_code == 200
    assert not Post.objects.exists()


def test_what_the_scanner_refused_is_not_handed_out(client):
    post = factories.make_post()
    master = factories.make_master(media_type="application/pdf", problem="infected")
    row = post.materials.create(master=master, title="Plan")

    assert "Plan" not in client.get(post.get_absolute_url()).content.decode()
    assert client.get(f"/news/{post.slug}/documents/{row.pk}/").status_code == 404


def test_a_document_that_stands_can_be_named_anew(client, editor, plan):
    client.force_login(editor)
    client.post(ADD, written(**rows({"file": plan()})))
    post = Post.objects.get()
    change = f"/admin/news/post/{post.pk}/change/"
    form = client.get(change).context["adminform"].form
    row = post.materials.get()
    hidden = {name: form[name].value() for name in ("seen", "form_key")}
    author = {"bylines-INITIAL_FORMS": 1, "bylines-0-id": post.bylines.get().pk}
    standing = rows({"id": row.pk, "post": post.pk, "title": "Інша назва"})

    answer = client.post(
        change,
        written(**hidden, **standing, **{"materials-INITIAL_FORMS": 1})
        | bylines({"user": editor.pk, "post": post.pk})
        | author,
    )

    assert answer.status_code == 302
    assert str(post.materials.get()) == "Інша назва"
