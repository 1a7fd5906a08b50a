"""A narrowing of the queue that somebody gave a name."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SavedViewQuerySet(models.QuerySet):
    """Saved views by who may use them."""

    def for_user(self, user) -> "SavedViewQuerySet":
        """Keep one's own and what colleagues share, one's own first."""
        return (
            self.filter(Q(owner=user) | Q(is_shared=True))
            .annotate(
                is_mine=models.Case(
                    models.When(owner=user, then=True),
                    default=False,
                    output_field=models.BooleanField(),
                )
            )
            .select_related("owner")
            .order_by("-is_mine", "name", "pk")
        )


class SavedView(models.Model):
    """The filters of the queue under a name, of one person, perhaps shared."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views"
    )
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(_("filters"), max_length=500)
    is_shared = models.BooleanField(_("colleagues may use it"), default=False)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"], name="saved_view_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
