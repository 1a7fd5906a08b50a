"""Own the living catalogue: every component of the look, shown with edge cases."""

from django import forms
from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from config.scenes import scene

MILL = scene(1500, 1000, "Вулиця Млинова взимку", seed=3)
MARKET = scene(1000, 1400, "Жінка з кошиком на базарі", tone="grey", seed=8)
WORKS = scene(2600, 900, "Panorama of the steel works", seed=21)
SCHOOL = scene(1400, 1050, "5-Б клас на сходах школи № 7", tone="grey", seed=5)
TOWER = scene(700, 1900, "Водонапорная башня", seed=13)
PARK = scene(1400, 1000, "Качелі в міському парку", tone="colour", seed=34)
TRAM = scene(1200, 1200, "Перший трамвай", seed=55)
RIVER = scene(1800, 1100, "Пляж на Кальміусі", tone="colour", seed=89)


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


class ExampleForm(forms.Form):
    """Show each kind of field; never saved."""

    title = forms.CharField(label="Як це назвати?", help_text="«Млинова взимку»")
    story = forms.CharField(
        label="Розкажіть, що тут відбувається",
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        help_text="Хто на світлині, хто знімав, що було потім. Пишіть, як розповідаєте.",
    )
    when = forms.CharField(label="Коли це було?", help_text="«десь на початку 60-х»")
    kind = forms.ChoiceField(
        label="Чия це світлина?",
        choices=[
            ("mine", "Я знімав або знімала сам(а)"),
            ("family", "Вона з нашої родини, і я можу нею розпоряджатися"),
            ("unknown", "Не знаю: знайшлася в старому альбомі"),
        ],
        widget=forms.RadioSelect,
    )
    place = forms.ChoiceField(
        label="Вулиця", choices=[("", "—"), ("m", "Млинова (нині Соборна)")]
    )
    photos = forms.FileField(label="Світлини", required=False)
    consent = forms.BooleanField(
        label="Я погоджуюся, що бібліотека покаже це в архіві так, як я вибрав."
    )


def _wrong_form():
    form = ExampleForm({"title": "", "when": "32 травня", "kind": "mine"}, prefix="bad")
    form.fields["when"].widget.attrs["autocomplete"] = "off"
    form.add_error("when", "У травні 31 день. Якщо не певні, напишіть «травень 1962».")
    return form


def _wrong_field(name):
    return lambda: _wrong_form()[name]


def _body(text):
    return mark_safe(f"<p>{text}</p>")  # noqa: S308 - our own words below


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

