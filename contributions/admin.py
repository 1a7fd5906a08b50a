"""The door in the catalogue: to be read, never changed; deciding has its own pages."""

from django.contrib import admin
from modeltranslation.admin import TranslationAdmin

from contributions.models import (
    Comment,
    Contribution,
    Letter,
    Message,
    ModerationEvent,
    ReadyQuestion,
)

CONTACT = ("name", "email", "contributor")


class ReadOnly(admin.ModelAdmin):
    """Rows that nobody adds, changes or deletes here."""

    actions = None

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(Contribution)
class ContributionAdmin(ReadOnly):
    """What was sent; who sent it only for those who may know."""

    list_display = ("reference", "kind", "status", "language", "title", "submitted_at")
    list_filter = ("status", "kind", "language", "audience")
    search_fields = ("reference", "title")
    date_hierarchy = "submitted_at"

    def get_queryset(self, request):
        return super().get_queryset(request).for_staff(request.user)

    def lookup_allowed(self, lookup, value, request=None) -> bool:
        """Refuse to narrow by who it was: counting would tell what is not shown."""
        if lookup.partition("__")[0] in CONTACT:
            return False
        return super().lookup_allowed(lookup, value, request)

    def get_fields(self, request, obj=None) -> list[str]:
        names = [
            field.name for field in Contribution._meta.fields if field.name != "id"
        ]
        if request.user.has_perm("contributions.view_contact"):
            return names
        return [name for name in names if name not in CONTACT]


@admin.register(ModerationEvent)
class ModerationEventAdmin(ReadOnly):
    """Who did what, when and why."""

    list_display = ("at", "contribution", "action", "before", "after", "actor")
    list_filter = ("action",)
    list_select_related = ("contribution", "actor")
    date_hierarchy = "at"


@admin.register(Letter)
class LetterAdmin(ReadOnly):
    """The mails: written, waiting, sent, taken back."""

    list_display = (
        "contribution",
        "case",
        "kind",
        "due_at",
        "sent_at",
        "attempts",
        "problem",
    )
    list_filter = ("kind",)
    list_select_related = ("contribution", "case")


@admin.register(Message)
class MessageAdmin(ReadOnly):
    """The threads."""

    list_display = ("created_at", "contribution", "is_from_library", "is_staff_only")
    list_filter = ("is_from_library", "is_staff_only")
    list_select_related = ("contribution",)


@admin.register(Comment)
class CommentAdmin(ReadOnly):
    """Comments; they are shown and hidden on the pages of moderation."""

    list_display = ("created_at", "name", "state", "language", "decided_by")
    list_filter = ("state", "language")
    list_select_related = ("decided_by",)
    exclude = ("email", "author")


@admin.register(ReadyQuestion)
class ReadyQuestionAdmin(TranslationAdmin):
    """Questions ready to be asked; one that is no longer wanted is not offered."""

    list_display = ("name", "position", "is_offered")
    ordering = ("position", "pk")

    def has_delete_permission(self, request, obj=None) -> bool:
        return False
