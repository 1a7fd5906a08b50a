"""Which curated texts are kept in Ukrainian, Russian and English."""

from modeltranslation.translator import TranslationOptions, register

from history.models import Collection, CollectionEntry, Person, Place, Subject


@register(Collection)
class CollectionTranslation(TranslationOptions):
    fields = ("title", "summary", "introduction")


@register(CollectionEntry)
class CollectionEntryTranslation(TranslationOptions):
    fields = ("note",)


@register(Place)
class PlaceTranslation(TranslationOptions):
    fields = ("name", "note")


@register(Person)
class PersonTranslation(TranslationOptions):
    fields = ("name", "note")


@register(Subject)
class SubjectTranslation(TranslationOptions):
    fields = ("name",)
