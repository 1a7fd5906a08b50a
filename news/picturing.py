"""Pictures of posts: taken in, shown under names nobody can guess, and let go.

The names stand on no public page before the post does. Where a post that was public
becomes a draft again its pictures get new names, and the old files go.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Max
from django.db.models.signals import post_delete
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from history import images, masters
from history.images import Unreadable
from history.masters.listing import size_of
from history.models import Master
from history.queueing import busy_with
from news.models import Post, PostPicture

logger = logging.getLogger(__name__)

OVERDUE_AFTER = timedelta(minutes=2)
A_TICK = 50
LOOKED_AT = "news:pictures-looked-at"
Words = str | Mapping[str, str]


class Refused(Exception):
    """Say why a file is not taken, with a sentence for who sent it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def take_in(
    post: Post,
    file: Any,
    *,
    alt: Words = "",
    caption: Words = "",
    is_decorative: bool = False,
    name: str = "",
) -> PostPicture:
    """Keep a picture (a path or an uploaded file) as the next one of a saved post.

    Words are those of the city's first language, or by language: `{"uk": …, "ru": …}`.
    The same bytes in the same post are the same picture, whose words stay.
    Raises: Refused.
    """
    return attach(
        post,
        keep(file, name=name),
        is_decorative=is_decorative,
        **_by_language("alt", alt),
        **_by_language("caption", caption),
    )


def keep(file: Any, *, name: str = "") -> Master:
    """Keep the original of a picture, whatever becomes of its post. Raises: Refused."""
    path = Path(getattr(file, "temporary_file_path", lambda: file)())
    try:
        _refuse_others(path)
        masters.look_into(path)
    except Unreadable as refusal:
        told = no_picture() if refusal.code == "not_a_picture" else refusal.sentence
        raise Refused(str(told)) from refusal
    try:
        master = masters.keep(path, original_name=name or getattr(file, "name", ""))
    except masters.NotKept as error:
        raise Refused(
            _("We cannot keep files just now. Please try again in an hour.")
        ) from error
    return master


def _refuse_others(path: Path) -> None:
    """Refuse what the archive would take, but what is no picture of a text."""
    with path.open("rb") as file:
        kind = images.sniff(file.read(images.HEAD_BYTES))
    if kind and not kind.startswith("image/"):
        raise Refused(no_picture())


def no_picture() -> str:
    """Say which files can stand in a text."""
    return _("This is no picture. Please choose a JPEG, PNG, WebP, HEIC or TIFF file.")


@transaction.atomic
def attach(post: Post, master: Master, **values: Any) -> PostPicture:
    """Make an original the next picture of a post; twice gives the same one."""
    Post.objects.select_for_update().get(pk=post.pk)  # two at once take turns
    known = PostPicture.objects.filter(post=post, master=master).first()
    if known:
        return known
    last = post.pictures.aggregate(last=Max("number"))["last"] or 0
    picture = PostPicture.objects.create(
        post=post, master=master, number=last + 1, **values
    )
    transaction.on_commit(lambda: show_picture.enqueue(picture.pk))
    return picture


def _by_language(field: str, words: Words) -> dict[str, str]:
    if isinstance(words, str):
        words = {settings.LANGUAGE_CODE[:2]: words}
    return {f"{field}_{code}": said[:300] for code, said in words.items() if said}


@task()
def show_picture(picture_id: int) -> str:
    """Make the public sizes of a picture; nothing happens when they are there."""
    row = PostPicture.objects.select_related("master").filter(pk=picture_id).first()
    if row is None:
        return "gone"
    return show(row)


def show(picture: PostPicture) -> str:
    """Make the public sizes that are lacking. Returns: what is wrong, or "".

    A failing storage raises and uses up no attempt.
    """
    if not _lacks_files(picture):
        return _note(picture, "", attempts=0)
    _note(picture, picture.problem, attempts=picture.attempts + 1)
    try:
        master = masters.prepare(picture.master)
        if master.state != Master.State.READY:
            return _note(picture, master.problem)
        released = masters.release_picture(master)
    except Unreadable as refusal:
        return _note(picture, refusal.code)
    except FileNotFoundError:
        return _note(picture, "missing")
    except Exception:
        _note(picture, "storage", attempts=picture.attempts - 1)
        raise
    if not _swap(picture, released):
        masters.withdraw(released.renditions)
    return _note(picture, "", attempts=0)


def _lacks_files(picture: PostPicture) -> bool:
    public = storages["public"]
    return not picture.renditions or any(
        size_of(public, step["path"]) != step["size"] for step in picture.renditions
    )


@transaction.atomic
def _swap(picture: PostPicture, released: masters.Released) -> bool:
    """Let the row name the new files; False where another one was quicker."""
    rows = PostPicture.objects.select_for_update().filter(pk=picture.pk)
    row = rows.first()
    if row is None or row.renditions != picture.renditions:
        return False
    masters.discard(step["path"] for step in row.renditions)
    rows.update(
        renditions=released.renditions,
        placeholder=released.placeholder,
        width_px=released.width_px,
        height_px=released.height_px,
    )
    return True


def _note(picture: PostPicture, problem: str, *, attempts: int | None = None) -> str:
    attempts = picture.attempts if attempts is None else attempts
    if (picture.problem, picture.attempts) != (problem, attempts):
        picture.problem, picture.attempts = problem, attempts
        # Not save(): a row that was deleted meanwhile needs no note.
        PostPicture.objects.filter(pk=picture.pk).update(
            problem=problem, attempts=attempts
        )
    return problem


@transaction.atomic
def rename(pictures: Iterable[PostPicture]) -> None:
    """Give pictures new files under new names; the old ones are deleted."""
    for row in pictures:
        masters.discard(step["path"] for step in row.renditions)
        PostPicture.objects.filter(pk=row.pk).update(renditions=[], was_public=False)
        transaction.on_commit(lambda pk=row.pk: show_picture.enqueue(pk))


def tick() -> None:
    """Find what a killed worker left, what a disk lost, and what is a draft again."""
    public = Post.objects.published()
    rows = PostPicture.objects.order_by("pk")
    rows.filter(post__in=public, was_public=False).update(was_public=True)
    rename(rows.filter(was_public=True).exclude(post__in=public)[:A_TICK])
    tried = rows.filter(attempts__lt=masters.MAX_ATTEMPTS)
    late = tried.filter(renditions=[], added_at__lt=timezone.now() - OVERDUE_AFTER)
    lacking = [*late[:A_TICK], *(row for row in _next(tried) if _lacks_files(row))]
    busy = busy_with(show_picture) if lacking else set()
    for pk in {row.pk for row in lacking} - busy:
        show_picture.enqueue(pk)


def _next(rows) -> list[PostPicture]:
    """Give the next few pictures with files, going round and round."""
    last = cache.get(LOOKED_AT, 0)
    found = list(rows.exclude(renditions=[]).filter(pk__gt=last)[:A_TICK])
    cache.set(LOOKED_AT, found[-1].pk if found else 0, None)
    return found


def public_files() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Tell the care of the storage which public files are ours, and of what."""
    rows = PostPicture.objects.select_related("post").order_by("pk")
    for row in rows.exclude(renditions=[]).iterator(2000):
        yield f"{row.post.slug} {row.mark}", row.renditions


def _let_go(sender, instance: PostPicture, **kwargs) -> None:
    masters.discard(step["path"] for step in instance.renditions)


def listen() -> None:
    """Delete the files of every picture that goes, whoever deletes it or its post."""
    post_delete.connect(_let_go, sender=PostPicture, dispatch_uid="news-pictures")
    masters.own_elsewhere("pictures of posts", public_files)
