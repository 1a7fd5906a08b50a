"""Collections in the workroom: texts, order, entries with the curator's notes."""

from django.contrib import admin
from modeltranslation.admin import TranslationAdmin, TranslationTabularInline

from history.models import Collection, CollectionEntry
from history.search import index

INDEXED = frozenset({"published_at", "parent"})


class EntryInline(TranslationTabularInline):
    model = CollectionEntry
    extra = 1
    autocomplete_fields = ("item",)
    fields = ("item", "position", "note")
    ordering = ("position", "pk")


@admin.register(Collection)
class CollectionAdmin(TranslationAdmin):
    """Collections; what they hold is findable the moment they are saved."""

    inlines = (EntryInline,)
    list_display = ("title", "parent", "position", "published_at")
    list_select_related = ("parent",)
    search_fields = ("title_uk", "title_ru", "title_en", "slug")
    ordering = ("position", "pk")
    autocomplete_fields = ("parent", "cover")
    filter_horizontal = ("curators",)
    fields = (
        "title",
        "summary",
        "introduction",
        "slug",
        "parent",
        "position",
        "cover",
        "curators",
        "published_at",
    )

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def save_related(self, request, form, formsets, change) -> None:
        """Save entries and bring the index up to date with what changed."""
        row = form.instance
        touched = set()
        for formset in formsets:
            for one in formset.forms:
                if one.has_changed() and one.instance.pk:
                    touched.add(one.instance.item_id)
                    touched.add(one.initial.get("item"))
        super().save_related(request, form, formsets, change)
        for formset in formsets:
            touched |= {entry.item_id for entry in formset.new_objects}
        if INDEXED & set(form.changed_data):
            touched |= _under(row)
        index.index_items(sorted(touched - {None}))

    def save_formset(self, request, form, formset, change) -> None:
        """Write down who put an item into a collection."""
        for entry in formset.save(commit=False):
            if entry.added_by_id is None:
                entry.added_by = request.user
            entry.save()
        for entry in formset.deleted_objects:
            entry.delete()
        formset.save_m2m()


def _under(row: Collection) -> set[int]:
    """Give the items of a collection and of its chapters."""
    rooms, level = {row.pk}, {row.pk}
    while level:
        children = Collection.objects.filter(parent__in=level).order_by("pk")
        level = set(children.values_list("pk", flat=True)) - rooms
        rooms |= level
    found = CollectionEntry.objects.filter(collection__in=rooms).order_by("pk")
    return set(found.values_list("item_id", flat=True))
