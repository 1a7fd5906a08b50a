"""What editors publish from a moment on, and may take back."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin


class AnnouncedAdmin(TranslationAdmin):
    """What is public from a moment on."""

    actions = ("publish_now", "back_to_draft")

    @admin.action(description=_("Publish what is chosen"), permissions=["change"])
    def publish_now(self, request, queryset) -> None:
        queryset.filter(published_at__isnull=True).update(published_at=timezone.now())

    @admin.action(
        description=_("Make what is chosen a draft again"), permissions=["change"]
    )
    def back_to_draft(self, request, queryset) -> None:
        queryset.update(published_at=None)
