"""Own the words for showing dates; grammar cases are why they are not gettext."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Words:
    """Hold what one language needs to say a date."""

    unknown: str
    months: list[str]
    months_of: list[str]
    months_with: list[str]
    seasons: list[str]
    decade: str
    century_form: str
    between: str
    before: str
    since: str
    either: str
    about: dict[str, str]
    about_year: dict[str, str]
    about_open: dict[str, str]
    endings: dict[int, str] = field(default_factory=dict)

    def century(self, number: int, roman: str) -> str:
        """Name a century as this language writes it."""
        ending = "th" if 10 <= number <= 20 else self.endings.get(number % 10, "th")
        return self.century_form.format(number=number, roman=roman, ending=ending)


_EN_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]

WORDS: dict[str, Words] = {
    "en": Words(
        unknown="date unknown",
        months=_EN_MONTHS,
        months_of=_EN_MONTHS,
        months_with=_EN_MONTHS,
        seasons=["spring", "summer", "autumn", "winter"],
        decade="{}s",
        century_form="{number}{ending} century",
        between="between {} and {}",
        before="before {}",
        since="{} or later",
        either="{} or {}",
        about={"~": "about {}", "?": "perhaps {}", "%": "perhaps about {}"},
        about_open={"~": "roughly {}", "?": "perhaps {}", "%": "perhaps roughly {}"},
        about_year={"~": "about {}", "?": "perhaps {}", "%": "perhaps about {}"},
        endings={1: "st", 2: "nd", 3: "rd"},
    ),
    "uk": Words(
        unknown="дата невідома",
        months=[
            "січень",
            "лютий",
            "березень",
            "квітень",
            "травень",
            "червень",
            "липень",
            "серпень",
            "вересень",
            "жовтень",
            "листопад",
            "грудень",
        ],
        months_of=[
            "січня",
            "лютого",
            "березня",
            "квітня",
            "травня",
            "червня",
            "липня",
            "серпня",
            "вересня",
            "жовтня",
            "листопада",
            "грудня",
        ],
        months_with=[
            "січнем",
            "лютим",
            "березнем",
            "квітнем",
            "травнем",
            "червнем",
            "липнем",
            "серпнем",
            "вереснем",
            "жовтнем",
            "листопадом",
            "груднем",
        ],
        seasons=["весна", "літо", "осінь", "зима"],
        decade="{}-ті роки",
        century_form="{roman} століття",
        between="між {} і {}",
        before="до {}",
        since="{} або пізніше",
        either="{} або {}",
        about={"~": "приблизно {}", "?": "можливо, {}", "%": "можливо, приблизно {}"},
        about_open={
            "~": "приблизно {}",
            "?": "можливо, {}",
            "%": "можливо, приблизно {}",
        },
        about_year={"~": "близько {}", "?": "можливо, {}", "%": "можливо, близько {}"},
    ),
    "ru": Words(
        unknown="дата неизвестна",
        months=[
            "январь",
            "февраль",
            "март",
            "апрель",
            "май",
            "июнь",
            "июль",
            "август",
            "сентябрь",
            "октябрь",
            "ноябрь",
            "декабрь",
        ],
        months_of=[
            "января",
            "февраля",
            "марта",
            "апреля",
            "мая",
            "июня",
            "июля",
            "августа",
            "сентября",
            "октября",
            "ноября",
            "декабря",
        ],
        months_with=[
            "январём",
            "февралём",
            "мартом",
            "апрелем",
            "маем",
            "июнем",
            "июлем",
            "августом",
            "сентябрём",
            "октябрём",
            "ноябрём",
            "декабрём",
        ],
        seasons=["весна", "лето", "осень", "зима"],
        decade="{}-е годы",
        century_form="{roman} век",
        between="между {} и {}",
        before="до {}",
        since="{} или позже",
        either="{} или {}",
        about={"~": "примерно {}", "?": "возможно, {}", "%": "возможно, примерно {}"},
        about_open={
            "~": "примерно {}",
            "?": "возможно, {}",
            "%": "возможно, примерно {}",
        },
        about_year={"~": "около {}", "?": "возможно, {}", "%": "возможно, около {}"},
    ),
}
