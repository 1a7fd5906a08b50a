"""What the library says is written in one or several of our languages."""

from modeltranslation.translator import TranslationOptions, register

from news.models import (
    AnsweredQuestion,
    Branch,
    Event,
    GuideEntry,
    GuideTopic,
    Post,
    PostPicture,
    Service,
    SpecialDay,
    Tag,
)


@register(Post)
class PostTranslation(TranslationOptions):
    fields = ("title", "summary", "body")


@register(PostPicture)
class PostPictureTranslation(TranslationOptions):
    fields = ("alt", "caption")


@register(Tag)
class TagTranslation(TranslationOptions):
    fields = ("name",)


@register(Branch)
class BranchTranslation(TranslationOptions):
    fields = ("name", "address", "hours", "access_note")


@register(Event)
class EventTranslation(TranslationOptions):
    fields = ("title", "summary", "body", "address", "audience", "status_note")


@register(SpecialDay)
class SpecialDayTranslation(TranslationOptions):
    fields = ("reason",)


@register(Service)
class ServiceTranslation(TranslationOptions):
    fields = ("title", "summary", "body", "to_bring", "hours", "price")


@register(GuideTopic)
class GuideTopicTranslation(TranslationOptions):
    fields = ("title", "summary")


@register(GuideEntry)
class GuideEntryTranslation(TranslationOptions):
    fields = ("title", "purpose", "how_to")


@register(AnsweredQuestion)
class AnsweredQuestionTranslation(TranslationOptions):
    fields = ("title", "question", "answer")
