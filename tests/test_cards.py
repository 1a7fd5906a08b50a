"""Cards that are kept once drawn say what their item says now."""

import re

import pytest

from config.templatetags import ui
from history import presenting
from history.models import Item
from history.search.marking import Part
from tests.factories import make_item

pytestmark = pytest.mark.django_db


def card_of(item):
    return presenting.card(Item.objects.published().with_cover().get(pk=item.pk))


def test_a_kept_card_is_drawn_anew_when_its_item_changes():
    item = make_item(title="Tram", with_picture=True)
    before = ui.card(card_of(item))

    assert ui.card(card_of(item)) == before
    item.title = "Bus"
    item.save()

    after = ui.card(card_of(item))
    assert "Tram" in before
    assert "Bus" in after
    assert "Tram" not in after


def test_a_kept_card_is_drawn_for_its_width():
    card = card_of(make_item(with_picture=True))

    assert 'sizes="10rem"' in ui.card(card, sizes="10rem")
    assert 'sizes="10rem"' not in ui.card(card)


def test_only_the_first_picture_of_a_catalogue_is_fetched_at_once(client):
    for title in ("Tram", "Bus", "Mill"):
        make_item(title=title, with_picture=True)

    page = client.get("/items/").content.decode()

    pictures = re.findall(r'class="picture__image".*?>', page)
    assert ["loading=" in one for one in pictures] == [False, True, True]
    assert ["fetchpriority=" in one for one in pictures] == [True, False, False]


def test_an_answer_marks_its_words_each_time():
    card = card_of(make_item(title="Tram and bus"))
    parts = [Part("Tram", is_found=True), Part(" and bus", is_found=False)]

    assert "<mark>" not in ui.card(card)
    assert "<mark>Tram</mark> and bus" in ui.card(card | {"title_parts": parts})
