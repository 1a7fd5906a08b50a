"""Owns the words that one town says in two or three languages.

Refuses to be a dictionary: it holds what people type beside a name («вул.», «ул.»)
and the plainest things of a city, so that a question in Russian finds what was
written in Ukrainian. The staff adds the words of its own town (``Synonym``); streets
and squares themselves are joined by the gazetteer.
"""

from functools import lru_cache

from history.models import Synonym
from history.search.analysis import terms_of
from history.search.spelling import words

MOST_WORDS = 12
_SAME = """
вулиця улица вул ул street st
площа площадь пл square sq
проспект просп пр avenue ave
провулок переулок пров пер lane
бульвар бул boulevard
набережна набережная embankment
будинок дом house building
місто город town city
село деревня village
район district
школа school
училище училище college
бібліотека библиотека library
лікарня больница hospital
вокзал станція станция station
завод фабрика factory plant
цех workshop
шахта mine
церква церковь храм church
ринок базар рынок market
міст мост bridge
річка река river
ставок пруд pond
парк сквер park
пам'ятник памятник monument
фото фотографія фотография знімок снимок photo photograph
лист письмо letter
щоденник дневник diary
спогад воспоминание memory
війна война war
свято праздник holiday
весілля свадьба wedding
вчитель учитель teacher
учень школяр ученик школьник pupil
дитина ребёнок child
жінка женщина woman
чоловік мужчина man
людина человек person
родина семья family
робітник рабочий worker
лікар врач doctor
потяг поїзд поезд train
автомобіль машина автомобиль car
зима winter
літо лето summer
хліб хлеб bread
ліс лес forest wood
повінь паводок наводнение flood
будівництво строительство стройка construction
магазин крамниця shop
театр theatre theater
трамвай трамвайний трамвайный tram streetcar
кінотеатр кинотеатр кино cinema
"""


def table() -> dict[str, tuple[str, ...]]:
    """Return the twins of every term; one query, so that an edit counts at once."""
    ours = Synonym.objects.order_by("pk").values_list("words", flat=True)
    return _table(tuple(ours))


@lru_cache(maxsize=1)
def plain() -> frozenset[str]:
    """Return the terms of the plainest words of a city, without those of the staff."""
    return frozenset(_table(()))


@lru_cache(maxsize=4)
def _table(ours: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    same: dict[str, tuple[str, ...]] = {}
    for line in (*_SAME.strip().splitlines(), *ours):
        group = dict.fromkeys(term for word in words(line) for term in terms_of(word))
        for term in group:
            same[term] = tuple(dict.fromkeys((*same.get(term, ()), *group)))
    return same


def widened(
    group: tuple[str, ...], same: dict[str, tuple[str, ...]]
) -> tuple[str, ...]:
    """Return the terms of a word together with those of its twins."""
    return tuple(
        dict.fromkeys([*group, *(t for term in group for t in same.get(term, ()))])
    )
