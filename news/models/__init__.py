"""The tables of the library's own voice."""

from news.models.branch import Branch
from news.models.event import Event
from news.models.post import Post

__all__ = ["Branch", "Event", "Post"]
