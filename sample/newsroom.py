"""The library's houses, events and posts in the sample city."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from accounts.models import User
from history.models import Item, Place
from news import picturing
from news.models import Branch, Event, Post, Tag
from sample import town


def make_branches(
    places: dict[str, Place], items: dict[str, Item]
) -> dict[str, Branch]:
    """Open the houses of the library."""
    made = {}
    for row in town.table("events", "branch"):
        made[row["key"]] = branch = Branch.objects.create(
            slug=row["slug"],
            position=len(made),
            place=places[row["place"]],
            cover=items.get(row.get("cover", "")),
            phone=row["phone"],
            email=row.get("email", ""),
            access=row["access"],
            **town.spoken(row, "access_note"),
            **town.spoken(row, "name"),
            **town.spoken(row, "address"),
            **town.spoken(row, "hours"),
        )
        for weekday, opens, closes in row["week"]:
            branch.weekly.create(
                weekday=weekday - 1,
                opens_at=time.fromisoformat(opens),
                closes_at=time.fromisoformat(closes),
            )
    return made


def make_events(
    items: dict[str, Item],
    places: dict[str, Place],
    branches: dict[str, Branch],
    *,
    now: datetime,
) -> dict[str, Event]:
    """Announce the events around today, by the days of the week."""
    here = timezone.get_default_timezone()
    today = now.astimezone(here).date()
    made = {}
    for row in town.table("events", "event"):
        days_left = (row["weekday"] - today.isoweekday() - 1) % 7 + 1
        day = today + timedelta(days=days_left, weeks=row.get("weeks", 0))
        last = day + timedelta(days=row.get("more_days", 0))
        all_day = "from" not in row
        starts, ends = (
            (time.min, time.min)
            if all_day
            else (time.fromisoformat(row["from"]), time.fromisoformat(row["to"]))
        )
        off = [day + timedelta(weeks=week) for week in row.get("skipped_weeks", [])]
        last += timedelta(days=int(all_day))
        made[row["slug"]] = Event.objects.create(
            slug=row["slug"],
            starts_at=datetime.combine(day, starts, tzinfo=here),
            ends_at=datetime.combine(last, ends, tzinfo=here),
            all_day=all_day,
            repeats_until=day + timedelta(weeks=row["series_weeks"])
            if "series_weeks" in row
            else None,
            skipped=[one.isoformat() for one in off],
            branch=branches.get(row.get("branch", "")),
            place=places.get(row.get("place", "")),
            online_url=row.get("online", ""),
            capacity=row.get("capacity"),
            status=row.get("status", "planned"),
            cover=items.get(row.get("cover", "")),
            published_at=now - timedelta(days=row.get("days", 20)),
            **{
                f"{name}_{code}": row[code][name].strip()
                for code in town.LANGUAGES
                for name in row[code]
            },
        )
    return made


def make_posts(
    items: dict[str, Item], events: dict[str, Event], *, by: User, now: datetime
) -> dict[str, Post]:
    """Write the posts, the oldest first."""
    made = {}
    tags = {
        row["slug"]: Tag.objects.create(slug=row["slug"], **town.spoken(row, "name"))
        for row in town.table("posts", "tag")
    }
    rows = sorted(town.table("posts", "post"), key=lambda row: -row["days"])
    for row in rows:
        columns = {
            f"{name}_{code}": row[code][name].strip()
            for code in town.LANGUAGES
            if code in row
            for name in ("title", "summary", "body")
        }
        post = made[row["slug"]] = Post.objects.create(
            slug=row["slug"],
            kind=row["kind"],
            cover=items.get(row.get("cover", "")),
            event=events.get(row.get("event", "")),
            published_at=now - timedelta(days=row["days"], hours=1),
            pinned_until=(now + timedelta(days=row["pinned_days"])).date()
            if "pinned_days" in row
            else None,
            is_archived=row.get("is_archived", False),
            **columns,
        )
        post.tags.set(tags[slug] for slug in row.get("tags", []))
        post.bylines.create(user=by)
        for number, name in enumerate(row.get("guests", []), 1):
            post.bylines.create(position=number, name=name)
        _add_pictures(post, row.get("pictures", []))
    return made


def _add_pictures(post: Post, rows: list[dict]) -> None:
    """Put pictures into the text of a post, each in words of several languages."""
    for row in rows:
        picture = picturing.take_in(
            post,
            town.picture_path(row["file"], 1),
            alt=row["alt"],
            caption=row["caption"],
        )
        picturing.show(picture)
