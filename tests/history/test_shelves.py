"""An own shelf: in the browser, with an account, shared by link."""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry
from contributions.own_data import erasing, export, whose
from history import presenting, shelving
from history.models import Item, Shelf, ShelfEntry
from tests import factories

pytestmark = pytest.mark.django_db
SHELF = "/shelf/"


def browser(user=None) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    if user is not None:
        client.force_login(user)
    return client


def do(client, name, follow=True, **values):
    return client.post(SHELF, {"do": name, **values}, follow=follow)


def keep(client, *items):
    for item in items:
        do(client, "keep", item=item.reference)


def titles(answer) -> list[str]:
    found = re.findall(r'card__title">([^<]+)<', answer.content.decode())
    return [html.unescape(one) for one in found]


@pytest.fixture
def three():
    return [factories.make_item(title=f"Picture {n}") for n in "ABC"]


@pytest.fixture(params=["browser", "account"])
def visitor(request):
    return browser(factories.make_user() if request.param == "account" else None)


def test_what_is_kept_stands_in_the_visitors_order(visitor, three):
    keep(visitor, *three, three[0])
    assert titles(visitor.get(SHELF)) == ["Picture A", "Picture B", "Picture C"]
    do(visitor, "up", album=1, item=three[2].reference)
    do(visitor, "down", album=1, item=three[0].reference)
    do(visitor, "up", album=1, item=three[2].reference)  # already the first
    assert titles(visitor.get(SHELF)) == ["Picture C", "Picture A", "Picture B"]


def test_a_picture_moves_past_those_that_are_hidden(visitor, three):
    keep(visitor, *three)
    Item.objects.filter(pk=three[1].pk).update(status="hidden")
    do(visitor, "up", album=1, item=three[2].reference)
    page = visitor.get(SHELF)
    assert titles(page) == ["Picture C", "Picture A"]
    assert "1 picture is no longer shown" in page.content.decode()


def test_what_is_taken_off_comes_back_where_it_stood_with_its_note(visitor, three):
    keep(visitor, *three)
    do(visitor, "note", album=1, item=three[1].reference, note="Наш\nдвір")
    page = do(visitor, "remove", album=1, item=three[1].reference)
    assert titles(page) == ["Picture A", "Picture C"]
    token = re.search(r'name="undo" value="([^"]+)"', page.content.decode())[1]
    page = do(visitor, "back", undo=token)
    assert titles(page) == ["Picture A", "Picture B", "Picture C"]
    assert "Наш двір" in page.content.decode()


def test_albums_are_begun_named_filled_and_given_up_without_loss(visitor, three):
    keep(visitor, *three)
    page = do(visitor, "new", title="Grandmother's street")
    assert page.context["title"] == "Grandmother's street"
    page = do(visitor, "note", album=1, item=three[1].reference, note="", to="2")
    assert titles(page) == ["Picture B"]
    page = do(visitor, "rename", album=2, title="Our street")
    assert page.context["title"] == "Our street"
    assert titles(do(visitor, "dissolve", album=2)) == [
        "Picture A", "Picture C", "Picture B",
    ]  # fmt: skip


def test_without_an_account_nothing_is_stored_here(three):
    visitor = browser()
    keep(visitor, *three)
    assert not Shelf.objects.exists()
    cookie = visitor.cookies[shelving.COOKIE]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    assert "we store nothing of it" in visitor.get(SHELF).content.decode()
    visitor.cookies[shelving.COOKIE] = cookie.value[:-2] + "xx"
    page = visitor.get(SHELF)
    assert page.status_code == 200 and titles(page) == []


def test_a_full_browser_says_so_and_loses_nothing(three):
    visitor = browser()
    kept = [shelving.Kept(pk) for pk in range(10_000, 10_000 + shelving.ITEMS_MOST)]
    visitor.cookies[shelving.COOKIE] = shelving.for_browser([shelving.Album(kept=kept)])
    answer = do(visitor, "keep", item=three[0].reference)
    assert answer.status_code == 409
    assert "The shelf is full" in answer.content.decode()
    assert "200 pictures are no longer shown" in answer.content.decode()


@pytest.mark.parametrize("name", ["note", "title"])
def test_a_refusal_gives_back_what_was_typed_where_it_was_typed(visitor, three, name):
    keep(visitor, *three)
    do(visitor, "new", title="Second")
    do(visitor, "note", album=1, item=three[1].reference, note="", to=2)
    typed = "Aunt Vira lived here. " * 20

    act = {"note": "note", "title": "rename"}[name]
    answer = do(visitor, act, album=2, item=three[1].reference, **{name: typed})

    assert answer.status_code == 400
    assert titles(answer) == ["Picture B"]
    assert typed in answer.content.decode()


