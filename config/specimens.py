"""Own the words and pictures the living catalogue shows; real and awkward ones."""

import math

from config.scenes import scene
from history import recordings
from history.atlas import plain
from history.atlas.grid import Box
from history.models import Place
from history.sounds import BARS

MILL = scene(1500, 1000, "Вулиця Млинова взимку", seed=3)
MARKET = scene(1000, 1400, "Жінка з кошиком на базарі", tone="grey", seed=8)
WORKS = scene(2600, 900, "Panorama of the steel works", seed=21)
SCHOOL = scene(1400, 1050, "5-Б клас на сходах школи № 7", tone="grey", seed=5)
TOWER = scene(700, 1900, "Водонапорная башня", seed=13)
PARK = scene(1400, 1000, "Качелі в міському парку", tone="colour", seed=34)
TRAM = scene(1200, 1200, "Перший трамвай", seed=55)
RIVER = scene(1800, 1100, "Пляж на Кальміусі", tone="colour", seed=89)


def _side(picture, when, title, credit=""):
    return {
        "picture": picture, "when": when, "title": title, "url": "#item", "lang": "",
        "credit": credit,
    }  # fmt: skip


THEN = _side(SCHOOL, "близько 1962", "Шкільні сходи", "Родина Ковалів")
NOW = _side(PARK, "травень 2024", "Ті самі сходи, вже без школи на них")


def recording(duration_ms=192_000):
    """Make a recording whose shape looks like speech; nothing can be heard."""
    peaks = [
        round(30 + 40 * abs(math.sin(at / 5)) + 28 * math.sin(at * 1.7)) % 101
        for at in range(BARS)
    ]
    return recordings.describe(
        {"path": "#sound", "type": "audio/mpeg", "size": 2_304_000},
        url=str,
        duration_ms=duration_ms,
        peaks=peaks,
    )


def town_map():
    """Draw a few streets with a photo that looks east, and several at one corner."""
    streets = [("Млинова вулиця", 47.95, 36.9), ("Площа Металургів", 47.954, 36.907)]
    return plain.draw(
        plain.padded(Box(36.898, 47.949, 36.908, 47.955), 100),
        [
            plain.Mark(47.951, 36.901, "Перший трамвай", "#mark", bearing=90),
            plain.Mark(47.9535, 36.904, "Сім світлин", "#mark", n=7),
        ],
        [
            Place(kind=Place.Kind.STREET, name=name, latitude=north, longitude=east)
            for name, north, east in streets
        ],
    )


def card(title, date, place, picture=None, *, badge="", lang="uk", words=""):
    """Make the ready strings a card wants."""
    return {
        "url": "#card",
        "title": title,
        "date": date,
        "place": place,
        "kind_badge": badge,
        "picture": picture,
        "lang": lang,
        "words": words,
    }


CARDS = [
    card("Млинова взимку: дорога до школи", "близько 1962", "вул. Млинова", MILL),
    card("На базарі", "1950-ті", "Базарна площа", MARKET),
    card("Заводське управління та мартенівський цех", "1936", "", WORKS),
    card(
        "Как мы ждали первый трамвай",
        "весна 1934",
        "проспект Металлургов",
        badge="Спогад",
        lang="ru",
        words="Отец поднял меня на плечи, и я первым увидел фонарь. Люди снимали "
        "шапки, будто встречали родственника, которого не видели десять лет.",
    ),
    card("5-Б на шкільних сходах, учителька Ганна Петрівна", "1971", "", SCHOOL),
    card("Водонапорная башня", "1908", "Вокзальная", TOWER, lang="ru"),
    card("Гойдалки", "літо 1984", "Міський парк", PARK, badge="Впізнаєте місце?"),
    card("Перший трамвай на лінії «Вокзал — Завод»", "1 травня 1934", "", TRAM),
    card("The beach, a Sunday", "about 1988", "the river", RIVER, lang="en"),
]

ROOM = {
    "url": "#room",
    "title": "Зниклі вулиці",
    "summary": "Млинова, Греблева, Третя Лінія: імена, яких уже немає на мапі, "
    "і люди, які пам'ятають кожен двір.",
    "count": "48 світлин і спогадів",
    "picture": MILL,
    "lang": "uk",
}
POST = {
    "url": "#post",
    "title": "Вечір спогадів: трамвай, який не повернувся",
    "date": "14 листопада 2026",
    "kind": "Подія",
    "summary": "Приносьте світлини й слова. Сканер, чай і люди, які слухають.",
    "picture": TRAM,
    "lang": "uk",
}

GATHERING = {
    "url": "#event",
    "title": "Вечір спогадів: трамвай, який не повернувся",
    "lang": "uk",
    "moment": "2026-12-03T17:00+02:00",
    "number": 3,
    "under": "четвер",
    "hours": "17:00–19:00",
    "where": "Центральна бібліотека",
    "series": "щочетверга до 27 травня",
    "summary": "Приносьте світлини й слова. Сканер, чай і люди, які слухають.",
    "status": None,
}

STEPS = [
    {"label": "Що", "url": "#s", "state": "done"},
    {"label": "Розповідь", "url": "#s", "state": "now"},
    {"label": "Права", "url": "#s", "state": "next"},
    {"label": "Хто ви", "url": "#s", "state": "next"},
]
OPTIONS = [
    {"label": "Світлини", "url": "#f", "count": 1204, "chosen": True},
    {"label": "Спогади", "url": "#f", "count": 87, "chosen": False},
    {"label": "Документи й поштівки родини", "url": "#f", "count": 3, "chosen": False},
]
FILES = [
    {"name": "IMG_2041.jpg", "size": "3,2 МБ", "picture": SCHOOL},
    {"name": "бабусин альбом 14.jpg", "size": "1,1 МБ", "picture": MARKET},
    {
        "name": "відео_весілля.avi",
        "size": "",
        "error": "Це відео. Поки що ми приймаємо лише світлини.",
        "remove_name": "remove",
        "remove_value": "3",
    },
]
FACTS = [
    {
        "term": "Коли",
        "value": "близько 1962",
        "note": "Так написано на звороті; паркан біля школи поставили 1963-го.",
    },
    {"term": "Де", "value": "вул. Млинова, згодом Леніна, нині Соборна", "url": "#p"},
    {
        "term": "Хто",
        "parts": [
            {"label": "Ганна Коваль", "url": "#h"},
            {"label": "невідомий хлопчик"},
        ],
    },
    {"term": "Як можна використати", "value": "Вільно, із зазначенням родини Ковалів"},
    {"term": "Номер", "value": "ST-000123"},
]
EVENTS = [
    {"date": "3 травня", "text": "Ви надіслали 3 світлини й розповідь."},
    {"date": "5 травня", "text": "Бібліотека поставила запитання.", "tone": "ask"},
    {"date": "6 травня", "text": "Ви відповіли.", "note": "І додали дату на звороті."},
    {"date": "8 травня", "text": "Опубліковано в архіві.", "tone": "good"},
    {"date": "до 16 травня", "text": "Подякуємо листом.", "tone": "next"},
]
LETTER = (
    "Добрий день, Маріє Іванівно!\n\nЯка чудова світлина. Чи не пам'ятаєте, хто "
    "стоїть другий ліворуч? І чи можна показати підпис на звороті?"
)
