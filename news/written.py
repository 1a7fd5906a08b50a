"""The two things that editors write, posts and events, where both are treated alike."""

from django.db import models

from news.models import Event, Post

Written = Post | Event
KINDS: dict[str, type[Post] | type[Event]] = {"posts": Post, "events": Event}
"""By the word in addresses."""


def name_of(thing: Written | type[Written]) -> str:
    """Give "post" or "event": the name of the table, of the column that points at it."""
    return str(thing._meta.model_name)


def word_of(thing: Written | type[Written]) -> str:
    """Give the word in addresses: "posts" or "events"."""
    return f"{name_of(thing)}s"


def right(thing: Written | type[Written]) -> str:
    """Name the right that an editor of it has."""
    return f"news.change_{name_of(thing)}"


def pointing_at(thing: Written) -> dict[str, models.Model]:
    """Give the column of a row about a thing: ``{"post": post}``."""
    return {name_of(thing): thing}
