"""How editors keep the news, each text in three languages."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from news.forms import PostForm
from news.models import Post


@admin.register(Post)
class PostAdmin(TranslationAdmin):
    form = PostForm
    list_display = ("title", "kind", "published_at", "author")
    list_filter = ("kind",)
    search_fields = ("title_uk", "title_ru", "title_en", "slug")
    date_hierarchy = "published_at"
    ordering = ("-created_at", "-pk")
    autocomplete_fields = ("cover",)
    readonly_fields = ("author", "created_at", "updated_at")
    actions = ("publish_now", "back_to_draft")
    fields = (
        "title", "summary", "body", "slug", "kind", "cover", "published_at", "author",
        "created_at", "updated_at",
    )  # fmt: skip

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else {"slug": ("title_en",)}

    def save_model(self, request, obj, form, change) -> None:
        if obj.author_id is None:
            obj.author = request.user
        super().save_model(request, obj, form, change)

    @admin.action(description=_("Publish the chosen posts now"), permissions=["change"])
    def publish_now(self, request, queryset) -> None:
        queryset.filter(published_at__isnull=True).update(published_at=timezone.now())

    @admin.action(description=_("Make the chosen posts drafts"), permissions=["change"])
    def back_to_draft(self, request, queryset) -> None:
        queryset.update(published_at=None)
