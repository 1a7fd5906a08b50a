"""What the staff open: the queue, the desk and the rooms beside it."""

from django.urls import path, re_path

from contributions.views import exchange
from contributions.views.moderators import (
    acts,
    audit,
    bulk,
    consents,
    enquiries,
    figures,
    givers,
    letters,
    locks,
    newsletter,
    queue,
    review,
    saved,
    scan_day,
    stuck,
)
from contributions.views.moderators import comments as moderated_comments
from contributions.views.moderators import files as desk_files
from contributions.views.moderators import removals as removal_desk

urlpatterns = [
    path("moderation/", queue.queue, name="queue"),
    path("moderation/live/", queue.live, name="queue_live"),
    path("moderation/views/", saved.save, name="saved_view"),
    path("moderation/views/<int:pk>/<slug:verb>/", saved.change, name="saved_view_act"),
    path("moderation/bulk/", bulk.ask, name="bulk"),
    path("moderation/bulk/<int:pk>/", bulk.result, name="bulk_result"),
    path("moderation/bulk/<int:pk>/undo/", bulk.undo, name="bulk_undo"),
    path("moderation/comments/", moderated_comments.queue, name="comment_queue"),
    path(
        "moderation/comments/lock/<slug:kind>/<int:pk>/",
        locks.page,
        name="comment_lock",
    ),
    path(
        "moderation/comments/<int:comment_id>/<slug:verb>/",
        moderated_comments.act,
        name="comment_act",
    ),
    path("moderation/audit/", audit.audit, name="audit"),
    re_path(
        r"^moderation/audit/audit\.(?P<form>csv|jsonl)$",
        audit.export,
        name="audit_export",
    ),
    path("moderation/guests/", exchange.invitations, name="invitations"),
    path(
        "moderation/guests/<int:pk>/<slug:name>/", exchange.act, name="invitation_act"
    ),
    path("moderation/removals/", removal_desk.listing, name="removal_list"),
    path(
        "moderation/removals/<contribution:reference>/",
        removal_desk.review,
        name="removal_review",
    ),
    path("moderation/questions/", enquiries.listing, name="enquiry_list"),
    path(
        "moderation/questions/<contribution:reference>/",
        enquiries.review,
        name="enquiry",
    ),
    path("moderation/figures/", figures.figures, name="figures"),
    path("moderation/figures/<slug:name>.csv", figures.as_csv, name="figure_csv"),
    path("moderation/at-once/", givers.at_once, name="at_once"),
    path("moderation/<contribution:reference>/giver/", givers.giver, name="giver"),
    path(
        "moderation/<contribution:reference>/giver/<int:sanction_id>/lift/",
        givers.lift,
        name="sanction_lift",
    ),
    path(
        "moderation/<contribution:reference>/look/<slug:verdict>/",
        givers.look,
        name="spot_look",
    ),
    path("moderation/letters/", letters.listing, name="letters"),
    path("moderation/letters/samples/", letters.samples_page, name="letter_samples"),
    path(
        "moderation/letters/samples/<slug:kind>/<slug:language>/",
        letters.sample,
        name="letter_sample",
    ),
    path(
        "moderation/letters/<int:letter_id>/<slug:verb>/",
        letters.act,
        name="letter_act",
    ),
    path("moderation/newsletter/", newsletter.listing, name="issue_list"),
    path("moderation/newsletter/<int:pk>/", newsletter.page, name="issue"),
    path(
        "moderation/newsletter/<int:pk>/preview/<slug:language>/",
        newsletter.preview,
        name="issue_preview",
    ),
    path(
        "moderation/newsletter/<int:pk>/<slug:verb>/", newsletter.act, name="issue_act"
    ),
    path("moderation/scan-day/", scan_day.today, name="scan_day"),
    path(
        "moderation/scan-day/<int:visitor_id>/", scan_day.person, name="scan_day_person"
    ),
    path(
        "moderation/scan-day/<int:visitor_id>/slip/",
        scan_day.slip,
        name="scan_day_slip",
    ),
    path(
        "moderation/scan-day/<int:visitor_id>/<contribution:reference>/",
        scan_day.box,
        name="scan_day_box",
    ),
    path(
        "moderation/scan-day/<int:visitor_id>/<contribution:reference>/phone/",
        scan_day.phone,
        name="scan_day_phone",
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
        "moderation/<contribution:reference>/files/<int:attachment_id>/turn/",
        desk_files.turn,
        name="file_turn",
    ),
    path(
        "moderation/<contribution:reference>/files/<int:attachment_id>/preview/",
        desk_files.preview,
        name="file_preview",
    ),
    path("moderation/items/", review.items, name="desk_items"),
    path(
        "moderation/<contribution:reference>/paper/",
        consents.paper,
        name="consent_paper",
    ),
    path(
        "moderation/<contribution:reference>/files/<int:attachment_id>/camera/",
        desk_files.camera_data,
        name="file_camera",
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
