"""The tables of the library's own voice."""

from news.models.answered import AnsweredQuestion
from news.models.branch import Access, Branch
from news.models.byline import Byline
from news.models.event import Event
from news.models.guide import GuideEntry, GuideTopic
from news.models.hours import OpeningHours, SpecialDay, Weekday
from news.models.link import Link
from news.models.material import Material
from news.models.moved import MovedPost, OldAddress
from news.models.picture import PostPicture
from news.models.post import Post
from news.models.review import Review
from news.models.revision import Revision
from news.models.service import Service
from news.models.tag import Tag
from news.models.unsaved import Unsaved

__all__ = [
    "Access", "AnsweredQuestion", "Branch", "Byline", "Event", "GuideEntry", "GuideTopic",
    "Link", "Material", "MovedPost", "OldAddress", "OpeningHours", "Post", "PostPicture", "Review",
    "Revision", "Service", "SpecialDay", "Tag", "Unsaved", "Weekday",
]  # fmt: skip
