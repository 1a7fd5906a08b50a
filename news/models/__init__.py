"""The tables of the library's own voice."""

from news.models.branch import Branch
from news.models.byline import Byline
from news.models.event import Event
from news.models.post import Post
from news.models.tag import Tag

__all__ = ["Branch", "Byline", "Event", "Post", "Tag"]
