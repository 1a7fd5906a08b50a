"""What residents and visitors open: giving, what became of it, comments, removal."""

from django.urls import path

from contributions.views import (
    comment_letters,
    comments,
    enquiries,
    following,
    newsletter,
    own_comments,
    removals,
    seats,
    thanks,
)
from contributions.views.residents import (
    account,
    drafts,
    files,
    improving,
    looking,
    offline,
    own,
    phone,
    places,
    proof,
    steps,
    submissions,
)

urlpatterns = [
    path("contribute/", drafts.start, name="start"),
    path("contribute/date/", drafts.date_echo, name="date_echo"),
    path("contribute/kept/", offline.kept, name="kept"),
    path("contribute/offline/<slug:code>/", offline.page, name="offline"),
    path("contribute/places/", places.suggest, name="places"),
    path("contribute/proof/", proof.page, name="proof"),
    path("contribute/phone/", phone.phone, name="phone"),
    path("contribute/looking/", looking.page, name="looking"),
    path("contribute/map/", places.plain_map, name="plain_map"),
    path("contribute/<contribution:reference>/", steps.draft, name="draft"),
    path("contribute/<contribution:reference>/<step:step>/", steps.step, name="step"),
    path("contribute/<contribution:reference>/files/", files.receive, name="receive"),
    path(
        "contribute/<contribution:reference>/files/<int:attachment_id>/<slug:name>/",
        files.act,
        name="file_act",
    ),
    path("events/<slug:slug>/reserve/", seats.reserve, name="seat_ask"),
    path("events/<slug:slug>/reserved/", seats.reserved, name="seat_list"),
    path("ask/", enquiries.ask, name="ask"),
    path("ask/confirm/", enquiries.confirm, name="ask_confirm"),
    path("ask/mine/", enquiries.mine, name="ask_mine"),
    path("reservations/confirm/", seats.confirm, name="seat_confirm"),
    path("reservations/mine/", seats.mine, name="seat_mine"),
    path("accounts/me/", account.account, name="account"),
    path("contributions/", submissions.mine, name="mine"),
    path("contributions/data/", own.page, name="own_account"),
    path("contributions/data/<slug:act>/", own.act, name="own_account_act"),
    path("contributions/<contribution:reference>/", submissions.detail, name="detail"),
    path("contributions/<contribution:reference>/data/", own.page, name="own"),
    path(
        "contributions/<contribution:reference>/data/<slug:act>/",
        own.act,
        name="own_act",
    ),
    path(
        "contributions/<contribution:reference>/files/<int:attachment_id>/<str:name>",
        files.show,
        name="file",
    ),
    path(
        "contributions/<contribution:reference>/correct/<item:pk>/",
        improving.page,
        name="improve",
    ),
    path(
        "contributions/<contribution:reference>/<slug:action>/",
        submissions.act,
        name="resident_act",
    ),
    path("items/<item:pk>/removal/ask/", removals.ask, name="removal_ask"),
    path("removals/", removals.count, name="removal_count"),
    path("removals/<contribution:reference>/", removals.case, name="removal"),
    path(
        "removals/<contribution:reference>/withdraw/",
        removals.withdraw,
        name="removal_withdraw",
    ),
    path("follow/", following.follow, name="follow"),
    path("follow/confirm/", following.confirm, name="follow_confirm"),
    path("follow/mine/", following.mine, name="follow_mine"),
    path("follow/mine/<int:pk>/end/", following.end, name="follow_end"),
    path("follow/stop/", following.stop, name="follow_stop"),
    path("newsletter/", newsletter.subscribe, name="newsletter"),
    path("newsletter/stop/", newsletter.stop, name="newsletter_stop"),
    path("thanks/<item:pk>/", thanks.say, name="thanks"),
    path("comments/", comments.write, name="comment"),
    path("comments/mine/", comment_letters.mine, name="comment_mine"),
    path("comments/stop/", comment_letters.stop, name="comment_stop"),
    path("comments/<int:comment_id>/reply/", comments.reply, name="comment_reply"),
    path("comments/<int:comment_id>/edit/", own_comments.edit, name="comment_edit"),
    path(
        "comments/<int:comment_id>/delete/", own_comments.delete, name="comment_delete"
    ),
    path(
        "comments/<int:comment_id>/report/", own_comments.report, name="comment_report"
    ),
]
