"""What holds for every address: reading changes nothing, tokens, headers, odd paths."""

import itertools

import pytest
from django.test import Client
from django.urls import reverse

from contributions import access, comments
from contributions.models import Contribution
from history.models import Item
from tests.permissions import asking, reading

ROWS = reading.rows()
READ = [row for row in ROWS if row.method == "GET" and row.argument != "key"]
ACTORS = ("A", "Lo", "Ro", "M", "D")
WRITES_WHEN_READ = {
    "contributions:review": "says to colleagues who is looking at it",
    "contributions:file_camera": "the audit keeps who read it",
    "contributions:consent_paper": "the audit keeps who read it",
    "contributions:mine": "notes again whose something already is",
}


def _of(names: dict[str, list]):
    return [pytest.param(rows, id=name) for name, rows in names.items()]


def _by_name(rows) -> dict[str, list]:
    ordered = sorted(rows, key=lambda row: row.name)
    return {k: list(v) for k, v in itertools.groupby(ordered, lambda row: row.name)}


@pytest.mark.parametrize("rows", _of(_by_name(READ)))
def test_reading_changes_nothing_and_says_how_to_keep_it(stage, rows):
    """W18, W21, W23, W24: state, caches and security headers of every page."""
    for row, actor in itertools.product(rows, ACTORS):
        if row.codes.get(actor, "-") == "-":
            continue
        path, _named = asking.address(stage, row, actor)
        before = asking.snapshot()
        browser = stage.browser(actor)
        answers = [browser.head(path), browser.get(path)]
        if row.name not in WRITES_WHEN_READ:
            assert asking.snapshot() == before, (path, actor)
        for answer in answers:
            _is_safe(answer, path)
            if row.name in OF_NOBODY:
                is_page = answer.status_code == 200
                assert not (is_page and answer.cookies), (path, actor)
            elif path.startswith(PRIVATE):
                assert "no-store" in answer["Cache-Control"], (path, actor)
                assert "private" in answer["Cache-Control"], (path, actor)


OF_NOBODY = {"contributions:offline"}
"""A browser keeps it for whoever sits there, so it holds nothing of anybody."""
PRIVATE = (
    "/contribute/",
    "/contributions/",
    "/moderation/",
    "/api/v1/contributions/",
    "/api/v1/uploads/",
)


def _is_safe(answer, path: str) -> None:
    assert "default-src" in answer["Content-Security-Policy"], path
    policy = answer["Content-Security-Policy"]
    if path.startswith(("/moderation/letters/samples/", "/moderation/newsletter/")):
        # A letter carries its styles in itself; nothing else of it may run or load.
        policy = policy.replace("style-src 'unsafe-inline'", "")
    assert "unsafe-inline" not in policy, path
    assert answer["X-Content-Type-Options"] == "nosniff", path
    assert answer["Referrer-Policy"] in ("same-origin", "no-referrer"), path
    if path.startswith("/embed/") and answer.status_code != 404:
        # Made to stand in a frame of another site: no form, nothing of a session.
        assert "frame-ancestors *" in policy, path
        assert "sessionid" not in answer.cookies, path
    elif path.partition("?")[0].endswith("/preview/page/"):
        # Stands in a frame of the editors' own page, and of no other site.
        assert "frame-ancestors 'self'" in policy, path
        assert answer["X-Frame-Options"] == "SAMEORIGIN", path
    else:
        assert answer["X-Frame-Options"] == "DENY", path
    kept = answer.get("Cache-Control", "")
    if "sessionid" in answer.cookies:
        assert "public" not in kept, path


def test_a_mail_scanner_uses_nothing_up(stage):
    """W13: five looks at the private link, then the person's press still works."""
    gift = Contribution.objects.get(pk=stage.gift("sent", "A").pk)
    path = f"{gift.get_absolute_url()}?key={access.issue(gift)}"
    before = asking.snapshot()

    for _n in range(5):
        scanner = Client(HTTP_USER_AGENT="mail scanner")
        assert scanner.head(path).status_code == scanner.get(path).status_code == 200
        assert "sessionid" not in scanner.cookies

    assert asking.snapshot() == before
    token = path.partition("key=")[2]
    person = Client()
    assert person.post(gift.get_absolute_url(), {"key": token}).status_code == 302
    assert person.get(gift.get_absolute_url()).status_code == 200


UNSAFE = [
    row
    for row in ROWS
    if row.method in ("POST", "PATCH")
    and not (
        row.name.startswith("api:")
        and "contribution" not in row.name
        and "upload" not in row.name
    )
    and row.name not in ("home", "media", "components")
]


@pytest.mark.parametrize("rows", _of(_by_name(UNSAFE)))
def test_nothing_is_done_without_the_token_of_the_form(stage, rows):
    """W18: each act that a signed-in browser could be lured into is refused."""
    for row, actor in itertools.product(rows, ("Ro", "D")):
        if row.codes.get(actor) != "Y":
            continue
        path, _named = asking.address(stage, row, actor)
        before = asking.snapshot()
        browser = stage.browser(actor, enforce_csrf_checks=True)

        answer = asking.send(stage, browser, row, actor, path)

        assert answer.status_code == 403, (path, actor)
        assert asking.snapshot() == before, (path, actor)