def test_long_notes_never_outgrow_a_cookie():
    notes = [shelving.Kept(n, f"{n}" + chr(0x400 + n) * 250) for n in range(1, 150)]
    many = [shelving.Kept(n, f"{n * 7919 % 10007:x}" * 40) for n in range(1, 150)]
    for kept in (notes, many):
        try:
            assert len(shelving.for_browser([shelving.Album(kept=kept)])) <= 3800
        except shelving.Refused as refusal:
            assert refusal.status == 409


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({}, 400),
        ({"do": "explode", "album": "1"}, 400),
        ({"do": "keep", "item": "ST-999999"}, 404),
        ({"do": "keep", "item": "ST-" + "9" * 5000}, 404),
        ({"do": "keep", "item": "\x00"}, 404),
        ({"do": "remove", "album": "7", "item": "ST-000001"}, 404),
        ({"do": "remove", "album": "1", "item": "ST-000001"}, 404),
        ({"do": "new", "title": " "}, 400),
        ({"do": "new", "title": "x" * 81}, 400),
        ({"do": "dissolve", "album": "1"}, 400),
        ({"do": "back", "undo": "forged"}, 400),
    ],
)
def test_what_makes_no_sense_is_answered_with_a_sentence(visitor, values, status):
    answer = visitor.post(SHELF, values)
    assert answer.status_code == status
    assert "Nothing was changed" in answer.content.decode()


def test_a_script_gets_one_sentence(visitor, three):
    values = {"do": "keep", "item": three[0].reference}
    answer = visitor.post(SHELF, values, headers={"Accept": "application/json"})
    assert answer.json() == {"said": "It is on your shelf."}
    values["item"] = "ST-999999"
    answer = visitor.post(SHELF, values, headers={"Accept": "application/json"})
    assert answer.status_code == 404 and "no such picture" in answer.json()["said"]


def test_a_hidden_item_is_neither_kept_nor_told(visitor):
    item = factories.make_item(title="Zqhidden", status="hidden")
    assert do(visitor, "keep", item=item.reference).status_code == 404
    page = visitor.get(f"{SHELF}?items={item.reference}").content.decode()
    assert "Zqhidden" not in page and "no longer shown" not in page


def test_a_link_of_a_browser_shows_the_pictures_to_another(three):
    visitor = browser()
    keep(visitor, three[1], three[0])
    link = visitor.get(SHELF).context["link"]
    path = link[link.index(SHELF) :]
    answer = browser().get(path)
    assert titles(answer) == ["Picture B", "Picture A"]
    assert answer["X-Robots-Tag"] == "noindex" and 'content="noindex"' in (
        answer.content.decode()
    )
    page = browser().get(f"{path},nonsense,ST-1,ST-000000").content.decode()
    assert "3 words of the link" in page
    assert browser().get(f"{SHELF}?items={'ST-000001,' * 5000}").status_code == 200
    assert browser().get(f"{SHELF}?items=%00").status_code == 200


def test_an_album_of_an_account_is_shared_and_closed_again(three):
    owner = browser(factories.make_user(display_name="Zqowner"))
    keep(owner, *three)
    do(owner, "note", album=1, item=three[0].reference, note="<b>look</b>")
    link = do(owner, "share", album=1).context["link"]
    path = link[link.index("/shelves/") :]
    Item.objects.filter(pk=three[2].pk).update(status="hidden")
    page = browser().get(path)
    assert titles(page) == ["Picture A", "Picture B"]
    text = page.content.decode()
    assert "&lt;b&gt;look" in text and "Zqowner" not in text
    assert "1 picture is no longer shown" in text
    do(owner, "unshare", album=1)
    assert browser().get(path).status_code == 404


def test_without_an_account_there_is_no_key_to_make():
    assert do(browser(), "share", album=1).status_code == 400


def test_a_shelf_of_the_browser_is_offered_to_the_account_and_joined(three):
    user = factories.make_user()
    keep(browser(user), three[0])
    visitor = browser()
    keep(visitor, three[0], three[1])
    do(visitor, "new", title="Street")
    do(visitor, "note", album=1, item=three[1].reference, note="mine", to="2")
    visitor.force_login(user)
    assert "2 pictures wait in this browser" in visitor.get(SHELF).content.decode()
    page = do(visitor, "join")
    assert titles(page) == ["Picture A"]
    page = visitor.get(f"{SHELF}?album=2")
    assert titles(page) == ["Picture B"] and "mine" in page.content.decode()
    assert not page.context["waiting"]
    assert "no-store" in page["Cache-Control"]


def test_who_signs_in_is_told_that_a_shelf_waits(three):
    user = factories.make_user()
    user.set_password("long-enough-words")
    user.save()
    visitor = browser()
    keep(visitor, three[0])
    values = {"login": user.email, "password": "long-enough-words"}
    page = visitor.post(f"{reverse('account_login')}?next={SHELF}", values, follow=True)
    assert "waits on “My shelf”" in html.unescape(page.content.decode())


