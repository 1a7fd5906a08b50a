"""Curated collections: a tree with introductions and a chosen order."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from history.models.item import Item
from history.querysets import CollectionQuerySet, EntryQuerySet


class Collection(models.Model):
    """A curator's choice of items, told as a chapter of the town's history."""

    class Order(models.TextChoices):
        HAND = "hand", _("by hand")
        DATE = "date", _("by date")

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=160)
    summary = models.CharField(_("in one sentence"), max_length=300, blank=True)
    introduction = models.TextField(_("introduction"), blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children",
        verbose_name=_("is a part of"),
    )  # fmt: skip
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    cover = models.ForeignKey(
        Item, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("cover"),
    )  # fmt: skip
    curators = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="collections",
        verbose_name=_("curators"),
    )  # fmt: skip
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    order = models.CharField(
        _("order of its pictures"), max_length=4, choices=Order.choices,
        default=Order.HAND,
    )  # fmt: skip
    items = models.ManyToManyField(
        Item, through="CollectionEntry", related_name="collections"
    )

    objects = CollectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="collection_not_in_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("history:collection", args=[self.slug])


class CollectionEntry(models.Model):
    """An item's place in a collection, with the curator's note."""

    collection = models.ForeignKey(Collection, models.CASCADE, related_name="entries")
    item = models.ForeignKey(Item, models.CASCADE, related_name="entries")
    position = models.PositiveIntegerField(_("order"), default=0)
    note = models.TextField(_("curator's note"), blank=True)
    added_at = models.DateTimeField(_("added"), auto_now_add=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("place in a collection")
        verbose_name_plural = _("places in collections")
        indexes = [models.Index(fields=["collection", "position"])]
        constraints = [
            models.UniqueConstraint(
                fields=["collection", "item"], name="collectionentry_item_once"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.collection_id}:{self.item_id}"


class CollectionRevision(models.Model):
    """One change of a collection: what it was, what it is, who and why. Append-only."""

    collection = models.ForeignKey(Collection, models.CASCADE, related_name="revisions")
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True,
        related_name="+", verbose_name=_("by whom"),
    )  # fmt: skip
    act = models.CharField(_("what was done"), max_length=20)
    reason = models.CharField(_("why"), max_length=200, blank=True)
    # Only what changed; the texts by field, places in the order as numbers of items.
    before = models.JSONField(_("before"), default=dict, blank=True)
    after = models.JSONField(_("since"), default=dict, blank=True)

    class Meta:
        verbose_name = _("change of a collection")
        verbose_name_plural = _("changes of collections")
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=["collection", "-at"])]

    def __str__(self) -> str:
        return f"#{self.pk} {self.act}"
