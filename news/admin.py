"""How editors keep the news and the events, each text in three languages."""

from django.contrib import admin
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from news import library_admin, reviewing, tagging, when
from news.desk_admin import WrittenAdmin
from news.event_form import EventForm
from news.forms import BylineForm, PostForm, TagForm
from news.material_form import MaterialForm, MaterialFormSet
from news.models import Byline, Event, Material, Post, Review, Tag
from news.picture_admin import PictureInline

__all__ = ["library_admin"]  # registers what the library is, beside what it says


class BylineInline(admin.TabularInline):
    model = Byline
    form = BylineForm
    extra = 1
    fields = ("position", "user", "name", "library")


class MaterialInline(admin.TabularInline):
    model = Material
    form = MaterialForm
    formset = MaterialFormSet
    extra = 0
    fields = ("position", "title", "file", "kept")


@admin.register(Post)
class PostAdmin(WrittenAdmin):
    form = PostForm
    inlines = (PictureInline, BylineInline, MaterialInline)
    list_display = (
        "title",
        "kind",
        "appears",
        "reading",
        "pinned_until",
        "is_archived",
    )
    list_filter = ("kind", "is_archived", "tags")
    search_fields = ("title_uk", "title_ru", "title_en", "slug")
    date_hierarchy = "published_at"
    ordering = ("-created_at", "-pk")
    autocomplete_fields = ("cover", "event")
    readonly_fields = ("appears", "created_at", "updated_at")
    fields = (
        "title", "summary", "body", "tags_said", "slug", "kind", "event", "cover",
        "appears", "published_at", "pinned_until", "is_archived", "comments_state",
        "comments_close_after_days", "created_at", "updated_at",
    )  # fmt: skip

    def get_queryset(self, request):
        found = super().get_queryset(request)
        people = ("asked_of", "answered_by")
        reviews = Prefetch("reviews", Review.objects.select_related(*people))
        return found.prefetch_related(reviews, "tags", "bylines", "pictures")

    @admin.display(description=_("Second pair of eyes"))
    def reading(self, post: Post) -> str:
        return reviewing.in_words(post, next(iter(post.reviews.all()), None))

    def save_beside(self, request, form, change) -> None:
        """Keep the tags; a new post that names nobody is by who wrote it."""
        post = form.instance
        if "tags_said" in form.cleaned_data:
            post.tags.set(tagging.found_or_made(form.cleaned_data["tags_said"]))
        if not change and not post.bylines.exists():
            post.bylines.create(user=request.user)


@admin.register(Tag)
class TagAdmin(TranslationAdmin):
    form = TagForm
    list_display = ("name_uk", "name_ru", "name_en", "slug")
    search_fields = ("name_uk", "name_ru", "name_en", "slug")
    ordering = ("name_uk", "pk")
    fields = ("name", "slug")


@admin.register(Event)
class EventAdmin(WrittenAdmin):
    form = EventForm
    list_display = ("title", "time", "branch", "status", "appears")
    list_filter = ("status", "branch")
    list_select_related = ("branch",)
    search_fields = ("title_uk", "title_ru", "title_en", "slug")
    date_hierarchy = "starts_at"
    ordering = ("-starts_at", "-pk")
    autocomplete_fields = ("branch", "place", "cover")
    readonly_fields = ("appears", "created_at", "updated_at")
    fieldsets = (
        (None, {"fields": ("title", "summary", "body", "audience", "cover")}),
        (
            _("When"),
            {
                "fields": (
                    ("first_day", "from_time", "to_time"),
                    ("last_day", "all_day"),
                    ("repeats_until", "skipped_days"),
                )
            },
        ),
        (_("Where"), {"fields": ("branch", "address", "place", "online_url")}),
        (_("Seats"), {"fields": ("capacity",)}),
        (_("Should it change"), {"fields": ("status", "status_note")}),
        (
            _("On the site"),
            {"fields": ("slug", "appears", "published_at", "created_at", "updated_at")},
        ),
    )  # fmt: skip

    @admin.display(description=_("When"), ordering="starts_at")
    def time(self, event: Event) -> str:
        return when.whole(event)
