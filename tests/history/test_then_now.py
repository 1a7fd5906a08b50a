"""Then and now: marked, drawn, shown while both may be seen, and gone with either."""

import io
from datetime import date, timedelta

import pytest
from django.core.files.storage import storages
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.models import AuditEntry
from history import (
    aligning,
    auditing,
    comparing,
    images,
    masters,
    publishing,
    retouching,
)
from history.models import Discarded, Item, ThenNow
from history.points_form import PointsForm, values_of
from tests import factories

pytestmark = pytest.mark.django_db

SIZE = (900, 600)
SPOTS = [(0.2, 0.2), (0.8, 0.25), (0.75, 0.8), (0.25, 0.75)]
COLOURS = [(220, 40, 40), (40, 200, 60), (40, 70, 220), (230, 210, 40)]
STEPPED = images.Movement(0.8, 0.03, 0.08, -0.02, 0.8, 0.1, 0.05, -0.04)
"""From where the town stood to where it is seen by who took it today."""
POINTS = [(spot, STEPPED.at(spot)) for spot in SPOTS]


def drawn(spots, ground=(120, 120, 120)) -> Image.Image:
    """Draw four coloured squares, so that each can be found again."""
    picture = Image.new("RGB", SIZE, ground)
    for (x, y), colour in zip(spots, COLOURS, strict=True):
        left, top = round(x * SIZE[0]) - 30, round(y * SIZE[1]) - 30
        picture.paste(colour, (left, top, left + 60, top + 60))
    return picture


def published(picture: Image.Image, tmp_path, **words) -> Item:
    path = tmp_path / f"{words['title']}.jpg"
    picture.save(path, "JPEG", quality=95)
    master = masters.prepare(masters.keep(path, original_name=path.name))
    return publishing.publish(
        publishing.Description(kind="photo", language="uk", **words),
        files=[publishing.File(master=master)], by=None,
    )  # fmt: skip


@pytest.fixture
def then(db):
    day = date(1962, 5, 1)
    return factories.make_item(
        title="Проспект, 1962", date_said="1962", date_edtf="1962-05-01",
        date_earliest=day, date_latest=day, with_picture=True,
    )  # fmt: skip


@pytest.fixture
def now(db):
    return factories.make_item(title="Проспект сьогодні", with_picture=True)


@pytest.fixture
def by(cast):
    return cast["curator"]


def save(then, now, by, *, seen=0, points=POINTS, publish=True) -> ThenNow:
    return comparing.save(
        then.media.get(), now.media.get(), points=points, seen=seen, by=by,
        publish=publish,
    )  # fmt: skip


def aligned(pair) -> Image.Image:
    with storages["public"].open(pair.aligned[-1]["path"]) as file:
        return Image.open(io.BytesIO(file.read())).convert("RGBA")


def files_of(pair) -> list[str]:
    return [step["path"] for step in pair.aligned]


class TestDrawing:
    @pytest.fixture
    def then(self, tmp_path):
        return published(drawn(SPOTS), tmp_path, title="Проспект, 1962")

    @pytest.fixture
    def now(self, tmp_path):
        spots = [STEPPED.at(spot) for spot in SPOTS]
        return published(drawn(spots, (90, 150, 90)), tmp_path, title="Тепер")

    def test_today_lies_in_the_old_frame_and_nothing_else_is_in_the_file(
        self, then, now, by
    ):
        pair = save(then, now, by)

        assert masters.align(pair.pk) == ThenNow.Aligned.MADE
        pair.refresh_from_db()
        picture = aligned(pair)

        assert picture.size == SIZE
        for (x, y), colour in zip(SPOTS, COLOURS, strict=True):
            seen = picture.getpixel((round(x * SIZE[0]), round(y * SIZE[1])))
            assert max(abs(a - b) for a, b in zip(seen, colour, strict=False)) < 40
        assert [step["width"] for step in pair.aligned] == [320, 640, 900]
        assert all(step["type"] == "image/webp" for step in pair.aligned)
        assert "exif" not in picture.info and "icc_profile" not in picture.info

    def test_where_today_shows_nothing_the_old_one_is_seen(self, then, now, by):
        """Who stood nearer sees less: the rest of the frame is transparent."""
        nearer = images.Movement(1.4, 0, -0.2, 0, 1.4, -0.2)
        spots = [(0.35, 0.35), (0.65, 0.35), (0.65, 0.65), (0.35, 0.65)]
        pair = save(then, now, by, points=[(s, nearer.at(s)) for s in spots])
        masters.align(pair.pk)
        pair.refresh_from_db()

        picture = aligned(pair)

        assert picture.getpixel((5, 5))[3] == 0
        assert picture.getpixel((450, 300))[3] == 255

    def test_follows_what_is_turned_cropped_and_covered(self, then, now, by):
        """Points are told on the originals; what is covered stays covered."""
        pair = save(then, now, by)
        x, y = STEPPED.at(SPOTS[1])
        box = {"box": [x - 0.06, y - 0.08, 0.12, 0.16], "style": "fill"}
        for item, edits in (
            (then, {"rotate": 90, "crop": [0, 0.1, 1, 0.9]}),
            (now, {"masks": [box]}),
        ):
            retouching.retouch(
                item.media.get(), edits=edits, before={}, by=by, reason="why not"
            )

        assert masters.align(pair.pk) == ThenNow.Aligned.MADE
        pair.refresh_from_db()
        picture = aligned(pair)

        shown = masters.shown_points(ThenNow.objects.with_sides().get(pk=pair.pk))
        for number, (there, _now) in enumerate(shown):
            place = tuple(
                round(part * side)
                for part, side in zip(there, picture.size, strict=True)
            )
            seen = picture.getpixel(place)
            wanted = (68, 68, 68) if number == 1 else COLOURS[number]
            assert max(abs(a - b) for a, b in zip(seen, wanted, strict=False)) < 40


