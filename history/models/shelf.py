"""What people with an account keep for themselves: albums of items, in their order."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from history.models.item import Item


class Shelf(models.Model):
    """One album of an account; the first, number 1, is the shelf itself.

    Nobody but its owner sees it, until it is shared: then whoever has the link does. What
    is shared nobody looked at before, so staff may close the link; the owner reads why.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="shelves",
        verbose_name=_("whose"),
    )
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    title = models.CharField(_("title"), max_length=80, blank=True)
    share_key = models.CharField(
        _("key of the link"), max_length=32, unique=True, null=True, blank=True
    )
    closed_at = models.DateTimeField(
        _("link closed by the library"), null=True, blank=True
    )
    closed_why = models.CharField(_("why it is closed"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("own shelf")
        verbose_name_plural = _("own shelves")
        constraints = [
            models.UniqueConstraint(fields=["owner", "number"], name="shelf_number"),
        ]

    def __str__(self) -> str:
        return f"#{self.owner_id} {self.number}"


class ShelfEntry(models.Model):
    """An item on an own shelf, with a note in the owner's words."""

    shelf = models.ForeignKey(Shelf, models.CASCADE, related_name="entries")
    item = models.ForeignKey(Item, models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField(_("position"))
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("item on an own shelf")
        verbose_name_plural = _("items on own shelves")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["shelf", "item"], name="shelf_item_once"),
        ]

    def __str__(self) -> str:
        return f"#{self.shelf_id} {self.position}"
