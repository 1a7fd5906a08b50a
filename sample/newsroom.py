"""The library's posts in the sample city."""

from datetime import datetime, timedelta

from accounts.models import User
from history.models import Item
from news.models import Post
from sample import town


def make_posts(items: dict[str, Item], *, by: User, now: datetime) -> dict[str, Post]:
    """Write the posts, the oldest first."""
    made = {}
    rows = sorted(town.table("posts", "post"), key=lambda row: -row["days"])
    for row in rows:
        columns = {
            f"{name}_{code}": row[code][name].strip()
            for code in town.LANGUAGES
            if code in row
            for name in ("title", "summary", "body")
        }
        made[row["slug"]] = Post.objects.create(
            slug=row["slug"],
            kind=row["kind"],
            cover=items.get(row.get("cover", "")),
            author=by,
            published_at=now - timedelta(days=row["days"], hours=1),
            **columns,
        )
    return made
