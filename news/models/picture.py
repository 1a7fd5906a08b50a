"""Pictures that stand in the text of a post: the original, its public sizes, its words."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from history.models import Master
from history.pictures import Picture
from history.storing import public_url
from news.models.post import Post


class PostPicture(models.Model):
    """One picture of a post, known in its text by its number: `[[1]]`.

    The original is kept as all originals are. The public sizes have names that nobody
    can guess; they get new ones when a post that was public is a draft again.
    """

    post = models.ForeignKey(Post, models.CASCADE, related_name="pictures")
    master = models.ForeignKey(
        Master, models.PROTECT, related_name="post_pictures", verbose_name=_("original")
    )
    number = models.PositiveSmallIntegerField(_("number in the text"), editable=False)
    alt = models.CharField(
        _("what is to be seen"), max_length=300, blank=True,
        help_text=_("For who cannot see it: one sentence that stands for the picture."),
    )  # fmt: skip
    caption = models.CharField(_("words under it"), max_length=300, blank=True)
    is_decorative = models.BooleanField(_("only adorns the text"), default=False)
    renditions = models.JSONField(default=list, blank=True, editable=False)
    placeholder = models.TextField(blank=True, editable=False)
    width_px = models.PositiveIntegerField(null=True, blank=True, editable=False)
    height_px = models.PositiveIntegerField(null=True, blank=True, editable=False)
    # Once its post was public, somebody may know the names of its files.
    was_public = models.BooleanField(default=False, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    problem = models.CharField(_("problem"), max_length=60, blank=True, editable=False)
    added_at = models.DateTimeField(_("added"), auto_now_add=True)

    class Meta:
        verbose_name = _("picture in the text")
        verbose_name_plural = _("pictures in the text")
        ordering = ("number", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["post", "number"], name="postpicture_number_once"
            ),
            models.UniqueConstraint(
                fields=["post", "master"], name="postpicture_original_once"
            ),
            models.CheckConstraint(
                condition=Q(number__gt=0), name="postpicture_counted_from_one"
            ),
        ]

    def __str__(self) -> str:
        return self.mark

    @property
    def mark(self) -> str:
        """How the text refers to it: a line of its own."""
        return f"[[{self.number}]]"

    @property
    def picture(self) -> Picture | None:
        """The public sizes, ready for a page; None as long as they are being made."""
        steps: list[dict[str, Any]] = self.renditions
        return Picture.from_renditions(
            steps,
            url=public_url,
            width=self.width_px or 0,
            height=self.height_px or 0,
            alt="" if self.is_decorative else self.alt or "",
            placeholder=self.placeholder,
        )
