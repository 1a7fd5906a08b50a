"""Every page of the site, by the eyes that see it, on the stage of the sample city."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db.models import Count
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from contributions import access, comments, workflow
from contributions.models import Comment, Contribution
from contributions.permissions import Actor
from contributions.states import Reason, Status
from history import publishing
from history.models import Collection, Item, Person, Place, Subject
from news.models import Post
from sample import city
from tests import factories

LONG = "Заводоуправління-Перелюбське" * 4
VISITOR, RESIDENT, MODERATOR = "visitor", "resident", "moderator"


@dataclass(frozen=True)
class Page:
    """An address, who opens it, the answer it gives, and a form sent to get there."""

    name: str
    path: str
    who: str = VISITOR
    status: int = 200
    post: dict[str, str] | None = None


@dataclass
class Stage:
    """All pages, and the sessions of those who open them."""

    pages: list[Page]
    sessions: dict[str, str] = field(default_factory=dict)


def build() -> Stage:
    """Build the sample city and what it lacks; list every page of it."""
    city.build()
    resident = User.objects.get(email="resident@stalne.example")
    moderator = User.objects.get(email="moderator@stalne.example")
    pages = [
        *_public(moderator),
        *_account(),
        *_giving(resident),
        *_desk(moderator),
    ]
    sessions = {RESIDENT: _session(resident), MODERATOR: _session(moderator)}
    return Stage(pages, sessions)


def _session(user: User) -> str:
    """Sign a person in as if the password had been typed this minute."""
    client = Client()
    client.force_login(user)
    key = client.cookies["sessionid"].value
    session = SessionStore(key)
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "email": user.email}
    ]
    assert session[SESSION_KEY] == str(user.pk)
    session.save()
    return key


def _public(moderator: User) -> list[Page]:
    found = Item.objects.published()
    several = found.annotate(n=Count("media")).order_by("-n", "pk")
    both_sides = found.filter(media__role="back").order_by("pk")
    removed = factories.make_item(title="Знімок, якого немає")
    publishing.take_down(removed, by=moderator, reason="На прохання родини")
    wordy = factories.make_item(title=f"{LONG} 1962", description=LONG)
    collection = Collection.objects.published().order_by("pk").first()
    place = Place.objects.annotate(n=Count("former_names")).order_by("-n", "pk").first()
    talked = Comment.objects.filter(state=Comment.State.SHOWN).order_by("pk").first()
    item, post = several.first(), Post.objects.published().order_by("pk").first()
    pages = [
        Page("home", "/"),
        Page("items", "/items/"),
        Page("items found", "/items/?q=вулиця"),
        Page("items by kind", f"/items/?kind={item.kind}"),
        Page("items: nothing", "/items/?q=qqzzqq"),
        Page("items: bad question", "/items/?decade=never", status=400),
        Page("item with comments", talked.target.get_absolute_url()),
        Page("item with many pictures", item.get_absolute_url()),
        Page("item with a back", both_sides.first().get_absolute_url()),
        Page("item with long words", wordy.get_absolute_url()),
        Page("item removed", f"/items/{removed.reference}/", status=410),
        Page("item not there", "/items/ST-999999/", status=404),
        Page("collections", "/collections/"),
        Page("collection", collection.get_absolute_url()),
        Page("place", place.get_absolute_url()),
        Page("person", Person.objects.order_by("pk").first().get_absolute_url()),
        Page("subject", Subject.objects.order_by("pk").first().get_absolute_url()),
        Page("news", "/news/"),
        Page("post", post.get_absolute_url()),
        Page("page not there", "/nothing/", status=404),
        Page("components", "/components/"),
        Page(
            "comment with mistakes", "/comments/", status=400,
            post={"about": comments.address_of(item), "body": "", "name": ""},
        ),
    ]  # fmt: skip
    for kind in Item.Kind.values:
        if one := found.filter(kind=kind).order_by("-pk").first():
            pages.append(Page(f"item: {kind}", one.get_absolute_url()))
    return pages


def _account() -> list[Page]:
    out = ["account_login", "account_signup", "account_request_login_code",
           "account_reset_password", "account_reset_password_done",
           "account_email_verification_sent", "account_inactive"]  # fmt: skip
    own = ["account_logout", "account_email", "account_change_password",
           "account_reauthenticate", "mfa_index", "mfa_activate_totp",
           "mfa_list_webauthn", "mfa_add_webauthn"]  # fmt: skip
    return [
        *[Page(name, reverse(name)) for name in out],
        *[Page(name, reverse(name), RESIDENT) for name in own],
        Page("login with mistakes", "/accounts/login/", post={"login": "x"}),
        Page("signup with mistakes", "/accounts/signup/", post={"email": "x"}),
        Page("code", "/accounts/login/code/", post={"email": "nobody@people.test"}),
    ]


def _giving(resident: User) -> list[Page]:
    def make(status: str = Status.DRAFT, **more) -> Contribution:
        return factories.make_contribution(
            status=status, contributor=resident, email=resident.email, **more
        )

    item = Item.objects.published().order_by("pk").first()
    pages = [
        Page("start", "/contribute/"),
        Page("start about an item", f"/contribute/?item={item.reference}"),
        Page("start with what is begun", "/contribute/", RESIDENT),
        Page("own contributions", "/contributions/", RESIDENT),
        Page("somebody's contribution", "/contributions/22222222/", RESIDENT, 404),
    ]
    for kind in Contribution.Kind.values:
        about = item if kind == Contribution.Kind.CORRECTION else None
        full = make(kind=kind, about_item=about, files=3, title=f"{kind} {LONG}"[:120])
        empty = Contribution.objects.create(
            kind=kind, contributor=resident, about_item=about
        )
        path = f"/contribute/{empty.reference}/"
        pages += [
            Page(f"draft: {kind}", f"/contribute/{full.reference}/", RESIDENT),
            Page(f"draft, empty: {kind}", path, RESIDENT),
            Page(
                f"draft with mistakes: {kind}", path, RESIDENT, 400,
                post={"send": "1", "date_said": "31.02.1962", "email": "x"},
            ),
        ]  # fmt: skip
    now = timezone.now()
    sent = make(sent_at=now, title="Надіслано")
    late = make(Status.SUBMITTED)
    for status in Status.values:
        if status != Status.DRAFT:
            path = make(status).get_absolute_url()
            pages.append(Page(f"contribution: {status}", path, RESIDENT))
    stranger = factories.make_contribution(status=Status.DRAFT, sent_at=now)
    key = f"?key={access.issue(stranger)}"
    return [
        *pages,
        Page("contribution sent", sent.get_absolute_url(), RESIDENT),
        Page("private link", stranger.get_absolute_url() + key),
        Page("private link lost", late.get_absolute_url() + "?key=x", status=404),
        Page(
            "private link sent", late.get_absolute_url() + "link/",
            post={"email": "nobody@people.test"},
        ),
        Page(
            "words too late", f"/contribute/{late.reference}/", RESIDENT, 409,
            post={"title": "Ще одне слово", "story": LONG},
        ),
    ]  # fmt: skip


def _desk(moderator: User) -> list[Page]:
    by = Actor(user=moderator)
    item = Item.objects.published().order_by("pk").first()
    pages = [
        Page(f"queue: {view}", f"/moderation/?view={view}", MODERATOR)
        for view in ("waiting", "asked", "removal", "mine", "aside")
    ]
    pages.append(Page("queue: nothing", "/moderation/?q=qqzzqq", MODERATOR))
    for state in Comment.State.values:
        path = f"/moderation/comments/?state={state}"
        pages.append(Page(f"comments: {state}", path, MODERATOR))
    for kind in Contribution.Kind.values:
        about = item if kind == Contribution.Kind.CORRECTION else None
        gift = factories.make_contribution(
            kind=kind, about_item=about, story=LONG, files=3, people_said=LONG
        )
        pages.append(Page(f"review: {kind}", _review(gift), MODERATOR))
    wished = factories.make_contribution(
        status=Status.PUBLISHED,
        removal_requested_at=timezone.now(),
        removal_reason="Бабуся проти.",
    )
    asked = factories.make_contribution()
    workflow.ask(asked, by=by, note=f"Хто це? {LONG}")
    declined = factories.make_contribution()
    reason = next(iter(Reason.values))
    workflow.decline(declined, by=by, reason=reason, note="Дякуємо.")
    wrong = factories.make_contribution()
    claimed = factories.make_contribution(
        claimed_by=User.objects.get(email="moderator2@stalne.example"),
        claimed_until=timezone.now() + timedelta(hours=3),
    )
    path = f"/moderation/{declined.reference}/"
    return [
        *pages,
        Page("review: removal wished", _review(wished), MODERATOR),
        Page("review: asked", _review(asked), MODERATOR),
        Page("review: declined", _review(declined), MODERATOR),
        Page("review: a colleague looks", _review(claimed), MODERATOR),
        Page("review: undo", f"{_review(wrong)}?done={declined.reference}", MODERATOR),
        Page(
            "review with mistakes", f"{_review(wrong)}decline/", MODERATOR, 400,
            post={"reason": "", "note": ""},
        ),
        Page("moved", f"{path}ask/", MODERATOR, 409, post={"note": LONG}),
        Page("not for residents", "/moderation/", RESIDENT, 403),
    ]  # fmt: skip


def _review(gift: Contribution) -> str:
    return reverse("contributions:review", args=[gift.reference])


def go(browser, page: Page) -> int:
    """Open a page as a person would, or send the form that leads to it."""
    if page.post is None:
        return browser.goto(page.path).status
    browser.goto("/contribute/")
    answers = []
    note: Callable = answers.append
    browser.on("response", note)
    with browser.expect_navigation():
        browser.evaluate(SEND, [page.path, page.post])
    browser.remove_listener("response", note)
    return [one for one in answers if one.request.is_navigation_request()][-1].status


SEND = """([path, words]) => {
  const form = document.createElement("form");
  form.method = "post";
  form.action = path;
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  for (const [name, value] of Object.entries({csrfmiddlewaretoken: token, ...words})) {
    const input = document.createElement("input");
    input.type = "hidden"; input.name = name; input.value = value;
    form.append(input);
  }
  document.body.append(form);
  HTMLFormElement.prototype.submit.call(form);
}"""
