"""What a question must find, and must not: a table of questions, on both engines."""

from pathlib import Path

import pytest

from history.models import Item, PlaceName
from history.search import index_items, search
from tests import factories

pytestmark = pytest.mark.django_db

HERE = Path(__file__).parent
PLACES = {
    "mill": ("вулиця Млинова", "улица Мельничная", "Mill Street"),
    "square": ("Заводська площа", "Заводская площадь", "Works Square"),
    "peace": ("проспект Миру", "проспект Мира", "Peace Avenue"),
    "station": ("Залізничний вокзал", "Железнодорожный вокзал", "Railway Station"),
    "pond": ("Міський ставок", "Городской пруд", "Town Pond"),
    "house": ("будинок Павлова", "дом Павлова", "Pavlov House"),
}
OLD_NAMES = {
    "mill": [
        ("вулиця Леніна", "uk"), ("улица Ленина", "ru"), ("Дворянская улица", "ru"),
    ],
    "square": [("площадь Сталина", "ru")],
    "peace": [("Ворошиловський проспект", "uk")],
}  # fmt: skip
PEOPLE = {
    "maria": ("Марія Коваленко", "Мария Коваленко", "Шевчук"),
    "petro": ("Петро Йолкін", "Пётр Ёлкин", ""),
    "oleh": ("Олег Гончар", "", ""),
}


def rows(name: str) -> list[list[str]]:
    """Read a table of ours; the first line says what stands in it."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()[1:]
    return [line.split("\t") for line in lines]


@pytest.fixture
def town():
    """Make the small archive that the questions are asked of."""
    places, people = {}, {}
    for key, (uk, ru, en) in PLACES.items():
        parent = places["mill"] if key == "house" else None
        places[key] = factories.make_place(uk, name_ru=ru, name_en=en, parent=parent)
    for key, names in OLD_NAMES.items():
        for name, language in names:
            PlaceName.objects.create(place=places[key], name=name, language=language)
    for key, (uk, ru, others) in PEOPLE.items():
        people[key] = factories.make_person(
            uk, name_ru=ru, other_names=others, is_living=key == "oleh"
        )
    found = {}
    for key, language, title, story, place, person in rows("relevance_items.tsv"):
        item = Item.objects.create(
            title=title, story=story, language=language, place=places.get(place),
            kind="photo", published_at=factories.timezone.now(),
        )  # fmt: skip
        if person:
            item.people.add(people[person])
        found[item.pk] = key
    Item.objects.get(title="Трамвайное депо зимой").people.add(people["oleh"])
    index_items(found)
    return found


def test_every_question_finds_what_it_should_and_nothing_else(town, capsys):
    table = rows("relevance.tsv")
    wrong, right, shown, wanted = [], 0, 0, 0
    for what, question, expected in table:
        keys = set(expected.split(",")) - {"-"}
        found = {town[pk] for pk in search(q=question, size=100).ids}
        right += len(found & keys)
        shown += len(found)
        wanted += len(keys)
        if found != keys:
            wrong.append(
                f"{what}: {question} → missing {sorted(keys - found)}, "
                f"too much {sorted(found - keys)}"
            )
    with capsys.disabled():
        print(
            f"\n{len(table)} questions: recall {right / wanted:.3f}, "
            f"precision {right / shown:.3f}"
        )

    assert len(table) >= 150
    assert not wrong, "\n" + "\n".join(wrong)
