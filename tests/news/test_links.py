"""Links of the guide: asked politely, never inside our walls, broken only after three tries."""

import socket
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import timezone

from config import changes
from news import fetching, links, tasks
from news.models import Link
from tests.factories import make_service, make_site


class Site(BaseHTTPRequestHandler):
    """Answers as its path says."""

    def do_GET(self):
        self.server.asked.append((self.path, self.headers["User-Agent"]))
        word = self.path.strip("/").split("?")[0]
        if word == "slow":
            self.server.gone.wait(5)
        status = int(word) if word.isdigit() else 302
        self.send_response(status)
        onward = {"circle": "/circle", "moved": "/200", "inside": "http://10.0.0.1/"}
        if word in onward:
            self.send_header("Location", onward[word])
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        """Say nothing: the tests look at `asked`."""


@pytest.fixture(scope="module")
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.asked, server.gone = [], threading.Event()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.gone.set()
    server.shutdown()


def near(host: str, port: int) -> str:
    """Let the tests' own site through, and nothing else."""
    if host == "site.test":
        return "127.0.0.1"
    return fetching.resolve(host, port)


def look(site, path: str, **more) -> fetching.Answer:
    url = f"http://site.test:{site.server_port}/{path}"
    return fetching.look(url, agent="tests", resolve=near, seconds=1, **more)


@pytest.mark.parametrize(
    ("path", "status", "problem"),
    [
        ("200", 200, ""),
        ("200?назва=Дія&x=1 2", 200, ""),
        ("moved", 200, ""),
        ("403", 403, ""),  # it is there, and lets no program look
        ("404", 404, "gone"),
        ("400", 400, "refused"),
        ("500", 500, "server"),
        ("circle", 302, "redirects"),
        ("inside", None, "private"),
        ("slow", None, "timeout"),
    ],
)
def test_what_a_site_answers(site, path, status, problem):
    answer = look(site, path)
    assert (answer.status, answer.problem) == (status, problem)
    assert answer.final_url.endswith("/200") == (path in ("200", "moved"))
    assert site.asked[-1][1] == "tests"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://10.1.2.3/", "http://192.168.0.1/", "http://[::1]/",
        "http://169.254.169.254/latest/meta-data/", "http://0.0.0.0/", "http://[fe80::1]/",
        "http://localhost/", "https://100.64.0.1/", "http://[::ffff:10.0.0.1]/",
        "http://224.0.0.1/", "ftp://example.org/", "file:///etc/passwd", "http://",
        "http://8.8.8.8:22/",
    ],
)  # fmt: skip
def test_nobody_is_led_inside_our_walls(url, monkeypatch):
    def connect(*args, **kwargs):
        raise AssertionError("connected")

    monkeypatch.setattr(socket, "create_connection", connect)
    assert fetching.look(url, agent="tests").problem == "private"


def test_a_site_with_another_certificate_or_none_is_told_apart(site):
    url = f"https://site.test:{site.server_port}/200"
    answer = fetching.look(url, agent="tests", resolve=near, seconds=1)
    assert answer.problem == "tls"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://site.test:{free.getsockname()[1]}/"
    assert fetching.look(url, agent="tests", resolve=near).problem == "connection"


GOOD = fetching.Answer(200, "", "https://diia.gov.ua/")
BAD = fetching.Answer(404, "gone", "https://diia.gov.ua/")
AWAY = fetching.Answer(None, "name", "https://diia.gov.ua/")


@pytest.mark.django_db
class TestSchedule:
    @pytest.fixture
    def now(self):
        return timezone.now()

    def round(self, answer, at):
        return links.look_at_some(at=at, look=lambda url, agent: answer)

    def test_a_link_is_broken_after_three_failures_and_tells_its_page(self, now):
        entry, at = make_site(), now
        links.gather(at=now)
        for _n, pause in enumerate((1, 6, 24)):
            entry.refresh_from_db()
            assert entry.broken_since is None
            assert self.round(BAD, at) == 1
            assert self.round(BAD, at + timedelta(minutes=50)) == 0
            at += timedelta(hours=pause)
        entry.refresh_from_db()
        assert entry.broken_since == timezone.localdate(now)
        (row,) = links.rows(links.in_trouble())
        assert row["is_broken"]
        assert row["users"][0]["row"] == entry

        assert self.round(GOOD, at) == 1
        entry.refresh_from_db()
        assert entry.broken_since is None
        assert not links.in_trouble().exists()

    def test_a_check_leaves_kept_pages_alone_until_something_breaks(self, now):
        make_site()
        before = changes.stamp()
        links.gather(at=now)
        self.round(GOOD, now)
        self.round(BAD, now + timedelta(days=9))
        assert changes.stamp() == before

    def test_where_nobody_answers_the_trouble_is_ours(self, now):
        for number in range(links.AT_ONCE):
            make_site(url=f"https://{number}.gov.ua/")
        links.gather(at=now)
        Link.objects.update(next_at=now)
        assert self.round(AWAY, now) == 0
        assert not links.in_trouble().exists()
        assert not links.due(at=now).exists()

    def test_an_address_that_no_page_has_is_forgotten(self, now, settings):
        settings.CHECK_LINKS = True
        site, __ = make_site(), make_service(url="https://form.gov.ua/")
        tasks.tick()
        assert Link.objects.count() == 2
        site.delete()
        tasks.tick()
        assert Link.objects.get().url == "https://form.gov.ua/"

    def test_the_staff_see_since_when_and_ask_again(self, client, editor, now):
        entry = make_site(title_en="Diia")
        links.gather(at=now)
        self.round(BAD, now)
        client.force_login(editor)
        page = client.get("/moderation/links/", headers={"Accept-Language": "en"})
        text = page.content.decode()
        assert "there is no such page" in text
        assert f"/admin/news/guideentry/{entry.pk}/change/" in text
        link = Link.objects.get()
        assert link.next_at > timezone.now()
        client.post(f"/moderation/links/{link.pk}/again/")
        link.refresh_from_db()
        assert link.next_at <= timezone.now()
