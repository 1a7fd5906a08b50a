"""What the library says is written in one or several of our languages."""

from modeltranslation.translator import TranslationOptions, register

from news.models import Branch, Event, Post, PostPicture, Tag


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
    fields = ("name", "address", "hours")


@register(Event)
class EventTranslation(TranslationOptions):
    fields = ("title", "summary", "body", "address", "audience", "status_note")