@pytest.mark.parametrize(
    "path",
    [
        "/media/", "/media/../db.sqlite3", "/media/%2e%2e/private/secret.txt",
        "/media//etc/passwd", "/.git/config", "/.git/", "/.env", "/debug", "/__debug__/",
        "/db.sqlite3", "/backup", "/backup.zip", "/private/", "/data/", "/graphql",
        "/server-status", "/wp-login.php", "/items/ST-000001.json", "/items/1/",
        "/items/ST-0000001/", "/items/st-000001/", "/static/../config/settings.py",
        "/contributions/x.css", "/moderation/x.jpg/y/z", "/api/v1/users/",
        "/api/v1/items.json", "/api/v2/", "/items/%00/", "/" + "a" * 8000,
    ],
)  # fmt: skip
@pytest.mark.parametrize("actor", ["A", "D"])
def test_odd_paths_lead_nowhere(stage, path, actor):
    """A16, A26, W26, P92."""
    answer = stage.browser(actor).get(path)

    assert answer.status_code == 404
    _is_safe(answer, path)


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example", r"/\evil.example", "javascript:alert(1)",
     "https:evil.example", "\thttps://evil.example", "http:///evil.example", "////evil.example",
     "https://testserver@evil.example/", "data:text/html,x"],
)  # fmt: skip
class TestRedirects:
    """W19: `next` leads to our own pages only."""

    def test_language_switch(self, stage, target):
        answer = stage.browser("A").post(
            reverse("set_language"), {"language": "en", "next": target}
        )

        assert answer["Location"].startswith("/")
        assert "evil" not in answer["Location"]

    def test_sign_in(self, stage, target):
        answer = stage.browser("Ro").get(reverse("account_login"), {"next": target})

        assert "evil" not in answer.get("Location", "")
        assert "javascript:" not in answer.get("Location", "")

    def test_mailed_link(self, stage, target):
        gift = stage.gift("submitted", "Ro")
        path = reverse("contributions:resident_act", args=[gift.reference, "link"])

        answer = stage.browser("Ro").post(path, {"next": target})

        assert answer["Location"] == gift.get_absolute_url()


class TestSmuggling:
    """W09, P46: fields that nobody offered change nothing."""

    SMUGGLED = {
        "status": "published", "state": "approved", "contributor": "1", "owner": "1",
        "is_staff": "1", "decided_by": "1", "item": "1", "id": "1", "reference": "AAAA2222",
        "email_proven_at": "2020-01-01", "submitted_at": "2020-01-01",
    }  # fmt: skip

    def test_in_a_draft(self, stage):
        gift = stage.gift("draft", "Ro")
        names = [field.name for field in Contribution._meta.fields]
        before = Contribution.objects.values(*names).get(pk=gift.pk)

        stage.browser("Ro").post(
            reverse("contributions:step", args=[gift.reference, "tell"]),
            self.SMUGGLED | {"title": "New"},
        )

        after = Contribution.objects.values(*names).get(pk=gift.pk)
        changed = {name for name in names if before[name] != after[name]}
        # The rights follow from the answers and are worked out at each saving.
        assert changed <= {"title", "touched_at", "language", "rights", "step"}

    @pytest.mark.parametrize("name", SMUGGLED)
    def test_in_the_api(self, stage, name):
        gift = stage.gift("draft", "Ro")
        before = asking.snapshot()

        answer = stage.browser("Ro").patch(
            reverse("api:contribution-detail", args=[gift.reference]),
            {name: self.SMUGGLED[name]},
            content_type="application/json",
        )

        assert answer.status_code == 400
        assert answer.json()["errors"][0]["attr"] == name
        assert asking.snapshot() == before

    def test_a_comment_cannot_be_pointed_elsewhere(self, stage):
        about = comments.address_of(stage.items["published"])
        form = {"body": "x", "name": "y", "email": "a@b.example", "about": about[:-1]}

        answer = stage.browser("A").post(reverse("contributions:comment"), form)

        assert answer.status_code == 404


class TestWorkroom:
    """Acts of the workroom ask for their own right: P27, P34, P35, P89, P90."""

    @pytest.mark.parametrize("actor", ["M", "C"])
    def test_nobody_makes_themselves_an_administrator(self, stage, actor):
        person = stage.people[actor]
        path = reverse("admin:accounts_user_change", args=[person.pk])
        before = asking.snapshot()

        answer = stage.browser(actor).post(path, {"is_staff": "on", "groups": ["5"]})

        assert answer.status_code == 403
        assert asking.snapshot() == before

    def test_an_administrator_does_not_change_their_own_role(self, stage):
        person = stage.people["D"]
        path = reverse("admin:accounts_user_change", args=[person.pk])
        form = {"email": person.email, "display_name": "D", "language": "uk"}

        stage.browser("D").post(path, form | {"is_active": "", "groups": []})

        person.refresh_from_db()
        assert person.is_staff and person.is_active
        assert [group.name for group in person.groups.all()] == ["administrator"]

    @pytest.mark.parametrize("actor", ["M", "C", "E", "D"])
    def test_acts_on_items_that_this_role_has_not(self, stage, actor):
        browser, path = stage.browser(actor), reverse("admin:history_item_changelist")
        item = stage.items["published"]
        offered = (
            browser.get(path)
            .context["cl"]
            .model_admin.get_actions(browser.get(path).wsgi_request)
        )
        for name in ("delete_selected", "restore", "hide", "take_down", "publish"):
            if name in offered:
                continue
            browser.post(path, {"action": name, "_selected_action": [item.pk]})

        assert Item.objects.get(pk=item.pk).status == "published"
        assert "delete_selected" not in offered
        if actor == "M":
            assert "restore" not in offered
