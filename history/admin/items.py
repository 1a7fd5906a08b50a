"""Items in the workroom: corrected with a reason, hidden, taken down, restored."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from simple_history.admin import SimpleHistoryAdmin

from history import publishing
from history.models import Depiction, Item, Media, SupersededFile
from history.search import index


class ItemForm(forms.ModelForm):
    """A correction: what is changed, and why."""

    reason = forms.CharField(
        label=_("Why you change it"),
        max_length=100,
        help_text=_("Colleagues read it in the history of the item."),
    )

    class Meta:
        model = Item
        fields: list[str] = []


class ReasonForm(ActionForm):
    """What is done with the chosen items, and why."""

    reason = forms.CharField(
        label=_("Why (for taking down)"), max_length=300, required=False
    )


class MediaInline(admin.StackedInline):
    model = Media
    extra = 0
    can_delete = False
    show_change_link = True
    fields = ("position", "role", "caption", "alt")
    ordering = ("position", "pk")

    def has_add_permission(self, request, obj=None) -> bool:
        return False


class DepictionInline(admin.TabularInline):
    model = Depiction
    extra = 1
    autocomplete_fields = ("person",)


class SupersededInline(admin.TabularInline):
    """What the file was before a better one came; to be read only."""

    model = SupersededFile
    extra = 0
    can_delete = False
    fields = readonly_fields = (
        "replaced_at", "replaced_by", "reason", "master", "width_px", "height_px",
        "credit_before",
    )  # fmt: skip
    ordering = ("-replaced_at",)

    def has_add_permission(self, request, obj=None) -> bool:
        return False


@admin.register(Media)
class MediaAdmin(admin.ModelAdmin):
    """Where on a picture people and things are marked."""

    fields = ("item", "role", "caption", "alt")
    readonly_fields = ("item",)
    inlines = (DepictionInline, SupersededInline)

    def has_add_permission(self, request) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def get_model_perms(self, request) -> dict:
        return {}  # reached from its item only

    def save_related(self, request, form, formsets, change) -> None:
        super().save_related(request, form, formsets, change)
        index.index_item(form.instance.item)


@admin.register(Item)
class ItemAdmin(SimpleHistoryAdmin):
    """Items; they come into being by publishing a contribution, never here."""

    form = ItemForm
    action_form = ReasonForm
    inlines = (MediaInline,)
    list_display = ("reference", "title", "kind", "date_said", "place", "status")
    list_filter = ("status", "kind", "language")
    list_select_related = ("place",)
    search_fields = ("=pk", "title")
    ordering = ("-pk",)
    list_per_page = 50
    show_full_result_count = False
    autocomplete_fields = ("place", "people", "subjects", "about")
    readonly_fields = (
        "reference",
        "kind",
        "status",
        "contributor",
        "is_archive_only",
        "embargo_until",
        "visible_from",
        "published_at",
        "updated_at",
        "removed_at",
        "removed_reason",
    )
    actions = ("hide", "take_down", "restore")
    fieldsets = (
        (None, {"fields": ("reference", "status", "kind", "reason")}),
        (_("Words"), {"fields": ("title", "description", "story", "language")}),
        (
            _("When"),
            {
                "fields": (
                    "date_said",
                    "date_edtf",
                    ("date_earliest", "date_latest"),
                    ("date_sure", "date_reason"),
                )
            },
        ),
        (
            _("Where"),
            {
                "fields": (
                    "place",
                    "place_said",
                    ("latitude", "longitude"),
                    ("accuracy", "bearing"),
                )
            },
        ),
        (_("Who and what"), {"fields": ("people", "subjects", "about")}),
        (
            _("Rights"),
            {"fields": ("creator", "credit_line", "provenance", "rights", "sensitive")},
        ),
        (
            _("In the archive"),
            {
                "fields": (
                    "contributor",
                    "is_archive_only",
                    "embargo_until",
                    "visible_from",
                    "published_at",
                    "updated_at",
                    "removed_at",
                    "removed_reason",
                )
            },
        ),
    )

    @admin.display(description=_("reference"), ordering="pk")
    def reference(self, item: Item) -> str:
        return item.reference

    def has_add_permission(self, request) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def has_take_down_permission(self, request) -> bool:
        return request.user.has_perm("history.take_down_item")

    def has_restore_permission(self, request) -> bool:
        return request.user.has_perm("history.restore_item")

    def revert_disabled(self, request, obj=None) -> bool:
        return True  # an earlier wording is read here and written again with a reason

    def save_model(self, request, obj, form, change) -> None:
        """Correct the item; only what was changed, with the reason."""
        words = form.cleaned_data
        changes = {name: words[name] for name in form.changed_data if name != "reason"}
        if changes:
            publishing.correct(obj, by=request.user, reason=words["reason"], **changes)

    def save_related(self, request, form, formsets, change) -> None:
        """Save captions; people and subjects were set by the correction."""
        for formset in formsets:
            self.save_formset(request, form, formset, change=change)
        if any(formset.has_changed() for formset in formsets):
            index.index_item(form.instance)

    @admin.action(
        description=_("Hide for a while, without a trace"), permissions=["change"]
    )
    def hide(self, request, queryset) -> None:
        for item in queryset.published():
            publishing.hide(item, by=request.user)

    @admin.action(
        description=_("Take down; visitors read that it was here"),
        permissions=["take_down"],
    )
    def take_down(self, request, queryset) -> None:
        reason = request.POST.get("reason", "").strip()
        if not reason:
            self.message_user(
                request, _("Please say why it is taken down."), messages.ERROR
            )
            return
        for item in queryset.exclude(status=Item.Status.REMOVED):
            publishing.take_down(item, by=request.user, reason=reason)

    @admin.action(
        description=_("Restore what was hidden or taken down"), permissions=["restore"]
    )
    def restore(self, request, queryset) -> None:
        kept = queryset.filter(is_archive_only=True).count()
        away = queryset.filter(is_archive_only=False)
        for item in away.exclude(status=Item.Status.PUBLISHED):
            try:
                publishing.restore(item, by=request.user)
            except ValueError as refusal:  # its giver's day has not come
                sentence = f"{item.reference}: {refusal}"
                self.message_user(request, sentence, messages.WARNING)
        if kept:
            sentence = ngettext(
                "%(number)s stays in the archive only: its giver wants that.",
                "%(number)s stay in the archive only: their givers want that.",
                kept,
            )
            self.message_user(request, sentence % {"number": kept}, messages.WARNING)
