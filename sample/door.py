"""What residents sent to the sample city: every status, through the real verbs."""

from datetime import datetime, timedelta
from zlib import crc32

from django.db.models import F

from accounts.models import User
from contributions import answering, consent, drafting, workflow
from contributions.models import Attachment, Comment, Contribution, Letter
from contributions.permissions import Actor
from history import publishing
from history.models import Collection, Item, Master, Media, Place
from history.names import credit
from news.models import Post
from sample import town

KINDS = {
    "photos": Item.Kind.PHOTO,
    "document": Item.Kind.DOCUMENT,
    "memory": Item.Kind.MEMORY,
    "audio": Item.Kind.AUDIO,
}


def make_contributions(
    *,
    users: dict[str, User],
    places: dict[str, Place],
    items: dict[str, Item],
    collections: dict[str, Collection],
    masters: dict[tuple[str, int], Master],
    now: datetime,
) -> list[Contribution]:
    """Send everything in and let the moderators act on it."""
    made = []
    for row in town.table("contributions", "contribution"):
        start = now - timedelta(days=row["days"], hours=2)
        gift = _draft(row, users=users, places=places, items=items, at=start)
        before: Attachment | None = None
        for number, picture in enumerate(town.files_of(row), start=1):
            master = masters[row["key"], number]
            attachment = Attachment.objects.create(
                contribution=gift,
                master=master,
                original_name=master.original_name,
                position=number - 1,
                role=picture.get("role", Attachment.Role.FRONT),
                back_of=before if picture.get("role") == Attachment.Role.BACK else None,
            )
            before = attachment
            Attachment.objects.filter(pk=attachment.pk).update(created_at=start)
        if row.get("acts"):
            workflow.agree(gift, version=consent.VERSION, choices={}, at=start)
        moment = start
        for act in row.get("acts", []):
            moment = _moment(row["key"], act, after=moment, now=now)
            _act(gift, row, act, at=moment, users=users, collections=collections)
        made.append(gift)
    # These letters left long ago; nobody waits for them in a mailbox.
    Letter.objects.filter(
        contribution__in=made, sent_at__isnull=True, cancelled_at__isnull=True
    ).update(sent_at=F("due_at"))
    return made


def _moment(key: str, act: list, *, after: datetime, now: datetime) -> datetime:
    """Say when an act happened: on its day, after what went before."""
    minutes = crc32(f"{key} {act[0]}".encode()) % 170
    on_its_day = now - timedelta(days=act[1]) + timedelta(minutes=minutes)
    late = now - timedelta(minutes=20)
    return max(min(on_its_day, late), after + timedelta(minutes=11))


def _draft(row: dict, *, users, places, items, at: datetime) -> Contribution:
    user = users.get(row.get("account", ""))
    gift = drafting.begin(
        row["kind"],
        language=row["language"],
        user=user,
        about_item=items.get(row.get("about", "")),
    )
    place = places.get(row.get("place", ""))
    language = row["language"]
    where = getattr(place, f"name_{language}") if place else row.get("place_said", "")
    words = {
        "title": row["title"],
        "story": row.get("story", "").strip(),
        "date_said": row.get("said", ""),
        "place_said": where,
        "people_said": row.get("people", ""),
        "taken_by": row.get("taken_by", ""),
        "author_name": row.get("author_name", ""),
        "reuse": row.get("reuse", "ask"),
        "credit": row.get("credit", "anonymous"),
        "audience": row.get("audience", "public"),
    }
    if user is None:
        words |= {"name": row["name"], "email": row["email"]}
    gift = drafting.write(gift, words, user=user, at=at)
    gift = _prove(gift, at=at)
    Contribution.objects.filter(pk=gift.pk).update(created_at=at, touched_at=at)
    gift.refresh_from_db()
    return gift


def _prove(gift: Contribution, *, at: datetime) -> Contribution:
    """Open the private link, as the resident did."""
    if gift.email:
        workflow.prove_address(gift, at=at)
    return gift


def _act(gift, row, act, *, at: datetime, users, collections) -> None:
    verb, _days, who, words, *more = act
    giver = Actor(holds=frozenset({gift.pk}))
    if verb == "submit":
        by = gift.contributor or giver
        workflow.submit(gift, by=by, note=words, at=at)
    elif verb == "withdraw":
        workflow.withdraw(gift, by=gift.contributor or giver, note=words, at=at)
    elif verb == "ask":
        workflow.ask(gift, by=users[who], note=words, at=at)
    elif verb == "note":
        workflow.leave_note(gift, by=users[who], body=words, at=at)
    elif verb == "decline":
        workflow.decline(gift, by=users[who], reason=words, note=more[0], at=at)
    elif verb == "mark_spam":
        workflow.mark_spam(gift, by=users[who], at=at)
    elif verb == "publish":
        into = [collections[row["into"]]] if row.get("into") else []
        items = workflow.publish(
            gift, by=users[who], description=_description(gift), into=into, at=at
        )
        for number, picture in enumerate(row.get("pictures", [])):
            Media.objects.filter(item__in=items, position=number).update(
                alt=picture.get("alt", "")
            )
    else:
        raise ValueError(f"No such act: {verb}")


def _description(gift: Contribution) -> publishing.Description:
    named = credit(gift.name, gift.credit)
    return publishing.Description(
        kind=KINDS[gift.kind],
        title=gift.title,
        language=gift.language,
        story=gift.story,
        date_said=gift.date_said,
        date_edtf=gift.date_edtf,
        date_earliest=gift.date_earliest,
        date_latest=gift.date_latest,
        date_sure=gift.date_sure,
        date_reason=gift.date_reason,
        place=gift.place,
        place_said=gift.place_said,
        latitude=gift.place.latitude if gift.place else None,
        longitude=gift.place.longitude if gift.place else None,
        accuracy="street" if gift.place else "",
        creator=gift.author_name or named,
        credit_line=named,
        rights=gift.rights,
    )


def make_comments(*, items: dict[str, Item], posts: dict[str, Post], by, now) -> None:
    """Let readers say a few words; some still wait for a moderator."""
    for row in town.table("posts", "comment"):
        target = items[row["item"]] if "item" in row else posts[row["post"]]
        at = now - timedelta(
            days=row["days"], minutes=crc32(row["name"].encode()) % 600
        )
        is_decided = row["state"] != Comment.State.HELD
        comment = Comment.objects.create(
            target=target,
            name=row["name"],
            language=row["language"],
            body=row["body"],
            state=row["state"],
            decided_by=by if is_decided else None,
            decided_at=at + timedelta(hours=3) if is_decided else None,
        )
        Comment.objects.filter(pk=comment.pk).update(created_at=at)
        if "answer" in row:
            answer = answering.answer(comment, by=by, body=row["answer"], language="uk")
            answered_at = at + timedelta(hours=3)
            Comment.objects.filter(pk=answer.pk).update(created_at=answered_at)
