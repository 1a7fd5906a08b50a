"""Addresses of the news."""

from django.urls import path

from news import feeds, views

app_name = "news"
urlpatterns = [
    path("news/", views.PostList.as_view(), name="post_list"),
    path("news/feed/", feeds.NewestPosts(), name="feed"),
    path("news/<slug:slug>/", views.PostDetail.as_view(), name="post"),
]
