"""Own the living catalogue: every component of the look, shown with edge cases."""

from django import forms
from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from config.specimens import (
    CARDS,
    EVENTS,
    FACTS,
    FILES,
    GATHERING,
    LETTER,
    NOW,
    OPTIONS,
    PARK,
    POST,
    RIVER,
    ROOM,
    SCHOOL,
    STEPS,
    THEN,
    TOWER,
    recording,
    town_map,
)


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
    "card": [
        {"card": CARDS[0]},
        {"card": CARDS[3]},
        {"card": lambda: CARDS[6] | {"picture": None, "recording": recording()}},
    ],
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
    "event_teaser": [
        {"event": GATHERING},
        {
            "event": GATHERING
            | {
                "series": "",
                "status": {
                    "label": "Перенесено",
                    "tone": "ask",
                    "note": "Із середи, бо в середу немає світла.",
                    "lang": "",
                },
            }
        },
    ],
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
    "found": [
        {
            "parts": [
                {"text": "Перший ", "is_found": False},
                {"text": "трамвай", "is_found": True},
            ]
        }
    ],
    "gallery": [{"cards": CARDS, "label": "Приклад галереї"}],
    "listing": [{"cards": CARDS}],
    "header": [],
    "language_switch": [
        {"path": "/components/", "look": "long"},
        {"path": "/components/", "look": "short"},
    ],
    "then_now": [
        {
            "pair": {
                "url": "#t",
                "then": THEN,
                "now": NOW,
                "sides": [THEN, NOW],
                "aligned": PARK,
            }
        },
        {"pair": {"url": "#t", "then": THEN, "now": NOW, "sides": [THEN, NOW]}},
    ],
    "likeness": [
        {
            "sides": [
                {"picture": ROOM, "label": "Ваше", "facts": ["3000 × 2000"]},
                {
                    "picture": ROOM,
                    "label": "ST-000012 Кімната на Млиновій",
                    "url": "#t",
                    "facts": ["800 × 533", "близько 1962"],
                },
            ]
        }
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
        {
            "next_url": "#p",
            "count": "1 204 світлини й спогади",
            "label": "Перша сторінка",
        },
    ],
    "panel": [
        {"title": "Права", "level": 3, "body": _body("Вільно, із зазначенням родини.")}
    ],
    "picture": [{"picture": SCHOOL}],
    "plain_map": [
        {"drawing": town_map, "label": "Млинова вулиця"},
        {"drawing": town_map, "label": "Млинова вулиця", "look": "small"},
    ],
    "post_teaser": [{"post": POST}, {"post": POST | {"picture": None}}],
    "recording": [
        {"recording": recording, "caption": "Дід про повінь 1931 року", "lang": "uk"},
        {"recording": lambda: recording(9_000), "name": "Колискова"},
    ],
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
    "wave": [{"recording": recording}, {"recording": recording, "look": "small"}],
    "zoom": [],
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
