"""Which words of the staff are kept in Ukrainian, Russian and English."""

from modeltranslation.translator import TranslationOptions, register

from contributions.models import Issue, ReadyQuestion


@register(ReadyQuestion)
class ReadyQuestionTranslation(TranslationOptions):
    fields = ("name", "body")


@register(Issue)
class IssueTranslation(TranslationOptions):
    fields = ("foreword",)
    fallback_languages = {
        "default": ()
    }  # no foreword in another language than the letter