class TestOnce:
    def test_again_is_harmless_and_a_dead_worker_is_found(self, then, now, by):
        pair = save(then, now, by)
        masters.align(pair.pk)
        pair.refresh_from_db()

        assert masters.align(pair.pk) == "not wanted"
        assert ThenNow.objects.get(pk=pair.pk).aligned == pair.aligned

        long_ago = timezone.now() - timedelta(hours=1)
        waiting = {"aligned_state": "needed", "aligned_at": long_ago}
        ThenNow.objects.filter(pk=pair.pk).update(**waiting)
        assert list(ThenNow.objects.unaligned(before=timezone.now())) == [pair]
        ThenNow.objects.filter(pk=pair.pk).update(**waiting, aligned_attempts=3)
        aligning.tick()
        pair.refresh_from_db()
        assert (pair.aligned_state, pair.problem) == ("failed", "too_heavy")

    def test_hidden_while_it_is_drawn_leaves_no_file(self, then, now, by, monkeypatch):
        pair = save(then, now, by)
        draw, made = images.align, []

        def hide_meanwhile(*args, **kwargs):
            publishing.hide(now, by=by)
            made.append(draw(*args, **kwargs))
            return made[0]

        monkeypatch.setattr(images, "align", hide_meanwhile)
        before = set(storages["public"].listdir("")[0])

        assert masters.align(pair.pk) == "not wanted"

        assert made
        assert set(storages["public"].listdir("")[0]) <= before
        assert ThenNow.objects.get(pk=pair.pk).aligned == []


