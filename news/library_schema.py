"""Own how a house and an answered question are told to search engines (schema.org)."""

from django.conf import settings
from django.utils.html import strip_tags

from history.citing import absolute
from news import presenting
from news.models import AnsweredQuestion, Branch, Weekday
from news.timetable import Timetable

DAYS = [f"https://schema.org/{day.name.capitalize()}" for day in Weekday]


def branch(row: Branch, table: Timetable, *, point: tuple[float, float] | None) -> dict:
    """Describe a house with its hours and the days that are unlike others."""
    picture = presenting.picture(row)
    data = {
        "@context": "https://schema.org",
        "@type": "Library",
        "name": row.name,
        "url": absolute(row.get_absolute_url()),
        "address": {
            "@type": "PostalAddress",
            "streetAddress": row.address,
            "addressLocality": str(settings.CITY_NAME),
        },
        "telephone": row.phone,
        "email": row.email,
        "geo": point
        and {"@type": "GeoCoordinates", "latitude": point[0], "longitude": point[1]},
        "image": absolute(picture.src) if picture else "",
        "parentOrganization": {
            "@type": "Library",
            "name": str(settings.LIBRARY_NAME),
            "url": absolute("/"),
        },
        "openingHoursSpecification": [
            _hours(span) | {"dayOfWeek": DAYS[number]}
            for number, spans in enumerate(table.week)
            for span in spans
        ],
        "specialOpeningHoursSpecification": [
            {
                "@type": "OpeningHoursSpecification",
                "validFrom": one.first_day.isoformat(),
                "validThrough": one.last_day.isoformat(),
                "opens": f"{one.opens_at:%H:%M}" if one.opens_at else "00:00",
                "closes": f"{one.closes_at:%H:%M}" if one.closes_at else "00:00",
            }
            for one in table.special
        ],
    }
    return {name: value for name, value in data.items() if value}


def question(row: AnsweredQuestion) -> dict:
    """Describe a question that the library answered."""
    return {
        "@context": "https://schema.org",
        "@type": "QAPage",
        "mainEntity": {
            "@type": "Question",
            "name": row.title,
            "text": row.question or row.title,
            "answerCount": 1,
            "acceptedAnswer": {
                "@type": "Answer",
                "text": strip_tags(row.answer),
                "url": absolute(row.get_absolute_url()),
                "author": {
                    "@type": "Library",
                    "name": str(settings.LIBRARY_NAME),
                    "url": absolute("/"),
                },
            },
        },
    }


def _hours(span) -> dict:
    return {
        "@type": "OpeningHoursSpecification",
        "opens": f"{span.opens:%H:%M}",
        "closes": f"{span.closes:%H:%M}",
    }
