"""Addresses of the door: residents here, moderators under /moderation/."""

from django.urls import path, register_converter

from contributions.converters import ReferenceConverter
from contributions.views import comments
from contributions.views.moderators import acts, queue, review, stuck
from contributions.views.moderators import files as desk_files
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
    path("comments/", comments.write, name="comment"),
    path("moderation/", queue.queue, name="queue"),
    path("moderation/comments/", comments.queue, name="comment_queue"),
    path(
        "moderation/comments/<int:comment_id>/<slug:verb>/",
        comments.act,
        name="comment_act",
    ),
    path("moderation/stuck/", stuck.listing, name="stuck"),
    path("moderation/stuck/all/", stuck.try_all_again, name="stuck_all_again"),
    path("moderation/stuck/<slug:kind>/<int:pk>/", stuck.try_again, name="stuck_again"),
    path(
        "moderation/<contribution:reference>/",
        review.review,
        name="review",
    ),
    path(
        "moderation/<contribution:reference>/files/<int:attachment_id>/edit/",
        desk_files.edit,
        name="file_edit",
    ),
    path(
        "moderation/<contribution:reference>/files/<int:attachment_id>/preview/",
        desk_files.preview,
        name="file_preview",
    ),
    path(
        "moderation/<contribution:reference>/files/<int:attachment_id>/pair/",
        desk_files.pair,
        name="file_pair",
    ),
    path(
        "moderation/<contribution:reference>/<slug:action>/",
        acts.act,
        name="act",
    ),
]
