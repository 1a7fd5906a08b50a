"""Addresses of the door: residents here, moderators under /moderation/."""

from django.urls import path, register_converter

from contributions.converters import ReferenceConverter
from contributions.views.residents import drafts, files, submissions

register_converter(ReferenceConverter, "contribution")

app_name = "contributions"
urlpatterns = [
    path("contribute/", drafts.start, name="start"),
    path("contribute/date/", drafts.date_echo, name="date_echo"),
    path("contribute/<contribution:reference>/", drafts.draft, name="draft"),
    path("contribute/<contribution:reference>/files/", files.receive, name="receive"),
    path(
        "contribute/<contribution:reference>/files/<int:attachment_id>/<slug:name>/",
        files.act,
        name="file_act",
    ),
    path("contributions/", submissions.mine, name="mine"),
    path("contributions/<contribution:reference>/", submissions.detail, name="detail"),
    path(
        "contributions/<contribution:reference>/files/<int:attachment_id>/<str:name>",
        files.show,
        name="file",
    ),
    path(
        "contributions/<contribution:reference>/<slug:action>/",
        submissions.act,
        name="resident_act",
    ),
]
