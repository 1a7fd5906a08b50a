"""Who wrote a post: colleagues with an account, and guests by name."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from news.models.post import Post


class Byline(models.Model):
    """One of the authors of a post, in their order."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="bylines")
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True,
        related_name="+", verbose_name=_("colleague"),
    )  # fmt: skip
    name = models.CharField(
        _("how it is signed"), max_length=120, blank=True,
        help_text=_("A guest's name; left empty, a colleague's own."),
    )  # fmt: skip

    library = models.CharField(
        _("from which library"), max_length=160, blank=True,
        help_text=_("For guests: it stands beside the name."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False) | ~Q(name=""),
                name="byline_names_somebody",
                violation_error_message=_("Choose a colleague, or write a name."),
            )
        ]

    def __str__(self) -> str:
        return self.name or (self.user.display_name if self.user else "")
