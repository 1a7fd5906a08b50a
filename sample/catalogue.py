"""A synthetic catalogue of any size, the same for the same seed: only for measuring.

Words come from the texts of the sample city in all their inflected forms, as often
as words come in a language (Zipf). Pictures share a handful of files, so do not take
such items down: the others would lose their pictures as well.
"""

import random
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from typing import Any

import pymorphy3
from django.conf import settings
from django.db import transaction

from history import masters, planning
from history.models import (
    Collection,
    CollectionEntry,
    Item,
    Media,
    Person,
    Place,
    Subject,
)
from history.rights import Rights
from history.search import index
from sample import archive, pictures, town

BATCH = 4000
FIRST_DAY = datetime(2021, 1, 1, tzinfo=UTC)
SPREAD_DAYS = 1800
SHARED = (
    "tram-1934",
    "market-1911",
    "family-1974",
    "yard-1962",
    "cinema-1976",
    "horn-self",
)
SERIES = 24
WORD = re.compile(r"[а-яіїєґё’']{4,}", re.IGNORECASE)
SEASONS = {
    "uk": ("весна", "літо", "осінь", "зима"),
    "ru": ("весна", "лето", "осень", "зима"),
}
AROUND = {"uk": "близько {}", "ru": "около {}"}
DECADE = {"uk": "{}-ті", "ru": "{}-е"}


class Vocabulary:
    """The words of one language by how often they come, with all their forms."""

    def __init__(self, language: str, rng: random.Random):
        analyzer = pymorphy3.MorphAnalyzer(lang=language)
        lexemes: dict[str, list[str]] = {}
        for word in self._words_of_town(language):
            parse = analyzer.parse(word)[0]
            if parse.normal_form not in lexemes:
                forms = sorted({form.word for form in parse.lexeme})
                lexemes[parse.normal_form] = forms[:40]
        names = sorted(lexemes)
        rng.shuffle(names)
        self.forms = [lexemes[name] for name in names]
        self.weights = list(accumulate(1 / rank for rank in range(1, len(names) + 1)))

    @staticmethod
    def _words_of_town(language: str) -> list[str]:
        found = set()
        for row in town.items():
            if row["language"] == language:
                text = " ".join(
                    row.get(k, "") for k in ("title", "description", "story")
                )
                found.update(word.lower() for word in WORD.findall(text))
        return sorted(found)

    def sentence(self, rng: random.Random, length: int) -> str:
        """Return a sentence of so many words; it means nothing."""
        chosen = rng.choices(self.forms, cum_weights=self.weights, k=length)
        words = [forms[int(rng.random() * len(forms))] for forms in chosen]
        return " ".join(words).capitalize()

    def text(self, rng: random.Random, length: int) -> str:
        """Return a text of about so many words."""
        sentences = []
        while length > 0:
            part = rng.randint(6, 14)
            sentences.append(self.sentence(rng, part) + ".")
            length -= part
        return " ".join(sentences)


def build(count: int, *, seed: int = 1, say: Callable[[str], Any] = str) -> int:
    """Make `count` published items beside what there is; return how many were made."""
    rng = random.Random(f"catalogue {seed}")
    vocabularies = {code: Vocabulary(code, rng) for code in ("uk", "ru")}
    around = _Surroundings(seed)
    made = 0
    while made < count:
        size = min(BATCH, count - made)
        rows = [
            _item(rng, vocabularies, around, number=made + k, count=count, seed=seed)
            for k in range(size)
        ]
        with transaction.atomic():
            items = Item.objects.bulk_create(rows)
            _link(items, rng, around)
            index.index_items([item.pk for item in items], batch=BATCH)
        made += size
        if made % 10_000 == 0:
            say(f"{made} items")
    planning.look_at_tables()
    return made


class _Surroundings:
    """What the items refer to: found, or made where there is nothing yet."""

    def __init__(self, seed: int):
        if not Place.objects.exists():
            archive.make_places()
        if not Person.objects.exists():
            archive.make_people()
        if not Subject.objects.exists():
            archive.make_subjects()
        self.places = list(Place.objects.order_by("pk"))
        self.people = list(Person.objects.order_by("pk").values_list("pk", flat=True))
        self.subjects = list(
            Subject.objects.order_by("pk").values_list("pk", flat=True)
        )
        self.collections = [self._series(seed, number) for number in range(SERIES)]
        self.positions = dict.fromkeys(self.collections, 0)
        wanted = [row for row in town.items() if row["key"] in SHARED]
        kept = pictures.keep_all(wanted)
        self.shared = [
            (kept[row["key"], 1], masters.release(kept[row["key"], 1], edits={}))
            for row in sorted(wanted, key=lambda row: row["key"])
        ]

    @staticmethod
    def _series(seed: int, number: int) -> int:
        collection, _made = Collection.objects.get_or_create(
            slug=f"series-{seed}-{number + 1}",
            defaults={
                "title_uk": f"Серія {number + 1}",
                "title_ru": f"Серия {number + 1}",
                "title_en": f"Series {number + 1}",
                "position": 100 + number,
                "published_at": FIRST_DAY,
            },
        )
        return collection.pk


