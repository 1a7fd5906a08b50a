"""Take in one entry as a post: again changes nothing, and no colleague's work is lost."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from history.models import Master
from news import old_addresses, picturing, revising, slugs, tagging
from news.models import Byline, MovedPost, Post, PostPicture
from news.moving import folder as pictures
from news.moving import markup, saying
from news.moving.entries import Entry
from news.moving.folder import Folder
from news.moving.markup import Text

NEW, CHANGED, UNCHANGED, LEFT, WRONG = "new", "changed", "unchanged", "left", "wrong"
TITLE_CHARACTERS = Post._meta.get_field("title").max_length
TITLE_OF_WORDS = 60
WORDS = PostPicture._meta.get_field("caption").max_length
FIELDS = ("title", "summary", "body")


@dataclass
class Outcome:
    """What became of an entry, in one word, and what there is to say about it."""

    what: str
    post: Post | None = None
    notes: list[str] = field(default_factory=list)


@dataclass
class _Draft:
    """An entry in our words, before it is written."""

    entry: Entry
    language: str
    title: str
    text: Text
    files: list[Path | None]
    labels: list[str]
    notes: list[str]

    @property
    def digest(self) -> str:
        """Name all that the post would be made of."""
        names = [path and (path.name, path.stat().st_size) for path in self.files]
        entry = self.entry
        said = [
            entry.old_id, self.title, entry.body, entry.is_page, entry.published_at,
            self.labels, entry.authors, entry.addresses, self.language, names,
        ]  # fmt: skip
        return _digest(said)


def take_in(
    entry: Entry, *, folder: Folder, language: str = "", is_dry: bool = False
) -> Outcome:
    """Make a post of an entry, or bring it up to date; an edited one stays as it is.

    Effects: nothing when dry; else, in one transaction, the post with its tags, its
    pictures, who signed it, and where its old addresses lead to.
    """
    draft = _draft(entry, folder=folder, language=language)
    rows = MovedPost.objects.select_related("post")
    moved = rows.filter(old_id=entry.old_id).first()
    if moved and moved.post is None:
        return Outcome(LEFT, None, [_("It was deleted here since, and stays away.")])
    if moved and moved.taken_from == draft.digest:
        return Outcome(UNCHANGED, moved.post)
    if moved and moved.left_as != state_of(moved.post):
        note = _("It was changed here since, and stays as it is.")
        return Outcome(LEFT, moved.post, [note])
    what = CHANGED if moved else NEW
    if is_dry:
        return Outcome(what, moved and moved.post, draft.notes)
    originals = _kept(draft)  # before the transaction: looking into files takes time
    with transaction.atomic(), override(draft.language):
        if moved:
            revising.begin(moved.post)
        post = _written(draft, moved.post if moved else Post(), originals)
        if moved:
            revising.record(post, by=None, reason=_("newer words of the blog before"))
        moved = moved or MovedPost(old_id=entry.old_id, post=post)
        moved.taken_from, moved.left_as = draft.digest, state_of(post)
        moved.save()
    return Outcome(what, post, draft.notes)


def state_of(post: Post) -> str:
    """Name what an editor could have changed of a post."""
    texts = [
        getattr(post, f"{name}_{code}") or ""
        for name in FIELDS
        for code, _n in settings.LANGUAGES
    ]
    tags = sorted(tag.pk for tag in post.tags.all())
    signed = [str(one) for one in post.bylines.all()]
    return _digest([texts, post.slug, post.kind, post.published_at, tags, signed])


def _digest(said: object) -> str:
    whole = json.dumps(said, ensure_ascii=False, sort_keys=True, default=_plain)
    return hashlib.sha256(whole.encode(errors="surrogatepass")).hexdigest()


def _plain(value: object) -> str:
    """Say a moment the same way whatever its zone."""
    return (
        value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)
    )


def _draft(entry: Entry, *, folder: Folder, language: str) -> _Draft:
    text = markup.convert(
        entry.body, breaks_lines=entry.breaks_lines, galleries=dict(entry.galleries)
    )
    files = [folder.find(figure.urls) for figure in text.figures]
    words = text.words
    guessed = language or saying.language(
        f"{entry.title} {words}", otherwise=settings.LANGUAGE_CODE
    )
    notes = list(entry.notes)
    labels = _labels(entry, notes)
    for figure, path in zip(text.figures, files, strict=True):
        if path is None:
            where = pictures.name_of(figure.urls) or _("inside the text")
            notes.append(_("A picture was not found: %(where)s.") % {"where": where})
    title = _title(entry.title, words, notes)
    return _Draft(entry, guessed, title, text, files, labels, notes)


def _title(said: str, words: str, notes: list[str]) -> str:
    said = " ".join(said.replace("\x00", "").split())
    if not said:
        notes.append(_("It had no title; its first words stand for it."))
        short = words[:TITLE_OF_WORDS].rpartition(" ")[0] or words[:TITLE_OF_WORDS]
        said = (
            f"{short}…"
            if len(words) > TITLE_OF_WORDS
            else words or _("Without a title")
        )
    if len(said) > TITLE_CHARACTERS:
        notes.append(_("Its title was longer than ours may be, and was cut."))
        said = f"{said[: TITLE_CHARACTERS - 1]}…"
    return said


def _labels(entry: Entry, notes: list[str]) -> list[str]:
    words = tagging.split(",".join(name for name, _address in entry.labels))
    fitting = [word for word in words if len(word) <= tagging.LONGEST]
    left_out = len(words) - len(fitting[: tagging.MOST])
    if left_out:
        said = ngettext(
            "%(number)s label was left out: too many, or too long.",
            "%(number)s labels were left out: too many, or too long.",
            left_out,
        )
        notes.append(said % {"number": left_out})
    return fitting[: tagging.MOST]


def _written(draft: _Draft, post: Post, originals: list[Master | None]) -> Post:
    entry = draft.entry
    for code, _n in settings.LANGUAGES:
        setattr(post, f"title_{code}", None)
        setattr(post, f"body_{code}", None)
    setattr(post, f"title_{draft.language}", draft.title)
    post.kind = Post.Kind.PAGE if entry.is_page else Post.Kind.NEWS
    post.published_at = entry.published_at
    post.slug = post.slug or slugs.free(post, {draft.language: draft.title})
    column, is_new = f"body_{draft.language}", post.pk is None
    if is_new or not draft.files:
        setattr(post, column, draft.text.html)
        post.save()
    if draft.files:  # they hang on a post that is there already
        found = [_picture(draft, *pair, post) for pair in enumerate(originals)]
        setattr(post, column, draft.text.with_pictures(found))
        post.save()
    tags = tagging.found_or_made(draft.labels)
    post.tags.set(tags)
    if not is_new:
        post.bylines.all().delete()
    Byline.objects.bulk_create(
        Byline(post=post, position=position, name=name)
        for position, name in enumerate(entry.authors)
    )
    _remember(draft, post, dict(zip(draft.labels, tags, strict=True)))
    return post


def _kept(draft: _Draft) -> list[Master | None]:
    """Keep the original of each picture that was found; say which is none."""
    found: list[Master | None] = []
    for path in draft.files:
        try:
            found.append(path and picturing.keep(path, name=path.name))
        except picturing.Refused as refusal:
            said = _("A picture was not taken: %(name)s. %(reason)s")
            reason = {"name": path.name, "reason": refusal.sentence}
            draft.notes.append(said % reason)
            found.append(None)
    return found


def _picture(draft: _Draft, number: int, master: Master | None, post: Post) -> str:
    """Give the place of a picture in the text; where there is none, its words stay."""
    figure, code = draft.text.figures[number], draft.language
    if master is None:
        return f"<p>{escape(figure.caption)}</p>" if figure.caption else ""
    words = {
        f"alt_{code}": figure.alt[:WORDS],
        f"caption_{code}": figure.caption[:WORDS],
    }
    picture = picturing.attach(post, master, **words)
    return f"<p>{picture.mark}</p>"


def _remember(draft: _Draft, post: Post, tags: dict) -> None:
    labels = {where: tags[name] for name, where in draft.entry.labels if name in tags}
    leads = {address: post for address in draft.entry.addresses}
    for address in old_addresses.remember({**labels, **leads}):
        said = _("Its old address leads to something else: %(address)s.")
        draft.notes.append(said % {"address": address})
