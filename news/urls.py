"""Addresses of the news and of the events."""

from django.urls import path

from news import feeds
from news.views import (
    desk,
    events,
    houses,
    library,
    links,
    lists,
    materials,
    posts,
    preview,
    versions,
)

app_name = "news"
urlpatterns = [
    path("news/", lists.PostList.as_view(), name="post_list"),
    path("news/feed/", feeds.NewestPosts(), name="feed"),
    path("news/<slug:kind>/feed/", feeds.NewestOfKind(), name="kind_feed"),
    path("news/tag/<slug:slug>/", lists.TaggedPosts.as_view(), name="tag"),
    path("news/tag/<slug:slug>/feed/", feeds.NewestOfTag(), name="tag_feed"),
    path("news/by/<path:name>/", lists.AuthoredPosts.as_view(), name="author"),
    path("news/<year:year>/", lists.YearOfPosts.as_view(), name="year"),
    path(
        "news/<year:year>/<month:month_number>/",
        lists.MonthOfPosts.as_view(),
        name="month",
    ),
    path("news/<slug:slug>/", posts.PostDetail.as_view(), name="post"),
    path("news/<slug:slug>/documents/<int:pk>/", materials.document, name="material"),
    path(
        "news/<slug:slug>/documents/<int:pk>/preview/",
        materials.preview,
        name="material_preview",
    ),
    path("events/", events.EventList.as_view(), name="event_list"),
    path("events/calendar.ics", events.whole_calendar, name="calendar"),
    path("events/<slug:slug>/", events.EventDetail.as_view(), name="event"),
    path("events/<slug:slug>/event.ics", events.one_calendar, name="event_calendar"),
    path("moderation/news/", desk.desk, name="desk"),
    path("moderation/news/<int:pk>/review/", desk.review, name="review"),
    path(
        "moderation/<written:word>/<int:pk>/versions/",
        versions.versions,
        name="versions",
    ),
    path(
        "moderation/<written:word>/<int:pk>/versions/<int:number>/restore/",
        versions.restore,
        name="restore",
    ),
    path("moderation/<written:word>/<int:pk>/words/", preview.words, name="words"),
    path(
        "moderation/<written:word>/<int:pk>/preview/", preview.preview, name="preview"
    ),
    path(
        "moderation/<written:word>/<int:pk>/preview/page/",
        preview.page,
        name="preview_page",
    ),
    path("library/", library.Library.as_view(), name="library"),
    path("branches/", houses.BranchList.as_view(), name="branch_list"),
    path("branches/<slug:slug>/", houses.BranchDetail.as_view(), name="branch"),
    path("services/", library.ServiceList.as_view(), name="service_list"),
    path("services/<slug:slug>/", library.ServiceDetail.as_view(), name="service"),
    path("guide/", library.Guide.as_view(), name="guide"),
    path("guide/<slug:slug>/", library.GuideOfTopic.as_view(), name="guide_topic"),
    path("questions/", library.QuestionList.as_view(), name="question_list"),
    path("questions/<slug:slug>/", library.QuestionDetail.as_view(), name="question"),
    path("moderation/links/", links.listing, name="link_list"),
    path("moderation/links/<int:pk>/again/", links.again, name="link_again"),
]
