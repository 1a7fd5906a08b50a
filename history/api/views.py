"""The archive for programs: read only, published only, the same filter as the pages."""

from django.db.models import Prefetch
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import viewsets
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import CursorPagination
from rest_framework.permissions import AllowAny
from rest_framework.response import Response

from history import addresses
from history.api.serializers import (
    CollectionSerializer,
    ItemSerializer,
    PersonSerializer,
    PlaceSerializer,
    SubjectSerializer,
)
from history.api.strict import StrictParameters
from history.converters import ReferenceConverter
from history.filters import ItemFilter
from history.models import Collection, Item, Person, Place, Subject

reference = ReferenceConverter()


class Pages(CursorPagination):
    """Pages that survive new arrivals."""

    page_size = 50
    ordering = "pk"


class PublicViewSet(StrictParameters, viewsets.ReadOnlyModelViewSet):
    """Anybody may read."""

    permission_classes = [AllowAny]
    authentication_classes: list = []
    pagination_class = Pages
    known_parameters = frozenset({"cursor"})
    lookup_field = "slug"
    lookup_value_regex = r"[-\w]+"  # what is no slug never reaches the database
    former = ""

    def retrieve(self, request, *args, **kwargs):
        try:
            return super().retrieve(request, *args, **kwargs)
        except Http404:
            here = self.moved_to()
            if here is None:
                raise
            url = reverse(request.resolver_match.view_name, args=[here])
            return Response(status=301, headers={"Location": url})

    def moved_to(self) -> str | None:
        """Say where a former address leads now."""
        row = addresses.find(self.former, self.kwargs["slug"]) if self.former else None
        if row is None or not self.get_queryset().filter(pk=row.pk).exists():
            return None
        return row.slug


OF_PAGES = frozenset({"view"})  # how a page looks, no matter to programs
_QUESTION = [
    OpenApiParameter(name, OpenApiTypes.STR, description=str(item_filter.label))
    for name, item_filter in ItemFilter.base_filters.items()
    if name not in OF_PAGES
]


COVERED = "covered"
_OPEN = OpenApiParameter(
    COVERED,
    OpenApiTypes.STR,
    enum=["show"],
    description="`show` gives the files of what is covered as well; see `sensitive`.",
)


@extend_schema(parameters=[_OPEN])
class ItemViewSet(PublicViewSet):
    """Published items; the parameters are those of the search page."""

    serializer_class = ItemSerializer
    queryset = Item.objects.published().with_everything()
    pagination_class = None
    lookup_field = "ref"
    lookup_url_kwarg = "ref"
    lookup_value_regex = reference.regex
    known_parameters = frozenset({*ItemFilter.base_filters, COVERED}) - OF_PAGES

    def get_serializer_context(self):
        asked = self.request.query_params.get(COVERED) if self.request else None
        if asked not in (None, "show"):
            raise ValidationError({COVERED: [_("Write “show”, or leave it out.")]})
        return super().get_serializer_context() | {"opens_covered": asked == "show"}

    def get_object(self):
        try:
            pk = reference.to_python(self.kwargs["ref"])
        except ValueError:
            pk = 0
        self.lookup_field, self.lookup_url_kwarg = "pk", "pk"
        self.kwargs["pk"] = pk
        return super().get_object()

    def moved_to(self) -> str | None:
        gone = Item.objects.removed().filter(pk=self.kwargs.get("pk", 0))
        now = gone.select_related("merged_into").first()
        target = now.merged_into if now else None
        if target is None or target.status != Item.Status.PUBLISHED:
            return None
        return target.reference

    @extend_schema(parameters=[*_QUESTION, _OPEN])
    def list(self, request, *args, **kwargs):
        """Search and browse.

        `count` is exact up to about 5,000, above that an estimate. `next` is the value
        for `after`.
        """
        question = ItemFilter(
            request.query_params, self.get_queryset(), request=request
        )
        if not question.is_valid():
            raise ValidationError(question.errors)
        items = self.get_serializer(question.qs, many=True).data
        results = question.results
        return Response(
            {
                "count": results.total,
                "is_estimate": results.is_estimate,
                "corrected": results.corrected,
                "next": results.next,
                "results": items,
            }
        )


class CollectionViewSet(PublicViewSet):
    """Published collections; the tree is in `parent`."""

    serializer_class = CollectionSerializer
    former = "collection"
    queryset = Collection.objects.published().with_counts().select_related("parent")


class PlaceViewSet(PublicViewSet):
    """Places with all their names."""

    serializer_class = PlaceSerializer
    former = "place"
    queryset = Place.objects.select_related("parent").prefetch_related(
        Prefetch("names")
    )


class PersonViewSet(PublicViewSet):
    """People who are no longer living."""

    serializer_class = PersonSerializer
    former = "person"
    queryset = Person.objects.filter(is_living=False)


class SubjectViewSet(PublicViewSet):
    """The controlled vocabulary."""

    serializer_class = SubjectSerializer
    queryset = Subject.objects.all()
