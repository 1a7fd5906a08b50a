"""The forms in which curators write a story: its head, and one for each kind of block."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from history.collection_form import Languages
from history.models import Collection, Exhibit, ExhibitBlock, Item, Place
from history.naming import item_named

CODES = [code for code, _label in settings.LANGUAGES]
Kind = ExhibitBlock.Kind
RESERVED = "new"


class Reference(forms.CharField):
    """An item by its reference or by the address of its page."""

    user = None
    help_text = gettext_lazy("Such as ST-000123, or the address of its page.")

    def __init__(self, *args, **kwargs) -> None:
        kwargs.setdefault("help_text", self.help_text)
        super().__init__(*args, max_length=200, **kwargs)

    def clean(self, value) -> Item | None:
        typed = super().clean(value).strip()
        if not typed:
            return None
        item = item_named(typed, user=self.user)
        if item is None:
            raise forms.ValidationError(_("There is no such item. Please look again."))
        return item


class _Form(Languages):
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args, user, **kwargs) -> None:
        super().__init__(*args, auto_id="story_%s", **kwargs)
        for field in self.fields.values():
            if isinstance(field, Reference):
                field.user = user

    def others(self) -> list:
        """Give the fields that no language has."""
        spoken = {f"{name}_{code}" for name, *_rest in self.texts for code in CODES}
        return [one for one in self.visible_fields() if one.name not in spoken]

    def values(self) -> dict:
        """Give what `exhibiting` takes."""
        return {name: value for name, value in self.cleaned_data.items()
                if name != "seen"}  # fmt: skip


class ExhibitForm(_Form):
    """A story's title and lead in three languages, its kind, cover and authors."""

    texts = (
        ("title", gettext_lazy("Title"), 160, 1),
        ("lead", gettext_lazy("What it is about, in a sentence or two"), 600, 3),
    )

    kind = forms.ChoiceField(
        label=gettext_lazy("What it is"),
        choices=Exhibit.Kind.choices,
        widget=forms.RadioSelect,
        initial=Exhibit.Kind.STORY,
    )
    cover = Reference(
        label=gettext_lazy("Cover (reference of an item)"), required=False
    )
    authors = forms.CharField(
        label=gettext_lazy("Who wrote it, as it is to be read"),
        max_length=200,
        required=False,
    )
    position = forms.IntegerField(
        label=gettext_lazy("Place among the stories"),
        help_text=gettext_lazy("Smaller numbers come first."),
        min_value=0,
        max_value=10_000,
        required=False,
    )

    def clean_position(self) -> int:
        """Take an empty place for the first."""
        return self.cleaned_data["position"] or 0

    def free_address(self) -> str:
        """Make an address of the title that nobody has."""
        taken = Exhibit.objects.filter
        return self.address(
            None, lambda slug: slug == RESERVED or taken(slug=slug).exists()
        )


class _Block(_Form):
    """A form of one kind of block; a block needs no title."""

    needed = ""

    def clean(self) -> dict:
        """Ask for what a block of this kind cannot be without."""
        cleaned = forms.Form.clean(self)
        if not self.needed:
            return cleaned
        names = [f"{self.needed}_{code}" for code in CODES]
        if not any(cleaned.get(name, "").strip() for name in names):
            words = _("Please write it in at least one language.")
            self.add_error(names[0], words)
        return cleaned


class TextForm(_Block):
    texts = (
        ("heading", gettext_lazy("Heading"), 160, 1),
        ("text", gettext_lazy("Words"), 20_000, 10),
    )
    needed = "text"


class ItemForm(_Block):
    texts = (("text", gettext_lazy("Note below it"), 2000, 3),)
    item = Reference(label=gettext_lazy("Reference of the item"))
    size = forms.ChoiceField(
        label=gettext_lazy("Size"),
        choices=ExhibitBlock.Size.choices,
        widget=forms.RadioSelect,
        initial=ExhibitBlock.Size.NORMAL,
    )


class PairForm(_Block):
    texts = (("text", gettext_lazy("Note below them"), 2000, 3),)
    item = Reference(label=gettext_lazy("Reference of the first"))
    beside = Reference(label=gettext_lazy("Reference of the second"))


class CollectionForm(_Block):
    texts = (("text", gettext_lazy("Note below it"), 2000, 3),)
    collection = forms.ModelChoiceField(
        label=pgettext_lazy("block", "Collection"),
        queryset=Collection.objects.in_order(),
        empty_label=gettext_lazy("Please choose"),
    )


class MapForm(_Block):
    texts = (("text", gettext_lazy("Note below it"), 2000, 3),)


class PlaceForm(_Block):
    texts = (
        ("heading", gettext_lazy("Heading, if not the name of the place"), 160, 1),
        ("text", gettext_lazy("What to see here, and how to go on"), 4000, 5),
    )
    place = forms.ModelChoiceField(
        label=gettext_lazy("Place"),
        queryset=Place.objects.order_by("name", "pk"),
        empty_label=gettext_lazy("Please choose"),
    )
    item = Reference(
        label=gettext_lazy("Picture of this place (reference of an item)"),
        required=False,
    )


FORMS: dict[str, type[_Block]] = {
    Kind.TEXT: TextForm,
    Kind.ITEM: ItemForm,
    Kind.PAIR: PairForm,
    Kind.COLLECTION: CollectionForm,
    Kind.MAP: MapForm,
    Kind.PLACE: PlaceForm,
}


def typed(form: type[_Form], row: Exhibit | ExhibitBlock) -> dict:
    """Give a row as the fields of its form hold it."""
    names = [f"{name}_{code}" for name, *_rest in form.texts for code in CODES]
    found = {name: getattr(row, name) or "" for name in names}
    for name in form.base_fields:
        if name != "seen":
            value = getattr(row, name)
            found[name] = value.reference if isinstance(value, Item) else value
    return found
