"""How editors announce an event: what they write comes back as they wrote it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from news.models import Event
from tests.factories import make_branch, make_event

pytestmark = pytest.mark.django_db
KYIV = ZoneInfo("Europe/Kyiv")
ADD = "/admin/news/event/add/"
TEXTS = ("title", "summary", "body", "address", "audience", "status_note")


def written(**changes) -> dict:
    empty = {f"{name}_{code}": "" for name in TEXTS for code in ("uk", "ru", "en")}
    return empty | {
        "title_uk": "Вечір біля річки", "address_uk": "біля мосту", "slug": "",
        "first_day": "03.12.2026", "from_time": "17:00", "to_time": "19:00",
        "last_day": "", "repeats_until": "", "skipped_days": "", "branch": "",
        "place": "", "cover": "", "online_url": "", "status": "planned",
        "published_at_0": "", "published_at_1": "", "capacity": "",
    } | changes  # fmt: skip


@pytest.fixture
def office(client, editor):
    client.force_login(editor)
    client.cookies["django_language"] = "uk"
    return client


def test_an_event_is_announced_under_the_letters_of_its_title(office):
    answer = office.post(
        ADD, written(body_uk="<p onclick='x()'>Чай</p><script>1</script>")
    )

    assert answer.status_code == 302
    event = Event.objects.get()
    assert event.slug == "vechir-bilia-richky"
    assert event.starts_at == datetime(2026, 12, 3, 17, tzinfo=KYIV)
    assert event.over_at == event.ends_at == datetime(2026, 12, 3, 19, tzinfo=KYIV)
    assert event.body_uk == "<p>Чай</p>"
    assert not event.is_public

    office.post(ADD, written())
    assert Event.objects.filter(slug="vechir-bilia-richky-2").exists()


@pytest.mark.parametrize(
    ("code", "title", "slug"),
    [("ru", "Вечер у реки", "vecher-u-reki"), ("en", "By the river", "by-the-river")],
)
def test_one_language_is_enough_whichever(office, code, title, slug):
    office.post(ADD, written(title_uk="", **{f"title_{code}": title}))
    event = Event.objects.get()
    assert (event.slug, event.title) == (slug, title)
    assert title in office.get("/admin/news/event/").content.decode()


def test_a_series_with_days_off_is_kept_and_shown_again(office):
    office.post(
        ADD, written(repeats_until="31.12.2026", skipped_days="24.12.2026, 31.12.2026")
    )
    event = Event.objects.get()
    assert event.skipped == ["2026-12-24", "2026-12-31"]
    assert event.over_at == datetime(2026, 12, 17, 19, tzinfo=KYIV)

    form = office.get(f"/admin/news/event/{event.pk}/change/").context["adminform"].form
    shown = {name: form[name].value() for name in ("last_day", "skipped_days")}
    assert shown == {"last_day": None, "skipped_days": "24.12.2026\n31.12.2026"}
    assert f"{form['from_time'].value():%H:%M}" == "17:00"


@pytest.mark.parametrize(
    ("changes", "last_day"),
    [
        ({"all_day": "on"}, None),
        ({"all_day": "on", "last_day": "05.12.2026"}, "2026-12-05"),
        ({"last_day": "04.12.2026", "to_time": "00:00"}, "2026-12-04"),
        ({"last_day": "04.12.2026", "to_time": "02:00"}, "2026-12-04"),
    ],
)
def test_the_last_day_comes_back_as_it_was_written(office, changes, last_day):
    office.post(ADD, written(**changes))
    event = Event.objects.get()

    page = office.get(f"/admin/news/event/{event.pk}/change/")
    shown = page.context["adminform"].form["last_day"].value()
    assert (shown and shown.isoformat()) == last_day


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"to_time": "16:00"}, "to_time"),
        ({"last_day": "01.12.2026"}, "last_day"),
        ({"from_time": ""}, "from_time"),
        ({"to_time": ""}, "to_time"),
        ({"first_day": "28.03.2027", "from_time": "03:30"}, "from_time"),
        ({"first_day": "25.10.2026", "from_time": "03:30"}, "from_time"),
        ({"first_day": ""}, "first_day"),
        ({"repeats_until": "01.12.2026"}, "repeats_until"),
        ({"repeats_until": "31.12.2026", "skipped_days": "25.12.2026"}, "skipped_days"),
        ({"skipped_days": "нісенітниця"}, "skipped_days"),
        ({"address_uk": ""}, "branch"),
        ({"online_url": "javascript:alert(1)"}, "online_url"),
        ({"capacity": "0"}, "capacity"),
        ({"capacity": "9", "repeats_until": "31.12.2026"}, "capacity"),
        ({"title_uk": ""}, "__all__"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_lost(
    office, changes, field
):
    answer = office.post(ADD, written(summary_uk="Не згубіть мене", **changes))

    assert answer.status_code == 200
    form = answer.context["adminform"].form
    assert list(form.errors) == [field]
    assert "Не згубіть мене" in answer.content.decode()
    assert not Event.objects.exists()


def test_each_change_is_counted_for_calendars(office):
    event = make_event(branch=make_branch())
    uid = event.uid
    for number in (1, 2):
        office.post(f"/admin/news/event/{event.pk}/change/", written(slug=event.slug))
        event.refresh_from_db()
        assert (event.sequence, event.uid) == (number, uid)


def test_a_branch_with_events_stays(office):
    branch = make_branch()
    make_event(branch=branch)
    office.post(f"/admin/news/branch/{branch.pk}/delete/", {"post": "yes"})
    assert branch.events.count() == 1


def test_half_a_point_is_refused_with_a_sentence(office):
    names = {f"name_{code}": "" for code in ("ru", "en")} | {"name_uk": "Дім"}
    words = {
        f"{n}_{c}": "вул." for n in ("address", "hours") for c in ("uk", "ru", "en")
    }
    rest = {"phone": "", "place": "", "latitude": "47.9", "longitude": ""}
    answer = office.post("/admin/news/branch/add/", names | words | rest)
    assert answer.status_code == 200
    assert "широту" in answer.content.decode()