class TestSeen:
    @pytest.fixture
    def pair(self, then, now, by):
        pair = save(then, now, by)
        masters.align(pair.pk)
        return ThenNow.objects.get(pk=pair.pk)

    @pytest.mark.parametrize("which", ["then", "now"])
    @pytest.mark.parametrize("act", ["hide", "take_down"])
    def test_what_is_taken_away_takes_the_comparison_along(
        self, client, pair, then, now, by, which, act,
        django_capture_on_commit_callbacks,
    ):  # fmt: skip
        gone, other = (then, now) if which == "then" else (now, then)
        assert client.get(pair.get_absolute_url()).status_code == 200
        more = {"reason": "asked for by the family"} if act == "take_down" else {}

        with django_capture_on_commit_callbacks(execute=True):
            getattr(publishing, act)(gone, by=by, **more)

        assert client.get(pair.get_absolute_url()).status_code == 404
        assert gone.title not in client.get(reverse("history:then_now_list")).text
        assert gone.title not in client.get(other.get_absolute_url(), follow=True).text
        assert not any(storages["public"].exists(path) for path in files_of(pair))
        assert Discarded.objects.count() == 0

        publishing.restore(Item.objects.get(pk=gone.pk), by=by)
        assert masters.align(pair.pk) == ThenNow.Aligned.MADE
        again = ThenNow.objects.get(pk=pair.pk)
        assert set(files_of(again)).isdisjoint(files_of(pair))

    def test_what_is_covered_is_not_laid_open_by_a_comparison(self, client, pair, now):
        Item.objects.filter(pk=now.pk).update(sensitive="death")

        assert client.get(pair.get_absolute_url()).status_code == 404

    def test_no_file_of_it_is_swept_as_nobodys(self, pair):
        later = timezone.now() + timedelta(days=1)

        lost = set(masters.sweeping.orphaned_public(before=later))

        assert lost.isdisjoint(files_of(pair))
        pair.delete()
        assert set(masters.sweeping.orphaned_public(before=later)) >= set(
            files_of(pair)
        )

    def test_a_lost_file_is_noticed_and_made_again(self, pair, then, now):
        report = auditing.Report()
        auditing.compare_files(report)
        assert report.of_kind("aligned") == []
        lost = files_of(pair)[0]
        storages["public"].delete(lost)

        auditing.compare_files(report)

        found = auditing.Difference("aligned", lost, pair.reference)
        assert report.of_kind("aligned") == [found]
        call_command("rebuild_renditions", then.reference, missing=True, verbosity=0)
        assert masters.align(pair.pk) == ThenNow.Aligned.MADE
        again = ThenNow.objects.get(pk=pair.pk)
        assert all(storages["public"].exists(path) for path in files_of(again))
        report = auditing.Report()
        auditing.compare_files(report)
        assert report.of_kind("aligned") == []

    def test_both_items_show_it_and_the_list_leads_there(self, client, pair, then, now):
        for item in (then, now):
            page = client.get(item.get_absolute_url(), follow=True).text
            assert 'type="range"' in page
            assert pair.aligned[0]["path"] in page
        assert pair.get_absolute_url() in client.get("/then-and-now/").text

    def test_a_better_scan_waits_for_a_look_at_the_points(self, pair, then):
        aligning.outdate(then.media.get())

        again = ThenNow.objects.get(pk=pair.pk)
        assert (again.aligned_state, again.problem) == ("failed", "replaced")
        assert again.points == pair.points and again.aligned == []
        assert Discarded.objects.filter(path__in=files_of(pair)).exists()


