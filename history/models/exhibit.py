"""Stories and walks: exhibits of the curators, block after block in a reading order."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from history.models.collection import Collection
from history.models.item import Item
from history.models.place import Place
from history.querysets import ExhibitQuerySet


class Exhibit(models.Model):
    """A story that the curators tell, or a walk from place to place.

    People read "story"; in code that word is the field of an item.
    """

    class Kind(models.TextChoices):
        STORY = "story", pgettext_lazy("exhibit", "Story")
        WALK = "walk", pgettext_lazy("exhibit", "Walk")

    kind = models.CharField(
        _("kind"), max_length=8, choices=Kind.choices, default=Kind.STORY
    )
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=160)
    lead = models.TextField(_("what it is about"), max_length=600, blank=True)
    authors = models.CharField(_("who wrote it"), max_length=200, blank=True)
    cover = models.ForeignKey(
        Item, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("cover"),
    )  # fmt: skip
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)
    # Counts the changes, so that a page knows whether it shows what stands now.
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ExhibitQuerySet.as_manager()

    class Meta:
        verbose_name = _("story or walk")
        verbose_name_plural = _("stories and walks")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("history:story", args=[self.slug])


class ExhibitBlock(models.Model):
    """One piece of a story: words, a picture, two, a collection, a map, a stop.

    What it shows may be hidden or deleted later: then the block is passed over.
    """

    class Kind(models.TextChoices):
        TEXT = "text", _("Text")
        ITEM = "item", _("One picture or memory")
        PAIR = "pair", _("Two side by side")
        COLLECTION = "collection", _("Collection")
        MAP = "map", _("Map")
        PLACE = "place", _("Stop of a walk")

    class Size(models.TextChoices):
        NORMAL = "normal", _("as wide as the text")
        WIDE = "wide", _("as wide as the page")

    exhibit = models.ForeignKey(Exhibit, models.CASCADE, related_name="blocks")
    position = models.PositiveIntegerField(_("order"), default=0)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    heading = models.CharField(_("heading"), max_length=160, blank=True)
    text = models.TextField(_("words"), max_length=20_000, blank=True)
    size = models.CharField(
        _("size"), max_length=8, choices=Size.choices, default=Size.NORMAL
    )
    item = models.ForeignKey(
        Item, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("item"),
    )  # fmt: skip
    beside = models.ForeignKey(
        Item, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("the one beside it"),
    )  # fmt: skip
    collection = models.ForeignKey(
        Collection, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("collection"),
    )  # fmt: skip
    place = models.ForeignKey(
        Place, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("place"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("block of a story")
        verbose_name_plural = _("blocks of stories")
        ordering = ("position", "pk")
        indexes = [models.Index(fields=["exhibit", "position"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(beside__isnull=True) | Q(kind="pair"),
                name="exhibitblock_beside_in_pairs",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.kind}"
