"""Places with all their names, people and subjects: the archive's vocabulary."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext as _
from modeltranslation.admin import TranslationAdmin

from history import addresses
from history.models import Item, Person, Place, PlaceName, Subject
from history.search import index

INDEXED = (
    "name", "other_names", "is_living", "parent", "kind", "latitude", "longitude",
)  # fmt: skip


class _NameForm(forms.ModelForm):
    """A thing with an address; one that led to another thing is not given away."""

    def clean_slug(self) -> str:
        """Refuse an address that another one has, or had."""
        slug = self.cleaned_data["slug"]
        kind = self.instance._meta.model_name
        if addresses.is_taken(kind, slug, by=self.instance):
            raise forms.ValidationError(_("Another one has, or had, this address."))
        return slug


class _NameAdmin(TranslationAdmin):
    """A thing with names; when they change, its items are found by the new ones.

    When its address changes, the one before leads on.
    """

    form = _NameForm
    ordering = ("name", "pk")

    def items(self, row):
        raise NotImplementedError

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def save_model(self, request, obj, form, change) -> None:
        super().save_model(request, obj, form, change)
        if change and "slug" in form.changed_data:
            addresses.remember(obj._meta.model_name, form.initial["slug"], leads_to=obj)

    def save_related(self, request, form, formsets, change) -> None:
        super().save_related(request, form, formsets, change)
        renamed = any(name.startswith(INDEXED) for name in form.changed_data)
        if change and (renamed or any(f.has_changed() for f in formsets)):
            found = self.items(form.instance).order_by("pk")
            index.index_items(found.values_list("pk", flat=True))


class PlaceNameInline(admin.TabularInline):
    model = PlaceName
    extra = 1
    ordering = ("from_year", "pk")


@admin.register(Place)
class PlaceAdmin(_NameAdmin):
    inlines = (PlaceNameInline,)
    list_display = ("name", "kind", "parent")
    list_filter = ("kind",)
    list_select_related = ("parent",)
    search_fields = ("name_uk", "name_ru", "name_en", "names__name", "slug")
    autocomplete_fields = ("parent",)
    fields = ("name", "kind", "slug", "parent", "latitude", "longitude", "note")

    def items(self, row):
        inside = [row.pk, *row.children.values_list("pk", flat=True)]
        return Item.objects.published().filter(place__in=inside)


@admin.register(Person)
class PersonAdmin(_NameAdmin):
    list_display = ("name", "born_year", "died_year", "is_living")
    list_filter = ("is_living",)
    search_fields = ("name_uk", "name_ru", "name_en", "other_names")
    fields = (
        "name",
        "other_names",
        "slug",
        "is_living",
        "born_year",
        "died_year",
        "note",
    )

    def items(self, row):
        return row.items.published()


@admin.register(Subject)
class SubjectAdmin(_NameAdmin):
    list_display = ("name", "slug")
    search_fields = ("name_uk", "name_ru", "name_en", "slug")
    fields = ("name", "slug")

    def items(self, row):
        return row.items.published()
