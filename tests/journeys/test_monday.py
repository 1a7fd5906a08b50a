"""A moderator's Monday morning: forty submissions, decided with the keyboard alone.

Prints how many keys, acts and seconds an item takes; every act is read from the audit.
"""

import io
import json
import time
from datetime import timedelta

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from contributions.models import Attachment, Contribution, Letter, Resemblance
from contributions.states import Reason, Status
from history import masters, publishing
from history.models import CollectionEntry, SupersededFile
from tests import factories
from tests.history.test_likeness import scene
from tests.journeys.conftest import DESKTOP

pytestmark = pytest.mark.django_db(transaction=True)

PUBLISH, ASK, DECLINE, SPAM = "publish", "ask", "decline", "spam"
TOGETHER = 6  # the last ones are declined with one decision
LOOK = "claim"
RECORDED = {
    PUBLISH: [LOOK, "publish"],
    ASK: [LOOK, "ask"],
    DECLINE: [LOOK, "decline"],
    SPAM: [LOOK, "mark_spam"],
    "better": [LOOK, "judge", "publish"],
    "undone": [LOOK, "decline", "undo", LOOK, "publish"],
    "placed": [LOOK, "publish"],
    "turned": [LOOK, "assign", "retouch", "publish"],
    "together": ["decline"],
}
"""What the audit tells of each, in its order."""
PLAIN = [PUBLISH] * 6 + [ASK, DECLINE, PUBLISH, SPAM]


def kept(picture: Image.Image, path, quality: int):
    """Keep a picture as the original of a resident, with all its sizes."""
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=quality)
    path.write_bytes(stream.getvalue())
    return masters.prepare(masters.keep(path, original_name=path.name))


class Keyboard:
    """A keyboard that counts; nothing else touches the page."""

    def __init__(self, page) -> None:
        self.page, self.count = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.count += 1

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)
        self.count += len(words)

    def decide(self, *keys: str) -> None:
        """Press keys of which the last one leads to the next page."""
        self.press(*keys[:-1])
        with self.page.expect_navigation():
            self.press(keys[-1])
        self.settle()

    def settle(self) -> None:
        """Wait until the page listens: a person looks at it for longer than that."""
        deaf = self.page.locator("[data-behaviour]:not([data-ready])")
        expect(deaf).to_have_count(0)


@pytest.fixture
def morning(cast, tmp_path):
    """Forty that wait, the most urgent first: the decision meant for each, by reference."""
    now = timezone.now()
    old = kept(scene(5).resize((400, 300)), tmp_path / "small.jpg", 60)
    item = publishing.publish(
        publishing.Description(kind="photo", title="Наш двір", language="uk"),
        files=[publishing.File(master=old)],
        by=cast["curator"],
    )
    factories.make_collection("Вулиці", title_uk="Вулиці", title_en="Streets")
    meant = PLAIN * 4
    meant[3], meant[7], meant[12], meant[20] = "better", "undone", "placed", "turned"
    meant[-TOGETHER:] = ["together"] * TOGETHER
    gifts = []
    for number, decision in enumerate(meant):
        memory = number % 5 == 4
        gift = factories.make_contribution(
            promise_at=now + timedelta(hours=number + 1),
            kind="memory" if memory else "photos",
            files=0 if memory else 1 + number % 2,
            language=("uk", "ru", "en")[number % 3],
        )
        if decision == "better":
            gift.attachments.all().delete()
            large = scene(5).resize((1600, 1200), Image.Resampling.LANCZOS)
            gift.attachments.create(
                master=kept(large, tmp_path / "large.jpg", 90), original_name="a.jpg"
            )
        gifts.append((gift, decision))
    return gifts, item


