"""Own the small table of the world's periods that people say instead of years.

It is what a new archive begins with: the staff's own table (`history.periods`) is
filled from it once. A town's periods (its former names, its occupation) come from
outside as `town_periods` and are looked for first.
"""

from datetime import date

from history.dates.value import Period


def _period(
    earliest: date | None, latest: date | None, uk: str, ru: str, en: str
) -> Period:
    names = {"uk": uk, "ru": ru, "en": en}
    return Period(
        {code: [n.strip() for n in text.split(",")] for code, text in names.items()},
        earliest,
        latest,
    )


def _years(first: int, last: int, uk: str, ru: str, en: str) -> Period:
    return _period(date(first, 1, 1), date(last, 12, 31), uk, ru, en)


WORLD: tuple[Period, ...] = (
    _period(
        None, date(1941, 6, 21),
        "довоєнний, довоєнні, передвоєнний, передвоєнні",
        "довоенный, довоенные, предвоенный, предвоенные",
        "prewar, pre-war, pre war",
    ),
    _years(
        1945, 1955,
        "повоєнний, повоєнні, післявоєнний, післявоєнні",
        "послевоенный, послевоенные",
        "postwar, post-war, post war",
    ),
    _period(
        None, date(1917, 11, 6),
        "дореволюційний, дореволюційні", "дореволюционный, дореволюционные",
        "pre-revolutionary, prerevolutionary",
    ),
    _period(
        date(1914, 7, 28), date(1918, 11, 11),
        "Перша світова війна, Перша світова, 1 світова, І світова",
        "Первая мировая война, Первая мировая, 1 мировая, империалистическая война, "
        "германская война",
        "First World War, World War One, World War I, World War 1, Great War, WW 1, WWI",
    ),
    _period(
        date(1939, 9, 1), date(1945, 9, 2),
        "Друга світова війна, Друга світова, 2 світова, ІІ світова",
        "Вторая мировая война, Вторая мировая, 2 мировая",
        "Second World War, World War Two, World War II, World War 2, WW 2, WWII",
    ),
    _period(
        date(1918, 11, 12), date(1939, 8, 31),
        "міжвоєнний, міжвоєнні, між війнами", "межвоенный, межвоенные, между войнами",
        "interwar, inter-war, between the wars, between wars",
    ),
    _years(
        1917, 1921, "громадянська війна, громадянська", "гражданская война, гражданская",
        "Civil War",
    ),
    _period(
        date(1979, 12, 25), date(1989, 2, 15),
        "війна в Афганістані, афганська війна, Афган",
        "война в Афганистане, афганская война, Афган",
        "Afghan War, war in Afghanistan",
    ),
    _period(
        date(2022, 2, 24), None,
        "повномасштабна війна, повномасштабне вторгнення, повномасштабка, вторгнення",
        "полномасштабная война, полномасштабное вторжение, вторжение",
        "full-scale war, full-scale invasion, full scale invasion, invasion",
    ),
    _period(
        date(1941, 6, 22), date(1945, 5, 9),
        "німецько-радянська війна, Велика Вітчизняна війна, Велика Вітчизняна, ВВВ, "
        "воєнний, воєнні, війна",
        "Великая Отечественная война, Великая Отечественная, ВОВ, отечественная война, "
        "военный, военные, война",
        "Great Patriotic War, wartime, war time, war years, war",
    ),
    _years(
        1941, 1944, "німецька окупація, окупація, при німцях, за німців",
        "немецкая оккупация, оккупация, при немцах", "German occupation, occupation",
    ),
    _years(
        1932, 1933, "Голодомор, великий голод", "Голодомор, великий голод",
        "Holodomor, great famine",
    ),
    _years(1946, 1947, "повоєнний голод", "послевоенный голод", "post-war famine"),
    _period(
        date(1917, 11, 7), date(1917, 11, 8),
        "Жовтнева революція, жовтневий переворот", "Октябрьская революция, "
        "октябрьский переворот", "October Revolution",
    ),
    _period(
        date(1917, 3, 8), date(1917, 3, 16), "Лютнева революція",
        "Февральская революция", "February Revolution",
    ),
    _years(1917, 1917, "революція", "революция", "revolution"),
    _period(
        date(1917, 3, 17), date(1921, 11, 17), "УНР, визвольні змагання", "УНР",
        "Ukrainian People's Republic, UNR",
    ),
    _period(
        date(1918, 4, 29), date(1918, 12, 14), "Гетьманат, гетьман Скоропадський",
        "гетман Скоропадский, Гетманат", "Hetmanate, Hetman Skoropadsky",
    ),
    _period(
        date(1721, 11, 2), date(1917, 3, 15),
        "Російська імперія, царська Росія, царизм, царат, цар, царський, царські часи",
        "Российская империя, царская Россия, царизм, царь, царский, царские времена",
        "Russian Empire, tsarist times, tsarist, tsar",
    ),
    _period(
        date(1894, 11, 1), date(1917, 3, 15), "Микола ІІ, Микола Другий",
        "Николай II, Николай Второй", "Nicholas II, Nicholas the Second",
    ),
    _period(
        date(1921, 3, 21), date(1929, 12, 31), "НЕП, нова економічна політика",
        "НЭП, новая экономическая политика", "NEP, New Economic Policy",
    ),
    _years(1929, 1937, "колективізація", "коллективизация", "collectivisation, "
           "collectivization"),
    _years(1929, 1941, "індустріалізація", "индустриализация", "industrialisation, "
           "industrialization"),
    _years(1937, 1938, "великий терор", "большой террор, ежовщина", "Great Terror, "
           "Great Purge"),
    _period(
        date(1924, 1, 21), date(1953, 3, 5), "Сталін, сталінський, сталінські часи",
        "Сталин, сталинский, сталинские времена", "Stalin",
    ),
    _period(
        date(1953, 9, 7), date(1964, 10, 14), "Хрущов, хрущовський, відлига",
        "Хрущев, хрущевский, оттепель", "Khrushchev, Khrushchev thaw, thaw",
    ),
    _period(
        date(1964, 10, 14), date(1982, 11, 10), "Брежнєв, брежнєвський, застій, застою",
        "Брежнев, брежневский, застой, застоя", "Brezhnev, stagnation, era of stagnation",
    ),
    _period(
        date(1982, 11, 12), date(1984, 2, 9), "Андропов", "Андропов", "Andropov",
    ),
    _period(
        date(1984, 2, 13), date(1985, 3, 10), "Черненко", "Черненко", "Chernenko",
    ),
    _period(
        date(1985, 3, 11), date(1991, 12, 25), "Горбачов, перебудова, гласність",
        "Горбачев, перестройка, гласность", "Gorbachev, perestroika, glasnost",
    ),
    _period(
        date(1922, 12, 30), date(1991, 12, 26),
        "СРСР, Радянський Союз, Союз, совок, радянська влада, радянський, радянські часи",
        "СССР, Советский Союз, Союз, совок, советская власть, советский, "
        "советские времена",
        "USSR, Soviet Union, Soviet times, Soviet era, Soviet period, Soviet",
    ),
    _period(
        date(1919, 3, 10), date(1991, 8, 24), "УРСР, Радянська Україна",
        "УССР, Советская Украина", "Ukrainian SSR, Soviet Ukraine",
    ),
    _period(
        date(1991, 8, 24), None, "незалежність, незалежності, незалежна Україна",
        "независимость, независимая Украина", "independence, independent Ukraine",
    ),
    _period(
        date(2004, 11, 22), date(2005, 1, 23), "Помаранчева революція, помаранчевий Майдан",
        "Оранжевая революция", "Orange Revolution",
    ),
    _period(
        date(2013, 11, 21), date(2014, 2, 22),
        "Революція Гідності, Євромайдан, Майдан", "Революция Достоинства, Евромайдан, "
        "Майдан", "Revolution of Dignity, Euromaidan, Maidan",
    ),
    _period(
        date(2014, 4, 14), date(2018, 4, 30), "АТО", "АТО", "ATO",
    ),
    _period(
        date(2020, 3, 12), date(2023, 5, 5), "пандемія, ковід, карантин",
        "пандемия, ковид, карантин", "pandemic, covid, lockdown",
    ),
    _period(
        date(1986, 4, 26), date(1986, 4, 26), "Чорнобиль, Чорнобильська аварія, аварія на ЧАЕС",
        "Чернобыль, Чернобыльская авария, авария на ЧАЭС", "Chernobyl, Chornobyl",
    ),
    _period(
        date(1980, 7, 19), date(1980, 8, 3), "Московська олімпіада, олімпіада 80",
        "Московская олимпиада, олимпиада 80", "Moscow Olympics",
    ),
)  # fmt: skip