def _item(rng, vocabularies, around, *, number: int, count: int, seed: int) -> Item:
    language = "uk" if rng.random() < 0.5 else "ru"
    words = vocabularies[language]
    kind = rng.choices(("photo", "document", "memory"), cum_weights=(82, 92, 100))[0]
    place = rng.choice(around.places) if rng.random() < 0.85 else None
    moment = FIRST_DAY + timedelta(days=SPREAD_DAYS * number / count)
    return Item(
        kind=kind,
        title=words.sentence(rng, rng.randint(3, 8))[:200],
        description=words.text(rng, rng.randint(6, 24)),
        story=words.text(rng, rng.randint(30, 110))
        if kind == "memory" or rng.random() < 0.35
        else "",
        language=language,
        place=place,
        latitude=round(place.latitude + rng.gauss(0, 0.004), 6) if place else None,
        longitude=round(place.longitude + rng.gauss(0, 0.006), 6) if place else None,
        bearing=rng.randrange(360) if place and rng.random() < 0.3 else None,
        creator=words.sentence(rng, 2),
        credit_line=f"{settings.CITY_NAME}, {seed}/{number + 1}",
        rights=rng.choice(Rights.values),
        status=Item.Status.PUBLISHED,
        published_at=moment,
        **_date(rng, language),
    )


def _date(rng: random.Random, language: str) -> dict[str, Any]:
    if rng.random() < 0.06:
        return {}
    year = int(rng.triangular(1890, 2020, 1966))
    how = rng.random()
    if how < 0.45:
        return _columns(str(year), str(year), date(year, 1, 1), date(year, 12, 31))
    if how < 0.6:
        first = year // 10 * 10
        said = DECADE[language].format(first)
        return _columns(
            said, f"{first // 10}X", date(first, 1, 1), date(first + 9, 12, 31)
        )
    if how < 0.75:
        said = AROUND[language].format(year)
        return _columns(said, f"{year}~", date(year - 1, 1, 1), date(year + 1, 12, 31))
    if how < 0.88:
        season = rng.randrange(3)
        said = f"{SEASONS[language][season]} {year}"
        first = date(year, 3 + season * 3, 1)
        last = date(year, 6 + season * 3, 1) - timedelta(days=1)
        return _columns(said, f"{year}-{21 + season}", first, last)
    day = date(year, 1, 1) + timedelta(days=rng.randrange(365))
    return _columns(day.strftime("%d.%m.%Y"), day.isoformat(), day, day)


def _columns(said: str, edtf: str, earliest: date, latest: date) -> dict[str, Any]:
    return {
        "date_said": said,
        "date_edtf": edtf,
        "date_earliest": earliest,
        "date_latest": latest,
    }


def _link(items: list[Item], rng: random.Random, around: _Surroundings) -> None:
    """Give items their pictures, people, subjects and places in collections."""
    media, people, subjects, entries = [], [], [], []
    for item in items:
        if item.kind != "memory":
            master, renditions = rng.choice(around.shared)
            media.append(
                Media(
                    item=item,
                    master=master,
                    alt=item.title,
                    width_px=master.width_px,
                    height_px=master.height_px,
                    placeholder=master.placeholder,
                    renditions=renditions,
                )
            )
        for pk in _few(rng, around.people, 0.25):
            people.append(Item.people.through(item_id=item.pk, person_id=pk))
        for pk in _few(rng, around.subjects, 0.9):
            subjects.append(Item.subjects.through(item_id=item.pk, subject_id=pk))
        for pk in _few(rng, around.collections, 0.4):
            around.positions[pk] += 1
            entries.append(
                CollectionEntry(
                    item=item, collection_id=pk, position=around.positions[pk]
                )
            )
    Media.objects.bulk_create(media)
    Item.people.through.objects.bulk_create(people)
    Item.subjects.through.objects.bulk_create(subjects)
    CollectionEntry.objects.bulk_create(entries)


def _few(rng: random.Random, choices: list[int], share: float) -> Iterator[int]:
    if rng.random() < share:
        yield from rng.sample(choices, 1 if rng.random() < 0.7 else 2)
