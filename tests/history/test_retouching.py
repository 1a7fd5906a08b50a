"""A published picture is turned, cropped and covered; nothing of before stays public."""

import io
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.test import Client
from django.utils.translation import override
from PIL import Image

from history import images, publishing, retouching
from history.editing import Editor, in_words, mark_of
from history.models import Depiction, Item
from tests import factories
from tests.history.retouched import COVERED, PLACE, has_face, keep, sent


@pytest.fixture(autouse=True)
def _in_english(db):
    with override("en"):
        yield


@pytest.fixture
def by(cast):
    return cast["curator"]


@pytest.fixture
def item(tmp_path, by):
    words = publishing.Description(kind="photo", title="Портрет", language="uk")
    return publishing.publish(
        words, files=[publishing.File(master=keep(tmp_path))], by=by
    )


def public_pictures() -> dict[str, bytes]:
    root = Path(storages["public"].location)
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in root.rglob("*")
        if path.suffix in (".webp", ".jpg")
    }


def retouch(media, by, *, edits=COVERED, reason="A child's face", **more):
    values = {"before": media.edits} | more
    return retouching.retouch(media, edits=edits, by=by, reason=reason, **values)


class TestRetouch:
    @pytest.mark.parametrize("style", ["fill", "blur"])
    def test_a_covered_face_is_in_no_public_byte(
        self, item, by, style, django_capture_on_commit_callbacks
    ):
        media, visitor = item.media.get(), Client()
        before = {step["path"] for step in media.renditions}
        assert all(has_face(public_pictures()[path]) for path in before)

        with django_capture_on_commit_callbacks(execute=True):
            media = retouch(media, by, edits={"masks": [PLACE | {"style": style}]})

        after = {step["path"] for step in media.renditions}
        assert after.isdisjoint(before)
        assert {visitor.get(f"/media/{path}").status_code for path in before} == {404}
        assert {visitor.get(f"/media/{path}").status_code for path in after} == {200}
        mine = {path for path in public_pictures() if path in before | after}
        assert mine == after
        if style == "fill":
            assert not any(has_face(public_pictures()[path]) for path in after)
        else:  # one colour is left, its edges are not
            assert images.check_edits(media.edits)["masks"][0]["style"] == "blur"

    def test_says_who_and_why(self, item, by):
        media = retouch(item.media.get(), by, reason="  Asked for by the family ")

        revision = media.revisions.get()
        assert (revision.by, revision.reason) == (by, "Asked for by the family")
        assert in_words(revision.before) == ["as the original"]
        assert in_words(revision.after) == ["places covered: 1"]
        assert item.history.first().history_change_reason == "Asked for by the family"
        assert item.history.first().history_user == by

    def test_a_colleague_was_faster(self, item, by):
        seen = item.media.get()
        retouch(item.media.get(), by, edits={"rotate": 90})
        public = set(public_pictures())

        with pytest.raises(retouching.Stale) as stale:
            retouch(seen, by)

        assert stale.value.media.edits["rotate"] == 90
        assert set(public_pictures()) == public
        assert seen.revisions.count() == 1

    def test_needs_a_reason(self, item, by):
        public = set(public_pictures())

        with pytest.raises(ValueError, match="why"):
            retouch(item.media.get(), by, reason=" ")

        assert set(public_pictures()) == public

    def test_what_is_hidden_gets_no_public_file(
        self, item, by, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            publishing.hide(item, by=by)
        others = set(public_pictures())

        media = retouch(item.media.get(), by)

        assert set(public_pictures()) == others
        publishing.restore(Item.objects.get(pk=item.pk), by=by)
        media.refresh_from_db()
        shown = [public_pictures()[step["path"]] for step in media.renditions]
        assert shown
        assert not any(has_face(data) for data in shown)

    @pytest.mark.parametrize(
        ("edits", "size", "face"),
        [
            ({"rotate": 90}, (1000, 1600), (0.625, 0.625)),
            ({"rotate": 180}, (1600, 1000), (0.375, 0.625)),
            ({"rotate": 270}, (1000, 1600), (0.375, 0.375)),
            ({"crop": [0.5, 0, 0.5, 0.5]}, (800, 500), (0.25, 0.75)),
            ({"rotate": 90, "crop": [0.5, 0.5, 0.5, 0.5]}, (500, 800), (0.25, 0.25)),
        ],
    )
    def test_every_size_shows_it_so(self, item, by, edits, size, face):
        media = retouch(item.media.get(), by, edits=edits)

        assert (media.width_px, media.height_px) == size
        point = images.seen_at((0.625, 0.375), (1600, 1000), edits)
        assert point == pytest.approx(face)
        for step in media.renditions:
            with Image.open(io.BytesIO(public_pictures()[step["path"]])) as picture:
                shown = picture.convert("RGB")
            assert shown.width / shown.height == pytest.approx(
                size[0] / size[1], rel=0.02
            )
            red, green, blue = shown.getpixel(
                (int(face[0] * shown.width), int(face[1] * shown.height))
            )
            assert red > 200 > 90 > green
            assert blue > 200

    def test_straightened_points_are_where_they_are_seen(self, item, by):
        edits = {"rotate": 90, "straighten": 7.5, "crop": [0.2, 0.2, 0.7, 0.7]}
        media = retouch(item.media.get(), by, edits=edits)

        x, y = images.seen_at((0.625, 0.375), (1600, 1000), edits)

        largest = max(media.renditions, key=lambda step: step["width"])
        with Image.open(io.BytesIO(public_pictures()[largest["path"]])) as picture:
            shown = picture.convert("RGB")
        reds = [
            (left, top)
            for left in range(0, shown.width, 4)
            for top in range(0, shown.height, 4)
            if shown.getpixel((left, top))[1] < 60
        ]
        middle = [sum(side) / len(reds) for side in zip(*reds, strict=True)]
        assert (x, y) == pytest.approx(
            (middle[0] / shown.width, middle[1] / shown.height), abs=0.01
        )

    def test_marks_of_people_stay_on_their_faces(self, item, by, client):
        media = item.media.get()
        person = factories.make_person("Степан Дзига", died_year=1960, is_living=False)
        Depiction.objects.create(
            media=media, person=person, left=0.525, top=0.29, width=0.2, height=0.17
        )

        retouch(media, by, edits={"rotate": 90})
        turned = client.get(item.get_absolute_url()).content.decode()
        media.refresh_from_db()
        retouch(media, by, edits={"crop": [0, 0, 0.5, 1]})
        cropped = client.get(item.get_absolute_url()).content.decode()

        assert "translate(625 1181)" in turned  # below the chin, over no face
        assert "Степан Дзига" in turned
        assert "Степан Дзига" not in cropped


class TestNumbersOfTheForm:
    EDITS = {
        "rotate": 270,
        "straighten": -3.25,
        "crop": [0.1, 0.2, 0.5, 0.4],
        "masks": [PLACE, {"box": [0.01, 0.02, 0.03, 0.04], "style": "blur"}],
    }

    def test_go_round_unchanged(self):
        editor = Editor(data=sent(self.EDITS))

        assert editor.is_valid()
        assert editor.edits()["rotate"] == 270
        assert editor.edits()["straighten"] == -3.25
        assert editor.edits()["crop"] == pytest.approx(self.EDITS["crop"])
        for told, meant in zip(
            editor.edits()["masks"], self.EDITS["masks"], strict=True
        ):
            assert told["box"] == pytest.approx(meant["box"])
            assert told["style"] == meant["style"]

    @pytest.mark.parametrize(
        ("field", "value", "sentence"),
        [
            ("straighten", "40", "from -15 to 15"),
            ("straighten", "a bit", "from -15 to 15"),
            ("straighten", "nan", "from -15 to 15"),
            ("crop_x", "-1", "from 0 to 100"),
            ("crop_width", "1e9", "from 0 to 100"),
            ("crop_width", "4", "at least 5 %"),
            ("crop_y", "99", None),
            ("crop_height", "", "fill this in"),
        ],
    )
    def test_what_cannot_be_is_said_beside_its_field(self, field, value, sentence):
        editor = Editor(data=sent(**{field: value}))

        assert not editor.is_valid()
        at = "crop_height" if sentence is None else field
        assert (sentence or "at least 5 %") in " ".join(editor.form.errors[at])

    @pytest.mark.parametrize(
        ("row", "field", "sentence"),
        [
            ({"x": "10"}, "y", "write this number too"),
            ({"x": "10", "y": "10", "width": "0", "height": "5"}, "width", "width and"),
            ({"x": "100", "y": "1", "width": "5", "height": "5"}, "x", "outside"),
            ({"x": "ten", "y": "1", "width": "5", "height": "5"}, "x", "0 to 100"),
        ],
    )
    def test_a_wrong_mask_is_said_in_its_row(self, row, field, sentence):
        data = {f"masks-0-{name}": value for name, value in row.items()}
        editor = Editor(data=sent(**data))

        assert not editor.is_valid()
        assert sentence in " ".join(editor.masks.forms[0].errors[field])

    def test_too_many_masks_are_refused(self):
        rows = {"masks-TOTAL_FORMS": "51"}
        for number in range(51):
            rows |= {f"masks-{number}-x": "1", f"masks-{number}-y": "1"}
            rows |= {f"masks-{number}-width": "1", f"masks-{number}-height": "1"}
        editor = Editor(data=sent(**rows))

        assert not editor.is_valid()
        assert "At most 50" in str(editor.masks.non_form_errors())

    def test_a_comma_is_a_point(self):
        editor = Editor(data=sent(straighten="2,5"))

        assert editor.is_valid()
        assert editor.edits()["straighten"] == 2.5


class TestPage:
    @pytest.fixture
    def client(self):
        return Client(headers={"accept-language": "en"})

    @pytest.fixture
    def address(self, item):
        return f"{Item.objects.get().get_absolute_url()}files/{item.media.get().pk}/"

    def post(self, client, address, edits=None, **changes):
        data = sent(edits, **changes)
        return client.post(f"{address}edit/", data | {"reason": "A child's face"})

    def test_draws_what_is_typed_and_saves_nothing(self, client, by, item, address):
        client.force_login(by)

        answer = self.post(client, address, do="right")

        assert answer.status_code == 200
        assert 'name="rotate" value="90"' in answer.content.decode()
        assert "Not saved yet" in answer.content.decode()
        assert item.media.get().edits == {}

    def test_previews_are_private_and_true(self, client, by, address):
        client.force_login(by)

        answer = client.get(f"{address}preview/", {"edits": '{"rotate": 90}'})
        with Image.open(io.BytesIO(answer.content)) as picture:
            size = picture.size

        assert size[1] / size[0] == pytest.approx(1.6, rel=0.01)
        assert "no-store" in answer["Cache-Control"]

    def test_both_are_shown_when_a_colleague_was_faster(
        self, client, by, item, address
    ):
        retouch(item.media.get(), by, edits={"rotate": 180}, reason="Upside down")
        client.force_login(by)

        answer = self.post(client, address, do="save", rotate="90")
        page = answer.content.decode()

        assert answer.status_code == 409
        assert "Ірина has changed it meanwhile: “Upside down”" in page
        assert "turned by 180°" in page
        assert 'name="rotate" value="90"' in page
        again = self.post(
            client, address, do="save", rotate="90", seen=mark_of({"rotate": 180})
        )
        assert again.status_code == 302
        assert item.media.get().edits["rotate"] == 90

    def test_a_file_still_being_prepared_is_said(self, client, by, item, address):
        master = item.media.get().master
        master.state = "received"
        master.save()
        client.force_login(by)

        answer = client.get(f"{address}edit/")

        assert answer.status_code == 409
        assert "Still being prepared" in answer.content.decode()

    def test_a_recording_has_nothing_to_turn(self, client, by, item, address):
        media = item.media.get()
        media.master = factories.make_master(
            media_type="audio/mpeg", width_px=None, height_px=None, renditions=[]
        )
        media.save()
        client.force_login(by)

        assert client.get(f"{address}edit/").status_code == 404
        assert client.get(f"{address}preview/").status_code == 404

    def test_wants_the_token_of_the_form(self, by, item, address):
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(by)

        assert self.post(browser, address, do="save", rotate="90").status_code == 403
        assert item.media.get().edits == {}
