"""Documents that go with a post: a plan of a lesson, a sheet to print."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from history.models import Master
from news.models.post import Post


class Material(models.Model):
    """A document of a post; whoever may read the post may have it."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="materials")
    master = models.ForeignKey(
        Master, models.PROTECT, related_name="materials", verbose_name=_("original")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    title = models.CharField(
        _("what it is"), max_length=200, blank=True,
        help_text=_("Left empty, the name of the file."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("document to take along")
        verbose_name_plural = _("documents to take along")
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["post", "master"], name="material_original_once"
            )
        ]

    def __str__(self) -> str:
        return self.title or self.master.original_name.rpartition(".")[0] or "PDF"