EXAMPLES = {
    "badge": [{"label": "Спогад"}, {"label": "Впізнаєте місце?", "tone": "ask"}],
    "breadcrumbs": [
        {
            "crumbs": [
                {"label": "Добірки", "url": "#c"},
                {
                    "label": "Зниклі вулиці та двори старого заводського селища",
                    "url": "#c",
                },
                {"label": "Млинова"},
            ]
        }
    ],
    "button": [
        {"label": "Поділитися світлиною", "href": "#b", "look": "primary"},
        {"label": "Зберегти й вийти"},
        {"label": "Забрати назад", "look": "danger"},
        {"label": "Пропустити", "look": "quiet"},
        {"label": "Друкувати", "href": "#b", "icon": "print"},
    ],
    "card": [{"card": CARDS[0]}, {"card": CARDS[3]}],
    "chosen": [
        {
            "chosen": [
                {"label": "Світлини", "url": "#x"},
                {"label": "1930–1939", "url": "#x"},
            ],
            "clear_url": "#x",
        }
    ],
    "collection_card": [
        {"collection": ROOM},
        {
            "collection": ROOM | {"picture": TOWER, "title": "Water tower"},
            "look": "wide",
        },
        {"collection": ROOM | {"picture": None}},
    ],
    "confirm": [
        {
            "id": "confirm-example",
            "title": "Забрати назад?",
            "text": "Ніхто більше цього не побачить.",
            "yes": "Так, забрати",
            "look": "danger",
        }
    ],
    "disclosure": [
        {
            "summary": "Чому «близько 1962»?",
            "body": _body(
                "Паркан біля школи поставили 1963 року, а тут його ще немає."
            ),
        }
    ],
    "empty": [
        {
            "title": "Світлин цієї вулиці ще немає",
            "text": "Можливо, одна є у вашому альбомі. Навіть розмита розкаже багато.",
            "href": "#e",
            "label": "Поділитися світлиною",
            "level": 3,
        }
    ],
    "error_summary": [{"form": _wrong_form, "calm": True}],
    "facet": [{"title": "Що", "options": OPTIONS, "open": True}],
    "facts": [{"facts": FACTS}, {"facts": FACTS, "look": "rows"}],
    "field": [{"field": _wrong_field(name)} for name in ("when", "kind", "consent")],
    "figure": [
        {
            "picture": RIVER,
            "caption": "Пляж у неділю, близько 1988.",
            "credit": "родина Шевчуків",
        }
    ],
    "footer": [],
    "form": [{"form": ExampleForm}],
    "form_actions": [
        {
            "note": "Збережено о 14:05",
            "body": mark_safe(
                '<button class="button button--primary" type="button">Далі</button>'
                '<button class="button" type="button">Назад</button>'
            ),
        }
    ],
    "gallery": [{"cards": CARDS, "label": "Приклад галереї"}],
    "header": [],
    "language_switch": [
        {"path": "/components/", "look": "long"},
        {"path": "/components/", "look": "short"},
    ],
    "letter": [
        {
            "author": "Ольга, бібліотека",
            "date": "5 травня",
            "body": LETTER,
            "side": "library",
        },
        {
            "author": "Марія Іванівна",
            "date": "6 травня",
            "body": "Це мій дядько Степан. Підпис можна показати.",
            "side": "resident",
        },
    ],
    "message": [
        {"text": "Ваші слова збережено.", "tone": "success"},
        {"text": "Ми надіслали листа на вашу адресу.", "tone": "info"},
        {"text": "Лишилося два дні, щоб підтвердити адресу.", "tone": "warning"},
        {"text": "Не вдалося прочитати файл. Спробуйте ще раз.", "tone": "error"},
    ],
    "messages": [],
    "notice": [
        {
            "tone": tone,
            "title": title,
            "body": _body("Тут буде одне-два речення про те, що варто знати зараз."),
        }
        for tone, title in (
            ("steel", "До відома"),
            ("good", "Готово"),
            ("ask", "Допоможіть"),
            ("bad", "Стережіться"),
        )
    ],
    "pager": [
        {"previous_url": "#p", "next_url": "#p", "count": "1 204 світлини й спогади"},
        {"next_url": "#p", "count": "1 204 світлини й спогади"},
    ],
    "panel": [
        {"title": "Права", "level": 3, "body": _body("Вільно, із зазначенням родини.")}
    ],
    "picture": [{"picture": SCHOOL}],
    "post_teaser": [{"post": POST}, {"post": POST | {"picture": None}}],
    "search_form": [
        {"id": "example-q", "query": "завод"},
        {"id": "example-q2", "look": "compact"},
    ],
    "staff_header": [],
    "status": [
        {"label": "Опубліковано", "tone": "good"},
        {"label": "Чекає на вашу відповідь", "tone": "ask"},
        {"label": "Чекає на бібліотеку", "tone": "wait"},
        {"label": "Не взято", "tone": "bad"},
        {"label": "Чернетка", "tone": "quiet"},
    ],
    "steps": [{"steps": STEPS, "number": 2, "total": 4, "label": "Розповідь"}],
    "table": [
        {
            "caption": "Чекають рішення",
            "columns": ["Внесок", "Від кого", "Надіслано", "Обіцяно до"],
            "rows": [
                [
                    {"label": "Млинова взимку", "url": "#t"},
                    "Марія Коваль",
                    "3 травня",
                    "13 травня",
                ],
                [
                    {"label": "Без назви", "url": "#t"},
                    "без імені",
                    "4 травня",
                    "14 травня",
                ],
            ],
        }
    ],
    "theme_switch": [],
    "timeline": [{"events": EVENTS}],
    "upload_strip": [{"files": FILES}],
}
"""Component → examples; none where the page itself shows it (header, footer…)."""


def components(request):
    """Show every component; for staff, and for everyone while DEBUG is on."""
    if not (settings.DEBUG or request.user.is_staff):
        raise Http404
    return render(
        request, "config/components.html", {"entries": list(_entries(request))}
    )


def _entries(request):
    for name, examples in sorted(EXAMPLES.items()):
        yield {
            "name": name,
            "id": f"component-{name}",
            "examples": [
                render_to_string(
                    f"components/{name}.html",
                    {
                        key: value() if callable(value) else value
                        for key, value in example.items()
                    },
                    request,
                )
                for example in examples
            ],
        }
