"""The same gallery as Mistok's, as one would build it with Wagtail."""

from django.core.paginator import Paginator
from django.db import models
from django.db.models import Count, Prefetch
from wagtail.fields import RichTextField
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.search import index

NEWEST, SHELVES, PER_PAGE = 8, 6, 24
CARD = "max-640x640|format-webp"
LARGE = "max-1280x1280|format-webp"


class ItemPage(Page):
    """One photograph, document or memory."""

    date_said = models.CharField(max_length=120, blank=True)
    published_at = models.DateTimeField(db_index=True)
    place = models.CharField(max_length=200, blank=True)
    description = models.TextField(blank=True)
    story = RichTextField(blank=True)
    photo = models.ForeignKey(
        "wagtailimages.Image", models.SET_NULL, null=True, related_name="+"
    )
    collections = models.ManyToManyField("CollectionPage", related_name="items")

    search_fields = [
        *Page.search_fields,
        index.SearchField("description"),
        index.SearchField("story"),
        index.SearchField("place"),
    ]
    parent_page_types = ["gallery.GalleryPage"]

    def get_context(self, request, *args, **kwargs):
        """Add the collections that this item stands in."""
        context = super().get_context(request, *args, **kwargs)
        context["collections"] = self.collections.live()
        context["parent"] = self.get_parent()
        return context


def cards(items):
    """Bring the picture of each item and its rendition: two queries for any number."""
    photos = get_image_model().objects.prefetch_renditions(CARD)
    return items.prefetch_related(Prefetch("photo", queryset=photos))


class GalleryPage(Page):
    """All items, newest first."""

    def get_context(self, request, *args, **kwargs):
        """Add one page of items."""
        context = super().get_context(request, *args, **kwargs)
        items = ItemPage.objects.live().child_of(self)
        items = cards(items.order_by("-published_at"))
        context["items"] = Paginator(items, PER_PAGE).get_page(request.GET.get("page"))
        return context


class CollectionPage(Page):
    """Some of the items, chosen by a curator."""


class HomePage(Page):
    """What is new, and the collections."""

    def get_context(self, request, *args, **kwargs):
        """Add the newest items and some collections with how many items they have."""
        context = super().get_context(request, *args, **kwargs)
        newest = ItemPage.objects.live().order_by("-published_at")
        context["items"] = cards(newest)[:NEWEST]
        collections = CollectionPage.objects.live().order_by("path")
        context["collections"] = collections.annotate(n=Count("items"))[:SHELVES]
        return context
