"""Own how services, the guide and answered questions become ready words for pages.

`guide` asks the database, the others do not.
"""

from collections.abc import Iterable
from datetime import date
from urllib.parse import urlsplit

from django.db.models import Prefetch
from django.utils.formats import date_format
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from history.presenting import first_lines, language_of
from news.houses import phone_url
from news.models import AnsweredQuestion, GuideEntry, GuideTopic, Service
from news.writing import to_page

SUMMARY_CHARACTERS = 220
LONGEST_QUESTION = 100


def spoken(row, field: str) -> dict:
    """Give one text with the language it is really in, named where it is not ours.

    Shape: ``{"text", "lang", "language": its name or ""}``.
    """
    lang = language_of(row, field)
    name = get_language_info(lang)["name_translated"] if lang else ""
    return {"text": getattr(row, field), "lang": lang, "language": name}


def page(row, field: str) -> dict:
    """Give one text as HTML, marked like `spoken`."""
    found = spoken(row, field)
    return found | {"html": to_page(found["text"])}


def service_teaser(service: Service) -> dict:
    """Give what a list shows of a service."""
    return {
        "url": service.get_absolute_url(),
        "title": service.title,
        "lang": language_of(service, "title"),
        "summary": first_lines(service.summary, SUMMARY_CHARACTERS),
        "summary_lang": language_of(service, "summary"),
        "price": service.price,
        "price_lang": language_of(service, "price"),
    }


def service_facts(service: Service) -> list[dict]:
    """Give when, for how much and whom to ask, for `components/facts.html`."""
    found = [
        {
            "term": _("When"),
            "value": service.hours or _("whenever the house is open"),
            "lang": language_of(service, "hours") if service.hours else "",
        },
        {
            "term": _("Price"),
            "value": service.price or _("free of charge"),
            "lang": language_of(service, "price") if service.price else "",
        },
    ]
    branches = [
        {"label": one.name, "url": one.get_absolute_url()}
        for one in service.branches.all()
    ]
    branches = branches or [{"label": _("in all houses of the library")}]
    found.append({"term": _("Where"), "parts": branches})
    if service.phone:
        url = phone_url(service.phone)
        found.append({"term": _("Telephone"), "value": service.phone, "url": url})
    if service.email:
        url = f"mailto:{service.email}"
        found.append({"term": _("E-mail"), "value": service.email, "url": url})
    return found


def lines(text: str) -> list[str]:
    """Give what stands one thing a line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def guide(question: str = "") -> list[dict]:
    """Give the topics with their sites; of a question only those that have its words."""
    ordered = GuideEntry.objects.order_by("position", "pk")
    topics = GuideTopic.objects.filled().prefetch_related(
        Prefetch("entries", queryset=ordered)
    )
    words = question.casefold().split()
    found = []
    for topic in topics:
        entries = [one for one in topic.entries.all() if _has(one, topic, words)]
        if entries:
            found.append(
                topic_teaser(topic) | {"entries": [entry_line(e) for e in entries]}
            )
    return found


def _has(entry: GuideEntry, topic: GuideTopic, words: Iterable[str]) -> bool:
    text = " ".join(
        [entry.title, entry.purpose, entry.how_to, entry.url, topic.title]
    ).casefold()
    return all(word in text for word in words)


def topic_teaser(topic: GuideTopic) -> dict:
    """Give the head of a topic."""
    return {
        "url": topic.get_absolute_url(),
        "title": topic.title,
        "lang": language_of(topic, "title"),
        "summary": topic.summary,
        "summary_lang": language_of(topic, "summary"),
    }


def entry_line(entry: GuideEntry) -> dict:
    """Give what a list shows of a site: its name, what for, and its host."""
    return {
        "pk": entry.pk,
        "title": entry.title,
        "lang": language_of(entry, "title"),
        "purpose": entry.purpose,
        "purpose_lang": language_of(entry, "purpose"),
        "url": entry.url,
        "host": host_of(entry.url),
    }


def entry(row: GuideEntry) -> dict:
    """Give all of a site in the guide."""
    about = [
        _("official site") if row.is_official else _("not an official site"),
        _("language of the site: %(language)s")
        % {"language": row.get_site_language_display().lower()},
    ]
    if row.looked_at:
        about.append(_("tried by us on %(day)s") % {"day": _day(row.looked_at)})
    return entry_line(row) | {
        "about": about,
        "how_to": page(row, "how_to") if row.how_to else None,
        "broken": _("The site has not answered since %(day)s. Perhaps it has moved.")
        % {"day": _day(row.broken_since)}
        if row.broken_since
        else "",
    }


def host_of(url: str) -> str:
    """Name a site by its host, as people do."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def question_line(row: AnsweredQuestion) -> dict:
    """Give what a list shows of an answered question."""
    return {
        "url": row.get_absolute_url(),
        "title": row.title,
        "lang": language_of(row, "title"),
    }


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
