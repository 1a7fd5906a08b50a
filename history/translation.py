"""Which curated texts are kept in Ukrainian, Russian and English."""

from modeltranslation.translator import TranslationOptions, register

from history.models import (
    Call,
    Collection,
    CollectionEntry,
    DayPicture,
    Exhibit,
    ExhibitBlock,
    OldMap,
    Person,
    Place,
    Subject,
)


@register(Collection)
class CollectionTranslation(TranslationOptions):
    fields = ("title", "summary", "introduction")


@register(CollectionEntry)
class CollectionEntryTranslation(TranslationOptions):
    fields = ("note",)


@register(Call)
class CallTranslation(TranslationOptions):
    fields = ("title", "words")


@register(DayPicture)
class DayPictureTranslation(TranslationOptions):
    fields = ("note",)


@register(Exhibit)
class ExhibitTranslation(TranslationOptions):
    fields = ("title", "lead")


@register(ExhibitBlock)
class ExhibitBlockTranslation(TranslationOptions):
    fields = ("heading", "text")


@register(Place)
class PlaceTranslation(TranslationOptions):
    fields = ("name", "note")


@register(Person)
class PersonTranslation(TranslationOptions):
    fields = ("name", "note")


@register(Subject)
class SubjectTranslation(TranslationOptions):
    fields = ("name",)


@register(OldMap)
class OldMapTranslation(TranslationOptions):
    fields = ("name",)
