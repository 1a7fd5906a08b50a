"""Guests of the exchange: invited by mail, writing without an account, read, told."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import AuditEntry
from contributions import guest_letters, inviting, notifications
from contributions.models import Invitation, Letter
from news.models import Post
from tests import factories
from tests.history import papers

pytestmark = pytest.mark.django_db
INVITE = "/moderation/guests/"
WRITE = "/exchange/write/"
WORDS = {"title": "Як ми скануємо", "summary": "", "body": "Перше.\n\nДруге <b>&</b>"}


@pytest.fixture
def invitation(editor):
    return inviting.invite(
        name="Ніна", library="Бібліотека Харкова", email="Nina@Library.test",
        language="uk", by=editor,
    )  # fmt: skip


def link(invitation) -> str:
    return guest_letters.path(invitation)


def write(client, invitation, status: int = 302, **more):
    answer = client.post(WRITE, {"key": guest_letters.key(invitation)} | WORDS | more)
    assert answer.status_code == status
    return answer


def test_the_whole_way(client, editor, tmp_path):
    client.force_login(editor)
    client.post(
        INVITE,
        {"name": " Ніна ", "library": "Бібліотека  Харкова", "email": "nina@library.test",
         "language": "uk"},
    )  # fmt: skip
    client.logout()
    notifications.send_due()
    asked = mail.outbox.pop()
    assert asked.to == ["nina@library.test"]
    address = re.search(r"https?://[^/]+(/exchange/write/\S+)", asked.body)[1]
    invitation = Invitation.objects.get()
    page = client.get(address)
    assert page["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page["Cache-Control"]

    plan = papers.pdf(tmp_path / "plan.pdf", ["One"]).read_bytes()
    write(client, invitation, title="", file=factories.upload("План.pdf", plan))
    assert "План" in client.get(address).content.decode()
    write(client, invitation, send="1")

    post = Post.objects.get()
    assert (post.kind, post.published_at, post.title_uk) == (
        "exchange",
        None,
        WORDS["title"],
    )
    assert post.slug == "yak-my-skanuiemo"
    assert [(one.name, one.library) for one in post.bylines.all()] == [
        ("Ніна", "Бібліотека Харкова")
    ]
    assert client.get(post.get_absolute_url()).status_code == 404
    write(client, invitation, 200, title="Пізно")
    post.refresh_from_db()
    assert post.title_uk == WORDS["title"]
    inviting.tick()
    assert Letter.objects.count() == 1

    Post.objects.update(published_at=timezone.now())
    inviting.tick()
    inviting.tick()
    notifications.send_due()

    assert len(mail.outbox) == 1
    assert post.get_absolute_url() in mail.outbox[0].body
    shown = client.get(post.get_absolute_url()).content.decode()
    assert ">Ніна</a> (Бібліотека Харкова)</p>" in shown
    assert ">План</a>" in shown
    assert "nina@library.test" not in shown


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", " "), ("body", ""), ("title", "т" * 201), ("body", "т" * 100_001)],
)
def test_what_is_lacking_or_too_long_is_said_beside_it(
    client, invitation, field, value
):
    answer = write(client, invitation, 400, send="1", **{field: value})

    assert len(answer.context["form"].errors[field]) == 1
    assert answer.context["form"]["summary"].value() == ""
    assert Invitation.objects.get().sent_at is None


def test_a_file_that_is_none_costs_no_words(client, invitation):
    answer = write(client, invitation, 400, file=factories.upload("x.pdf", b"<html>"))

    assert len(answer.context["form"].errors["file"]) == 1
    assert Post.objects.get().title_uk == WORDS["title"]


def test_a_link_ends(client, invitation, editor):
    write(client, invitation)
    late = inviting.invite(
        name="А", library="Б", email="a@library.test", language="uk", by=editor,
        at=timezone.now() - inviting.OPEN_FOR - timedelta(days=1),
    )  # fmt: skip
    write(client, late, 200)
    assert late.post is None

    client.force_login(editor)
    client.post(f"{INVITE}{invitation.pk}/withdraw/")
    client.logout()

    write(client, invitation, 404)
    assert client.get(link(invitation)).status_code == 404
    assert (
        client.get(f"{WRITE}?key={guest_letters.key(invitation)}x").status_code == 404
    )
    assert Post.objects.count() == 1
    acts = AuditEntry.objects.filter(action__startswith="invitation.")
    assert acts.filter(action="invitation.withdraw").count() == 1


def test_an_editor_lets_the_guest_write_on_and_no_wording_is_lost(
    client, invitation, editor
):
    write(client, invitation, send="1")
    Post.objects.update(title_uk="Правлено")
    client.force_login(editor)
    client.post(f"{INVITE}{invitation.pk}/give-back/")
    client.logout()

    write(
        client,
        invitation,
        title="Ще раз",
        body='<p onclick="x">А<script>y</script></p>',
    )

    post = Post.objects.get()
    assert (post.title_uk, post.body_uk) == ("Ще раз", "<p>А</p>")
    said = [one.state["title_uk"] for one in post.revisions.order_by("pk")]
    assert said[-1] == "Ще раз"
    assert Letter.objects.filter(kind="guest_asked").count() == 2
