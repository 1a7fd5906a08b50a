"""Addresses of the archive: items, collections, places, people, subjects, feed."""

from django.urls import path
from django.views.decorators.http import condition

from history import feeds
from history.views import browse, collections, item, retouching, surroundings

app_name = "history"
urlpatterns = [
    path("items/", browse.ItemList.as_view(), name="item_list"),
    path("items/<item:pk>/", item.ItemDetail.as_view(), name="item"),
    path("items/<item:pk>/<slug:slug>/", item.ItemDetail.as_view(), name="item"),
    path("items/<item:pk>/files/<int:media_id>/edit/", retouching.edit, name="retouch"),
    path(
        "items/<item:pk>/files/<int:media_id>/preview/",
        retouching.preview,
        name="retouch_preview",
    ),
    path("collections/", collections.CollectionList.as_view(), name="collection_list"),
    path(
        "collections/<slug:slug>/",
        collections.CollectionDetail.as_view(),
        name="collection",
    ),
    path("places/<slug:slug>/", surroundings.PlaceDetail.as_view(), name="place"),
    path("people/<slug:slug>/", surroundings.PersonDetail.as_view(), name="person"),
    path("subjects/<slug:slug>/", surroundings.SubjectDetail.as_view(), name="subject"),
    path("feed/", condition(etag_func=feeds.etag)(feeds.NewestItems()), name="feed"),
]
