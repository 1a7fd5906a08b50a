"""Say how two pages of one draft come together: what is safe, newer, or to be chosen."""

import json
from typing import Any

from django.db import transaction
from django.forms import BooleanField
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from contributions import drafting, versions
from contributions.forms import StepForm
from contributions.models import Contribution

SHOWN_LETTERS = 2000
JOINED = "."  # between names that are chosen together; no name of a field has one


def basis(contribution: Contribution, form: StepForm, *, posted: str = "") -> str:
    """Write down on which words a page is built.

    What a page shows again as it was typed is built on what it was built on before,
    unless both texts are shown and one is to be chosen.
    """
    names = [name for name in form._meta.fields if name in form.fields]
    words = {name: drafting.standing(contribution, name) for name in names}
    for photo in form.photos:
        words |= photo.standing()
    found = versions.read(versions.basis(words))
    if form.is_bound:
        before = versions.read(posted)
        kept = {*form.errors, *(form.merged.newer if form.merged else ())}
        for photo in form.photos:
            kept |= {photo.add_prefix(name) for name in photo.errors}
        found |= {name: before[name] for name in kept if name in before}
    return " ".join(f"{name}:{value}" for name, value in found.items())


def taken_over(data) -> set[str]:
    """Read in which fields the other text was chosen (a button of `_conflicts.html`)."""
    prefix = "choose_"
    return {
        part
        for name, value in data.items()
        if name.startswith(prefix) and value == "theirs"
        for part in name.removeprefix(prefix).split(JOINED)
    }


def photos(form: StepForm, *, built_on: str, chosen: set[str]) -> None:
    """Keep what was typed of single pictures, beside what other pages wrote of them."""
    if not form.photos:
        return
    with transaction.atomic():
        now = drafting.hold_words_of_files(form.instance)
        for photo in form.photos:
            for name, said in now.get(photo.attachment.pk, {}).items():
                setattr(photo.attachment, name, said)
            words = {
                name: said
                for name, said in photo.words().items()
                if photo.add_prefix(name) not in chosen
            }
            came = drafting.merge_of_file(
                photo.attachment, words, built_on=built_on, prefix=photo.prefix
            )
            for here, there in (
                (form.merged.written, came.written),
                (form.merged.newer, came.newer),
                (form.merged.conflicts, came.conflicts),
            ):
                here.update(
                    {photo.add_prefix(name): said for name, said in there.items()}
                )


def _typed(form: StepForm) -> dict[str, Any]:
    """Give what was typed, of all and of single pictures, by the name of its field."""
    typed = dict(form.cleaned_data)
    for photo in form.photos:
        typed |= {
            photo.add_prefix(name): photo.cleaned_data[name]
            for name in photo.cleaned_data
        }
    return typed


def _field(form: StepForm, name: str):
    """Find a field by its name, with the label that says of which picture it speaks."""
    for number, photo in enumerate(form.photos, start=1):
        own = name.removeprefix(f"{photo.prefix}-")
        if own != name:
            label = _("Photo %(number)s: %(field)s") % {
                "number": number, "field": photo.fields[own].label,
            }  # fmt: skip
            return photo.fields[own], label
    return form.fields[name], str(form.fields[name].label)


def _label(form: StepForm, name: str) -> str:
    return _field(form, name)[1]


def conflicts(form: StepForm, merged: versions.Merged) -> list[dict]:
    """List the fields in which somebody has to choose, with both texts."""
    groups = [
        names for names in versions.TOGETHER if set(names) & set(merged.conflicts)
    ]
    bound = {name for names in groups for name in names}
    groups += [(name,) for name in merged.conflicts if name not in bound]
    return [
        {
            "name": names[0],
            "choice": "choose_" + JOINED.join(names),
            "label": _label(form, names[0]),
            "mine": _shown(form, names, _typed(form)),
            "theirs": _shown(form, names, merged.conflicts),
            "digest": versions.basis({name: merged.conflicts[name] for name in names}),
            "values": json.dumps(
                {name: _plain(merged.conflicts[name]) for name in names}
            ),
        }
        for names in groups
    ]


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


def _shown(form: StepForm, names, values) -> str:
    """Write a value as its reader knows it."""
    words = []
    for name in names:
        field, value = _field(form, name)[0], values.get(name)
        choices = dict(getattr(field, "choices", ()) or ())
        if isinstance(field, BooleanField):
            words.append(_("yes") if value else _("no"))
        else:
            words.append(str(choices.get(value, _plain(value))))
    text = ", ".join(word for word in words if word)
    return text[:SHOWN_LETTERS] or _("(empty)")


def autosaved(
    request, contribution: Contribution, form: StepForm, merged: versions.Merged
) -> tuple[dict[str, Any], int]:
    """Answer a script that saved: the words of it, and the status."""
    told = conflicts(form, merged)
    errors = {name: " ".join(form.errors[name]) for name in form.errors}
    html = (
        render_to_string(
            "contributions/residents/_conflicts.html", {"conflicts": told}, request
        )
        if told
        else ""
    )
    of_photos = {}
    for photo in form.photos:
        of_photos |= photo.standing()
    known = {
        name: of_photos[name]
        if name in of_photos
        else drafting.standing(contribution, name)
        for name in (*merged.written, *merged.newer)
    }
    answer = {
        "note": _note(form, merged, errors, told),
        "basis": versions.basis(known),
        "newer": {name: _plain(value) for name, value in merged.newer.items()},
        "errors": errors,
        "html": html,
    }
    if told:
        answer["conflicts"] = {one["name"]: one["label"] for one in told}
    return answer, 409 if told else 200


def _note(form, merged, errors, told) -> str:
    now = time_format(timezone.localtime(), "H:i")
    if told:
        return _(
            "Saved at %(time)s, but not everything: “%(fields)s” was also changed in "
            "another window. Please choose above."
        ) % {"time": now, "fields": "”, “".join(str(one["label"]) for one in told)}
    if errors:
        labels = [
            str(form.fields[name].label) for name in errors if name in form.fields
        ]
        return _("Not saved yet: “%(fields)s”. Please look there.") % {
            "fields": "”, “".join(labels)
        }
    if merged.newer:
        labels = [_label(form, name) for name in merged.newer]
        return _("Saved at %(time)s. From another window came: “%(fields)s”.") % {
            "time": now,
            "fields": "”, “".join(labels),
        }
    return _("Saved at %(time)s.") % {"time": now}
