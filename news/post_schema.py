"""Own how a post is told to search engines (schema.org)."""

from django.conf import settings

from history.citing import absolute
from news import presenting
from news.models import Post


def post(row: Post, *, image: dict | None) -> dict:
    """Describe a post fetched `with_words()`; without a byline it is the library's."""
    library = {
        "@type": "Library",
        "name": str(settings.LIBRARY_NAME),
        "url": absolute("/"),
    }
    authors = [
        {"@type": "Person", "name": name} for name in presenting.author_names(row)
    ]
    data = {
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "headline": row.title,
        "description": row.summary,
        "articleSection": str(row.get_kind_display()),
        "keywords": [tag.name for tag in row.tags.all()],
        "inLanguage": presenting.languages(row),
        "datePublished": row.published_at and row.published_at.isoformat(),
        "dateModified": row.updated_at.isoformat(),
        "author": authors or [library],
        "publisher": library,
        "image": image["absolute"] if image else "",
        "url": absolute(row.get_absolute_url()),
        "mainEntityOfPage": absolute(row.get_absolute_url()),
    }
    return {name: value for name, value in data.items() if value}