def test_staff_close_a_link_with_a_reason_and_open_it_again(three, moderator):
    owner, staff = browser(factories.make_user()), browser(moderator)
    keep(owner, *three)
    do(owner, "rename", album=1, title="Zqtitle")
    link = do(owner, "share", album=1).context["link"]
    assert "For the library" not in browser().get(link).content.decode()

    empty = staff.post(f"{link}close/", {"do": "close", "why": "  "})
    assert empty.status_code == 400
    assert "Give a reason of one to 300 characters." in empty.content.decode()
    assert browser().get(link).status_code == 200
    long = staff.post(f"{link}close/", {"do": "close", "why": "Zqwhy" * 100})
    assert long.status_code == 400 and "ZqwhyZqwhy" in long.content.decode()

    staff.post(f"{link}close/", {"do": "close", "why": "Zqwhy"})
    for other in (browser(), owner):
        answer = other.get(link)
        assert answer.status_code == 410
        assert "Zqtitle" not in answer.content.decode()
        assert "Zqwhy" not in answer.content.decode()
    assert "Zqwhy" in staff.get(link).content.decode()
    assert "Zqwhy" in owner.get(SHELF).content.decode()
    assert titles(owner.get(SHELF)) == ["Picture A", "Picture B", "Picture C"]

    do(owner, "unshare", album=1)
    assert do(owner, "share", album=1).status_code == 409
    assert Shelf.objects.get().share_key is None


def test_a_link_that_was_closed_opens_again(three, moderator):
    owner, staff = browser(factories.make_user()), browser(moderator)
    keep(owner, *three)
    link = do(owner, "share", album=1).context["link"]
    staff.post(f"{link}close/", {"do": "close", "why": "By mistake"})
    staff.post(f"{link}close/", {"do": "open"})
    assert browser().get(link).status_code == 200
    assert "By mistake" not in owner.get(SHELF).content.decode()
    acts = AuditEntry.objects.filter(action__startswith="shelf.").order_by("pk")
    assert [(one.action, one.note) for one in acts] == [
        ("shelf.close", "By mistake"),
        ("shelf.open", ""),
    ]


def test_nobody_reaches_the_shelf_of_another(three):
    owner, other = factories.make_user(), browser(factories.make_user())
    keep(browser(owner), *three)
    assert titles(other.get(f"{SHELF}?album=1")) == []
    do(other, "remove", album=1, item=three[0].reference)
    assert ShelfEntry.objects.filter(shelf__owner=owner).count() == 3


def test_a_person_takes_the_shelf_along_and_has_it_forgotten(three, moderator):
    client = browser(moderator)
    keep(client, three[0])
    do(client, "note", album=1, item=three[0].reference, note="Zqnote")
    told = export.gather(whose.of_account(moderator))["shelves"]
    assert told[0]["items_kept"][0]["ref"] == three[0].reference
    assert told[0]["items_kept"][0]["note"] == "Zqnote"
    erasing.forget(whose.of_account(moderator))
    assert not Shelf.objects.exists() and not ShelfEntry.objects.exists()


def test_a_list_has_the_press_beside_each_and_stays_where_it_was(visitor, three):
    address = f"{reverse('history:item_list')}?kind=photo&view=list"
    page = visitor.get(address).content.decode()
    assert page.count('form="keep-listed" name="item"') == 3
    assert "keep-listed" not in visitor.get(address[:-10]).content.decode()
    back = html.unescape(re.search(r'name="back" value="([^"]+)"', page)[1])
    assert back == address

    answer = do(visitor, "keep", item=three[0].reference, back=back)

    assert answer.redirect_chain == [(address, 302)]
    assert "It is on your shelf." in answer.content.decode()
    assert titles(visitor.get(SHELF)) == ["Picture A"]


@pytest.mark.parametrize(
    "back",
    [
        "//evil.example/items/?",
        "/items/x",
        "/accounts/logout/",
        "/items/?" + "x" * 2_000,
    ],
)
def test_a_press_leads_nowhere_but_to_a_list_of_ours(visitor, three, back):
    answer = do(visitor, "keep", item=three[0].reference, back=back, follow=False)
    assert answer.url == f"{presenting.url_of(three[0])}#keep"


def test_the_page_of_an_item_has_the_press_and_a_full_shelf_costs_no_more(
    three, django_assert_max_num_queries
):
    page = browser().get(three[0].get_absolute_url()).content.decode()
    assert "Keep on my shelf" in page
    owner = browser(factories.make_user())
    items = [factories.make_item() for _n in range(12)]
    keep(owner, *three, *items)
    with django_assert_max_num_queries(10):
        owner.get(SHELF)
