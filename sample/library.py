"""What the library is for its readers: services, special days, the guide, questions."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from news.models import (
    AnsweredQuestion,
    Branch,
    GuideEntry,
    GuideTopic,
    Service,
    SpecialDay,
)
from sample import town


def make_library(branches: dict[str, Branch], *, now: datetime) -> None:
    """Write down what the library does beside its archive."""
    today = timezone.localdate(now)
    for row in town.table("library", "special_day"):
        _special_day(row, branches, today)
    for number, row in enumerate(town.table("library", "service")):
        service = Service.objects.create(
            slug=row["slug"],
            position=number,
            url=row.get("url", ""),
            phone=row.get("phone", ""),
            published_at=now - timedelta(days=30),
            **_words(row),
        )
        service.branches.set(branches[key] for key in row.get("branches", []))
    for number, row in enumerate(town.table("library", "topic")):
        topic = GuideTopic.objects.create(
            slug=row["slug"], position=number, **_words(row)
        )
        for place, entry in enumerate(row["site"]):
            GuideEntry.objects.create(
                topic=topic,
                position=place,
                url=entry["url"],
                site_language=entry.get("site_language", "uk"),
                is_official=entry.get("is_official", True),
                looked_at=today - timedelta(days=12 + place),
                **_words(entry),
            )
    for row in town.table("library", "question"):
        AnsweredQuestion.objects.create(
            slug=row["slug"],
            published_at=now - timedelta(days=row["days"]),
            **_words(row),
        )


def _special_day(row: dict[str, Any], branches: dict[str, Branch], today: date) -> None:
    """Close or shorten a day that is so many days from today."""
    day = today + timedelta(days=row["in_days"])
    SpecialDay.objects.create(
        branch=branches.get(row.get("branch", "")),
        first_day=day,
        last_day=day + timedelta(days=row.get("more_days", 0)),
        opens_at=time.fromisoformat(row["from"]) if "from" in row else None,
        closes_at=time.fromisoformat(row["to"]) if "to" in row else None,
        **_words(row),
    )


def _words(row: dict[str, Any]) -> dict[str, str]:
    return {
        f"{name}_{code}": text.strip()
        for code in town.LANGUAGES
        for name, text in row.get(code, {}).items()
    }
