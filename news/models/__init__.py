"""The tables of the library's own voice."""

from news.models.branch import Branch
from news.models.byline import Byline
from news.models.event import Event
from news.models.material import Material
from news.models.moved import MovedPost, OldAddress
from news.models.picture import PostPicture
from news.models.post import Post
from news.models.review import Review
from news.models.revision import Revision
from news.models.tag import Tag
from news.models.unsaved import Unsaved

__all__ = [
    "Branch", "Byline", "Event", "Material", "MovedPost", "OldAddress", "Post", "PostPicture", "Review",
    "Revision", "Tag", "Unsaved",
]  # fmt: skip
