"""How editors keep houses, services, the guide and answered questions."""

from django.contrib import admin
from modeltranslation.admin import TranslationAdmin

from news.announced_admin import AnnouncedAdmin
from news.library_forms import (
    AnsweredQuestionForm,
    BranchForm,
    GuideEntryForm,
    OpeningHoursForm,
    ServiceForm,
    SpecialDayForm,
    SpokenForm,
    WeekFormSet,
)
from news.models import (
    AnsweredQuestion,
    Branch,
    GuideEntry,
    GuideTopic,
    OpeningHours,
    Service,
    SpecialDay,
)

EVERYTHING_BUT_HOURS = (
    "name", "slug", "position", "address", "phone", "email", "hours", "access",
    "access_note", "cover", "place", "latitude", "longitude",
)  # fmt: skip


class WeekInline(admin.TabularInline):
    model = OpeningHours
    form = OpeningHoursForm
    formset = WeekFormSet
    extra = 2
    fields = ("weekday", "opens_at", "closes_at")


@admin.register(Branch)
class BranchAdmin(TranslationAdmin):
    form = BranchForm
    inlines = (WeekInline,)
    list_display = ("name", "address", "phone", "position")
    list_editable = ("position",)
    search_fields = ("name_uk", "name_ru", "name_en", "address_uk")
    autocomplete_fields = ("place", "cover")
    ordering = ("position", "pk")
    fields = EVERYTHING_BUT_HOURS


@admin.register(SpecialDay)
class SpecialDayAdmin(TranslationAdmin):
    form = SpecialDayForm
    list_display = (
        "first_day",
        "last_day",
        "branch",
        "opens_at",
        "closes_at",
        "reason",
    )
    list_filter = ("branch",)
    list_select_related = ("branch",)
    date_hierarchy = "first_day"
    ordering = ("-first_day", "-pk")
    fields = (("first_day", "last_day"), ("opens_at", "closes_at"), "branch", "reason")


@admin.register(Service)
class ServiceAdmin(AnnouncedAdmin):
    form = ServiceForm
    list_display = ("title", "position", "price", "published_at")
    list_editable = ("position",)
    search_fields = ("title_uk", "title_ru", "title_en", "slug")
    ordering = ("position", "pk")
    filter_horizontal = ("branches",)
    fields = (
        "title", "summary", "body", "to_bring", "hours", "price", "branches", "url",
        "phone", "email", "slug", "position", "published_at",
    )  # fmt: skip


@admin.register(GuideTopic)
class GuideTopicAdmin(TranslationAdmin):
    form = SpokenForm
    list_display = ("title", "position")
    list_editable = ("position",)
    search_fields = ("title_uk", "title_ru", "title_en", "slug")
    ordering = ("position", "pk")
    fields = ("title", "summary", "slug", "position")


@admin.register(GuideEntry)
class GuideEntryAdmin(TranslationAdmin):
    form = GuideEntryForm
    list_display = ("title", "topic", "position", "looked_at", "broken_since")
    list_editable = ("position",)
    list_filter = ("topic", ("broken_since", admin.EmptyFieldListFilter))
    list_select_related = ("topic",)
    search_fields = ("title_uk", "title_ru", "title_en", "url")
    ordering = ("topic__position", "topic_id", "position", "pk")
    fields = (
        "topic", "title", "purpose", "url", "how_to", "site_language", "is_official",
        "looked_at", "position",
    )  # fmt: skip


@admin.register(AnsweredQuestion)
class AnsweredQuestionAdmin(AnnouncedAdmin):
    form = AnsweredQuestionForm
    list_display = ("title", "published_at")
    search_fields = ("title_uk", "title_ru", "title_en", "slug")
    ordering = ("-published_at", "-pk")
    fields = ("title", "question", "answer", "slug", "published_at")