def test_a_long_list_costs_what_a_short_one_does(client, django_assert_num_queries):
    at = timezone.now()
    old = [factories.make_item(with_picture=True) for _n in range(2)]
    new = [factories.make_item(with_picture=True) for _n in range(8)]
    pairs = []
    for number, (a, b) in enumerate((a, b) for a in old for b in new):
        published_at = at - timedelta(minutes=number // 2)  # some in the same moment
        pairs.append(
            ThenNow.objects.create(
                then=a.media.get(), now=b.media.get(), state="published",
                made_at=at, published_at=published_at,
            )
        )  # fmt: skip
    with django_assert_num_queries(2):  # one of them for the stamp
        first = client.get("/then-and-now/")
    later = first.context["next_url"]
    ThenNow.objects.create(
        then=new[0].media.get(), now=new[1].media.get(), state="published", made_at=at,
        published_at=timezone.now(),
    )  # fmt: skip
    with django_assert_num_queries(2):  # one of them for the stamp
        second = client.get(later)
    seen = [one["url"] for page in (first, second) for one in page.context["pairs"]]
    assert sorted(seen) == sorted(pair.get_absolute_url() for pair in pairs)
    assert len(set(seen)) == 16


@pytest.mark.parametrize(
    "mark", ["x", "1-", "-", "1-2-3", "9" * 60, f"1-{2**63}", "²-1"]
)
def test_a_mark_that_nobody_gave_is_not_found(client, mark):
    assert client.get("/then-and-now/", {"after": mark}).status_code == 404


class TestDesk:
    @pytest.fixture
    def curator(self, client, by):
        client.force_login(by)
        return client

    def address(self, item) -> str:
        return reverse("history:item_then_now", args=[item.pk])

    def sent(self, then, now, *, seen=0, do="publish", points=POINTS, **more) -> dict:
        return {
            "then": then.media.get().pk, "now": now.media.get().pk, "seen": seen,
            "do": do, **values_of(points), **more,
        }  # fmt: skip

    def test_finds_the_other_one_and_knows_which_is_older(self, curator, then, now):
        page = curator.get(self.address(now), {"with": "проспект 1962"})

        chosen = page.context["found"][0]["query"]
        assert chosen == f"then={now.media.get().pk}&now={then.media.get().pk}"
        day = date(2024, 5, 1)
        Item.objects.filter(pk=now.pk).update(date_earliest=day, date_latest=day)
        page = curator.get(self.address(now), {"with": then.reference})
        chosen = page.context["found"][0]["query"]
        assert chosen == f"then={then.media.get().pk}&now={now.media.get().pk}"
        assert curator.get(f"{self.address(now)}?{chosen}").status_code == 200

    def test_publishes_changes_hides_and_parts(self, curator, then, now):
        here = self.address(then)
        assert curator.post(here, self.sent(then, now)).status_code == 302
        pair = ThenNow.objects.get()
        assert (pair.state, pair.aligned_state) == ("published", "needed")
        expected = [[list(a), list(b)] for a, b in POINTS]
        for (a, b), (c, d) in zip(pair.points, expected, strict=True):
            assert [*a, *b] == pytest.approx([*c, *d], abs=1e-4)

        curator.post(here, self.sent(then, now, seen=pair.version, do="hide"))
        pair.refresh_from_db()
        assert (pair.state, pair.aligned_state) == ("proposed", "")
        curator.post(here, self.sent(then, now, seen=pair.version, do="turn"))
        pair.refresh_from_db()
        assert pair.then == now.media.get()
        turned = self.sent(now, then, seen=pair.version, do="remove", points=[])
        curator.post(here, turned)
        assert not ThenNow.objects.exists()
        acts = AuditEntry.objects.filter(action__startswith="then_now.")
        assert list(acts.order_by("pk").values_list("action", flat=True)) == [
            "then_now.save", "then_now.save", "then_now.turn", "then_now.remove",
        ]  # fmt: skip

    def test_a_colleague_was_faster_and_nothing_typed_is_lost(
        self, curator, then, now, by
    ):
        pair = save(then, now, by)
        save(then, now, by, seen=pair.version, points=POINTS[:3])
        mine = self.sent(then, now, seen=pair.version, do="save", then_x_1="21.5")

        page = curator.post(self.address(then), mine)

        assert page.status_code == 409
        assert "21.5" in page.text and page.context["theirs"]
        assert len(ThenNow.objects.get().points) == 3
        again = mine | {"seen": page.context["form"]["seen"].value()}
        assert curator.post(self.address(then), again).status_code == 302
        assert ThenNow.objects.get().points[0][0][0] == pytest.approx(0.215)

    @pytest.mark.parametrize(
        ("change", "where"),
        [
            ({"then_x_1": "нуль"}, "then_x_1"),
            ({"then_x_1": "101"}, "then_x_1"),
            ({"now_y_2": ""}, "now_y_2"),
            ({"seen": "x"}, "seen"),
            ({"then_x_3": "20", "then_y_3": "20"}, "__all__"),
        ],
    )
    def test_what_is_wrong_is_said_beside_it(self, curator, then, now, change, where):
        page = curator.post(self.address(then), self.sent(then, now) | change)

        assert page.status_code == 400
        assert where in page.context["form"].errors
        assert not ThenNow.objects.exists()

    def test_what_visitors_do_not_see_is_not_published(self, curator, then, now, by):
        publishing.hide(now, by=by)

        page = curator.post(self.address(then), self.sent(then, now))

        assert page.status_code == 409
        assert now.reference in str(page.context["form"].non_field_errors())
        assert not ThenNow.objects.exists()

    def test_a_press_without_scripts_sets_the_chosen_point(self, curator, then, now):
        sent = self.sent(then, now, points=POINTS[:1]) | {"row": "2"}
        del sent["do"]

        page = curator.post(
            self.address(then), sent | {"now-spot.x": "160", "now-spot.y": "53"}
        )

        form = page.context["form"]
        assert page.status_code == 200 and page.context["row"] == 3
        assert form["now_x_2"].value() == 50.0
        assert form["now_y_2"].value() == pytest.approx(22.08)
        assert str(form["then_x_1"].value()) == "20.0"
        nowhere = {"now-spot.x": "0", "now-spot.y": "0"}  # by the keyboard
        page = curator.post(self.address(then), sent | nowhere)
        assert page.context["form"]["now_x_2"].value() is None

    def test_shows_the_result_before_it_is_saved(self, curator, then, now):
        page = curator.post(self.address(then), self.sent(then, now, do="look"))

        shown = curator.get(page.context["result"]["aligned"].src)
        assert shown["Content-Type"] == "image/webp"
        with Image.open(io.BytesIO(shown.content)) as picture:
            assert picture.size == (320, 240)
        assert not ThenNow.objects.exists()
        address = reverse("history:item_then_now_preview", args=[then.pk])
        assert curator.get(address).status_code == 400
        few = self.sent(then, now, points=POINTS[:2])
        assert curator.get(address, few).status_code == 400


def test_fields_hold_what_was_marked():
    form = PointsForm(values_of(POINTS) | {"then": 1, "now": 2, "seen": 0})

    assert form.is_valid()
    for (a, b), (c, d) in zip(form.cleaned_data["points"], POINTS, strict=True):
        assert [*a, *b] == pytest.approx([*c, *d], abs=1e-4)
