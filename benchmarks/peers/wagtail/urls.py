"""Addresses of the Wagtail site: search, Django's smallest view, and the pages."""

from django.http import HttpResponse
from django.urls import include, path
from gallery.views import search
from wagtail import urls as wagtail_urls

urlpatterns = [
    path("smallest/", lambda request: HttpResponse("ok")),
    path("search/", search, name="search"),
    path("", include(wagtail_urls)),
]
