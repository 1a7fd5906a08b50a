"""The site map: one line an app."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path, register_converter
from django.views.i18n import set_language

from config import api, catalogue, files, installing, pages, robots
from history.converters import ReferenceConverter
from news.converters import MonthConverter, WrittenConverter, YearConverter

register_converter(ReferenceConverter, "item")
register_converter(WrittenConverter, "written")
register_converter(YearConverter, "year")
register_converter(MonthConverter, "month")

urlpatterns = [
    path("", pages.home, name="home"),
    path("", include("history.urls")),
    path("", include("contributions.urls")),
    path("", include("news.urls")),
    path("api/v1/", include((api.urlpatterns, "api"))),
    path("components/", catalogue.components, name="components"),
    path("accounts/", include("allauth.urls")),
    path("i18n/setlang/", set_language, name="set_language"),
    path("admin/", admin.site.urls),
    path("sitemap.xml", robots.sitemap, name="sitemap"),
    path("manifest-<slug:language>.webmanifest", installing.manifest, name="manifest"),
    path("sw.js", installing.worker, name="worker"),
    path("robots.txt", robots.robots_txt, name="robots_txt"),
    path(".well-known/security.txt", robots.security_txt, name="security_txt"),
    path("iiif/image/<slug:image>", files.iiif_service, name="iiif_service"),
    path("iiif/image/<slug:image>/<path:name>", files.iiif_image, name="iiif_image"),
    path(
        f"{settings.MEDIA_URL.lstrip('/')}<path:name>", files.public_file, name="media"
    ),
]

handler500 = "config.pages.server_error"