def test_forty_by_the_keyboard_alone(
    open_browser, sign_in, cast, morning, foreign, problems
):
    gifts, item = morning
    first = {decision: gift for gift, decision in reversed(gifts)}
    better, undone, turned = first["better"], first["undone"], first["turned"]
    page = open_browser(DESKTOP, language="en")
    sign_in(page, cast["moderator"])
    keys = Keyboard(page)
    page.goto("/moderation/")
    keys.settle()
    begun = time.monotonic()
    keys.decide("j", "Enter")

    for gift, decision in gifts[:-TOGETHER]:
        expect(page.locator("h1")).to_have_text(gift.title)
        match decision:
            case "publish":
                keys.decide("p")
            case "ask":
                keys.decide("a", "1", "Control+Enter")
            case "decline":
                keys.decide("d", "2", "Enter")
            case "spam":
                keys.decide("s", "Enter")
            case "better":
                keys.press("b")  # blink: which one is sharper?
                expect(page.locator(".compare")).to_be_visible()
                button = page.locator("[name=verdict][value=better]")
                while not button.evaluate("one => one === document.activeElement"):
                    keys.press("Tab")
                keys.decide("Enter")
                expect(page.locator("[name=how][value=replace]")).to_be_checked()
                keys.decide("p")
            case "undone":
                keys.decide("d", "1", "Enter")
                keys.decide("z")
                expect(page.locator("h1")).to_have_text(gift.title)
                keys.decide("p")
            case "turned":
                keys.decide("i")  # mine, so nobody begins it anew
                keys.decide("r")
                expect(page.locator(".desk-file__facts").first).to_contain_text("90°")
                keys.decide("p")
            case "placed":
                keys.press("c")
                keys.type("str")
                keys.press("Enter")
                keys.type("By the bridge")
                keys.decide("Control+Enter")

    # The rest is rubbish of one kind: chosen in the queue, declined with one decision.
    keys.decide("q")
    keys.press("j", "x", *["j"] * (TOGETHER - 1), "Shift+X")
    expect(page.locator("[data-count]")).to_contain_text(str(TOGETHER))
    keys.decide("d")
    expect(page.locator(".many__one")).to_have_count(TOGETHER)
    keys.decide("2", "Control+Enter")
    expect(page.locator("main [role=status]").first).to_contain_text(f"{TOGETHER} done")
    keys.decide("q")
    expect(page.locator(".empty")).to_be_visible()
    seconds = time.monotonic() - begun

    # Nothing is left, nothing is lost.
    assert not Contribution.objects.awaiting_review().exists()
    wanted = {
        ASK: Status.NEEDS_INFO, DECLINE: Status.DECLINED, SPAM: Status.SPAM,
        "together": Status.DECLINED,
    }  # fmt: skip
    for gift, decision in gifts:
        gift.refresh_from_db()
        assert gift.status == wanted.get(decision, Status.PUBLISHED), decision
    better.refresh_from_db()
    assert better.item == item and SupersededFile.objects.count() == 1
    assert Resemblance.objects.get(attachment__contribution=better).verdict == "better"
    assert CollectionEntry.objects.get().note_en == "By the bridge"

    # Each act is read from the audit, by who may read it.
    reader = open_browser(DESKTOP, language="en")
    sign_in(reader, cast["administrator"])
    lines = reader.request.get("/moderation/audit/audit.jsonl").text().splitlines()
    told: dict[str, list[dict]] = {}
    for line in map(json.loads, lines):
        if line["who_number"] == cast["moderator"].pk:
            told.setdefault(line["name"], []).append(line)
    acts, order = 0, [gift for gift, _decision in gifts]
    # Two were opened and left again: for what was taken back, and for the queue.
    only_looked_at = {order[order.index(undone) + 1], first["together"]}
    for gift, decision in gifts:
        rows = told.pop(gift.reference)
        acts += len(rows)
        names = [row["action"].removeprefix("contribution.") for row in rows]
        assert names == [LOOK] * (gift in only_looked_at) + RECORDED[decision]
        assert rows[-1]["after"].get("status", gift.status) == gift.status
    # Beside them only what was done to the archive: the item and the collection.
    assert {row["action"] for rows in told.values() for row in rows} <= {
        "item.replace_file", "collection.attach",
    }  # fmt: skip
    print(
        f"\nMonday: {len(gifts)} decided, {keys.count / len(gifts):.1f} keys, "
        f"{acts / len(gifts):.1f} acts in the audit and {seconds / len(gifts):.2f} s "
        "an item (the machine's part)"
    )
    reader.goto(f"/moderation/audit/?thing={undone.reference}")
    for words in ("declined it", "took the last act back", "published it"):
        expect(reader.locator("main")).to_contain_text(words)
    assert Attachment.objects.filter(contribution=turned)[0].edits_of(0)["rotate"] == 90
    assert turned.assigned_to == cast["moderator"]
    alike = Contribution.objects.get(pk=gifts[-1][0].pk).events.get()
    assert alike.details["reason"] == list(Reason)[1]

    # The undone letter is cancelled; the others wait for the undo window.
    assert Letter.objects.filter(cancelled_at__isnull=False).count() == 1
    assert not Letter.objects.filter(sent_at__isnull=False).exists()
    assert keys.count / len(gifts) < 8
    assert foreign == [] and problems == []


def test_letters_do_nothing_while_one_types_and_can_be_switched_off(
    open_browser, sign_in, cast, problems
):
    """WCAG 2.1.4; the Cyrillic layout has the same keys."""
    gift = factories.make_contribution()
    page = open_browser(DESKTOP, language="en")
    sign_in(page, cast["moderator"])
    page.goto(f"/moderation/{gift.reference}/")
    page.locator("body[data-keys]").wait_for()
    cyrillic = """([key, code]) => document.body.dispatchEvent(new KeyboardEvent(
        "keydown", {key, code, bubbles: true, cancelable: true}))"""

    page.keyboard.press("t")
    page.keyboard.type(" pads?")
    expect(page.locator("[name=title]")).to_have_value(f"{gift.title} pads?")
    page.keyboard.press("Escape")
    page.locator("body").evaluate("() => document.activeElement.blur()")

    page.keyboard.press("f")
    expect(page.locator("[name=find]")).to_be_focused()
    page.keyboard.press("Escape")

    page.evaluate(cyrillic, ["ф", "KeyA"])  # the key of A writes ф
    expect(page.locator("details.act[open] textarea")).to_be_visible()
    page.keyboard.press("Escape")

    page.keyboard.press("?")
    dialog = page.locator("dialog#keys")
    expect(dialog).to_be_visible()
    dialog.get_by_label("Single letters work as keys").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    page.locator("body[data-keys]").wait_for()
    page.keyboard.press("d")
    expect(page.locator("details.act[open]")).to_have_count(0)
    assert problems == []
