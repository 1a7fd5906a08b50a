"""The forms in which curators write a collection and a call."""

from django import forms
from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from translitua import UkrainianKMU, translit

from accounts.models import User, display_name
from history import addresses
from history.models import Collection, Item
from history.naming import item_named

TEXTS = (
    ("title", gettext_lazy("Title"), 160, 1),
    ("summary", gettext_lazy("In one sentence"), 300, 2),
    ("introduction", gettext_lazy("Introduction"), 50_000, 10),
)


class Languages(forms.Form):
    """A form with some texts in every language; one title is enough."""

    texts: tuple = ()

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        names = list(self.fields)
        for name, label, longest, rows in self.texts:
            for code, language in settings.LANGUAGES:
                field = forms.CharField(
                    label=f"{label} ({language})", max_length=longest, required=False
                )
                if rows > 1:
                    field.widget = forms.Textarea(attrs={"rows": rows})
                field.widget.attrs |= {"lang": code, "maxlength": longest}
                self.fields[f"{name}_{code}"] = field
        self.order_fields([name for name in self.fields if name not in names] + names)

    def groups(self) -> list[dict]:
        """Give the fields of each language, for a fieldset."""
        return [
            {
                "language": str(language),
                "fields": [self[f"{name}_{code}"] for name, *_rest in self.texts],
            }
            for code, language in settings.LANGUAGES
        ]

    def title(self) -> str:
        """Give a title in any language, ours first."""
        for code, _language in settings.LANGUAGES:
            if words := self.cleaned_data.get(f"title_{code}", "").strip():
                return words
        return ""

    def address(self, kind: str | None, taken) -> str:
        """Give the address typed, else one made of the title that nobody has."""
        typed = self.cleaned_data.get("slug", "")
        if typed:
            if taken(typed):
                raise forms.ValidationError(
                    {"slug": _("Another one has, or had, this address.")}
                )
            return typed
        made = slugify(translit(self.title(), UkrainianKMU))[:70].strip("-") or "c"
        number, slug = 1, made
        while taken(slug):
            number += 1
            slug = f"{made}-{number}"
        return slug

    def clean(self) -> dict:
        """Ask for a title in at least one language."""
        cleaned = super().clean()
        if not self.title():
            self.add_error(
                f"title_{settings.LANGUAGES[0][0]}",
                _("Please write a title in at least one language."),
            )
        return cleaned


class CollectionForm(Languages):
    """A collection's words in three languages, and where it stands."""

    texts = TEXTS

    slug = forms.SlugField(
        label=gettext_lazy("Address"),
        help_text=gettext_lazy(
            "Small Latin letters, digits and hyphens; empty: made of the title. The "
            "earlier address leads to the new one."
        ),
        max_length=80,
        required=False,
    )
    parent = forms.ModelChoiceField(
        label=gettext_lazy("Is a part of"),
        queryset=Collection.objects.none(),
        empty_label=pgettext_lazy("collection", "stands by itself"),
        required=False,
    )
    position = forms.IntegerField(
        label=gettext_lazy("Place among its neighbours"),
        min_value=0,
        max_value=10_000,
        required=False,
    )
    cover = forms.CharField(
        label=gettext_lazy("Cover (reference of an item)"),
        max_length=200,
        required=False,
    )
    order = forms.ChoiceField(
        label=gettext_lazy("Order of its pictures"),
        choices=Collection.Order.choices,
        widget=forms.RadioSelect,
        initial=Collection.Order.HAND,
    )
    curators = forms.MultipleChoiceField(
        label=gettext_lazy("Curators"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why you change it"), max_length=200, required=False
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, collection: Collection | None, user, **kwargs) -> None:
        self.collection, self.user = collection, user
        super().__init__(*args, auto_id="collection_%s", **kwargs)
        others = Collection.objects.in_order()
        if collection is not None:
            others = others.exclude(pk=collection.pk)
        self.fields["parent"].queryset = others
        people = User.objects.filter(
            is_active=True, groups__permissions__codename="change_collection"
        )
        self._people = {str(person.pk): person for person in people.distinct()}
        self.fields["curators"].choices = [
            (pk, display_name(person)) for pk, person in self._people.items()
        ]
        if collection is None:
            del self.fields["reason"]

    def clean_cover(self) -> Item | None:
        """Find the item that stands on the cover."""
        typed = self.cleaned_data["cover"].strip()
        if not typed:
            return None
        item = item_named(typed, user=self.user)
        if item is None:
            raise forms.ValidationError(_("There is no such item. Please look again."))
        return item

    def clean(self) -> dict:
        """Find an address that nobody has."""
        cleaned = super().clean()
        if "slug" in cleaned and self.title():
            mine = self.collection
            try:
                cleaned["slug"] = self.address(
                    "collection",
                    lambda slug: addresses.is_taken("collection", slug, by=mine),
                )
            except forms.ValidationError as error:
                self.add_error(None, error)
        return cleaned

    def values(self) -> dict:
        """Give what `collecting.create` and `collecting.edit` take."""
        names = [
            f"{name}_{code}" for name, *_r in TEXTS for code, _l in settings.LANGUAGES
        ]
        cleaned = self.cleaned_data
        return {name: cleaned[name] for name in names} | {
            "slug": cleaned["slug"],
            "parent": cleaned["parent"],
            "position": cleaned["position"] or 0,
            "cover": cleaned["cover"],
            "order": cleaned["order"],
        }

    def chosen_curators(self) -> list[User]:
        """Give the people who curate it."""
        return [self._people[pk] for pk in self.cleaned_data["curators"]]


def typed_collection(row: Collection) -> dict:
    """Give a collection as the fields of the form hold it."""
    names = [f"{name}_{code}" for name, *_r in TEXTS for code, _l in settings.LANGUAGES]
    return {name: getattr(row, name) or "" for name in names} | {
        "slug": row.slug,
        "parent": str(row.parent_id or ""),
        "position": str(row.position),
        "cover": row.cover.reference if row.cover else "",
        "order": row.order,
        "curators": [str(pk) for pk in row.curators.values_list("pk", flat=True)],
    }
