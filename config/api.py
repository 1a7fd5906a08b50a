"""The public API on one screen; state changes call the same verbs as the pages."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny
from rest_framework.routers import APIRootView, DefaultRouter

from contributions.api.moderation import ModerationViewSet
from contributions.api.uploads import UploadDetailView, UploadListView
from contributions.api.views import ContributionViewSet
from history.api.views import (
    CollectionViewSet,
    ItemViewSet,
    PersonViewSet,
    PlaceViewSet,
    SubjectViewSet,
)
from news.api.views import EventViewSet, PostViewSet


class Root(APIRootView):
    """The list of what there is; anybody may read it."""

    permission_classes = [AllowAny]


class Router(DefaultRouter):
    """No format suffixes: one address a thing."""

    APIRootView = Root
    include_format_suffixes = False


router = Router()
router.register("items", ItemViewSet, basename="item")
router.register("collections", CollectionViewSet, basename="collection")
router.register("places", PlaceViewSet, basename="place")
router.register("people", PersonViewSet, basename="person")
router.register("subjects", SubjectViewSet, basename="subject")
router.register("posts", PostViewSet, basename="post")
router.register("events", EventViewSet, basename="event")
router.register("contributions", ContributionViewSet, basename="contribution")
router.register("moderation", ModerationViewSet, basename="moderation")

app_name = "api"
urlpatterns = [
    path(
        "schema/",
        SpectacularAPIView.as_view(permission_classes=[AllowAny]),
        name="schema",
    ),
    path(
        "docs/",
        SpectacularSwaggerSplitView.as_view(
            url_name="api:schema", permission_classes=[AllowAny]
        ),
        name="docs",
    ),
    path("uploads/", UploadListView.as_view(), name="upload-list"),
    path("uploads/<slug:key>/", UploadDetailView.as_view(), name="upload-detail"),
    path("", include(router.urls)),
]
