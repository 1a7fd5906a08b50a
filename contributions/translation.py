"""Which words of the staff are kept in Ukrainian, Russian and English."""

from modeltranslation.translator import TranslationOptions, register

from contributions.models import ReadyQuestion


@register(ReadyQuestion)
class ReadyQuestionTranslation(TranslationOptions):
    fields = ("name", "body")
