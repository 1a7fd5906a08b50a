"""The field for texts: written and pasted into in a browser, and without any script."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from news.models import Post
from tests.factories import make_item
from tests.journeys.conftest import DESKTOP
from tests.journeys.test_accessible import RULES

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drawing]
ADD = "/admin/news/post/add/"
PASTED = (
    "<p class=MsoNormal><b>Жирне</b><o:p></o:p></p>"
    "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'>"
    "<span style='mso-list:Ignore'>1.<span>&nbsp;</span></span>перше</p>"
    "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'>"
    "<span style='mso-list:Ignore'>2.</span>друге</p>"
    "<h1>З Word</h1><p><span style='font-style:italic'>курсив</span></p>"
)
PASTE = """(words) => {
  const carried = new DataTransfer();
  carried.setData("text/html", words);
  const event = new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true });
  document.activeElement.dispatchEvent(event);
}"""


def test_a_librarian_writes_by_keyboard_and_pastes(
    open_browser, sign_in, cast, problems
):
    item = make_item(title="Міст")
    page = open_browser(DESKTOP, language="uk")
    sign_in(page, cast["editor"])
    page.goto(ADD)
    text = page.get_by_role("textbox", name="Текст [uk]")
    bar = page.get_by_role("toolbar").first

    page.locator("#id_title_uk").fill("Вечір")
    text.click()
    page.keyboard.type("Перше")
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")  # the first button: a heading
    page.keyboard.type("Розділ")
    page.keyboard.press("Enter")
    expect(bar.get_by_role("button", name="Заголовок", exact=True)).to_have_attribute(
        "aria-pressed", "false"
    )
    page.evaluate(PASTE, PASTED)
    page.keyboard.press("Control+End")
    bar.get_by_role("button", name="Світлина чи картка").click()
    page.keyboard.type(item.reference)
    page.keyboard.press("Enter")
    assert problems == []  # axe writes styles of its own, which our policy stops
    found = Axe().run(page, context=".writing", options=RULES)
    page.locator("input[name=_save]").click()
    page.wait_for_url("**/admin/news/post/")

    assert found.violations_count == 0, found.generate_report()
    assert Post.objects.get().body_uk.split("\n") == [
        "<p>Перше</p>",
        "<h2>Розділ</h2>",
        "<p><strong>Жирне</strong></p>",
        "<ol><li>перше</li><li>друге</li></ol>",
        "<h2>З Word</h2>",
        "<p><em>курсив</em></p>",
        f"<p>{item.reference}</p>",
    ]


def test_without_a_script_it_is_a_text_area(client, editor):
    client.force_login(editor)

    page = client.get(ADD).content.decode()

    assert '<textarea name="body_uk"' in page
    assert "hidden" not in page.split('<textarea name="body_uk"')[1].split(">")[0]
