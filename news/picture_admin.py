"""How editors see the pictures of a post: each with the mark by which the text shows it."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationStackedInline

from history.images.sentences import sentence_for
from news.models import PostPicture
from news.picture_form import PictureForm, PictureFormSet


class PictureInline(TranslationStackedInline):
    """The pictures of a post, on the page where it is written."""

    model = PostPicture
    form = PictureForm
    formset = PictureFormSet
    extra = 0
    readonly_fields = ("shown",)
    fields = ("shown", "file", "kept", "alt", "caption", "is_decorative")

    @admin.display(description=_("In the text"))
    def shown(self, row: PostPicture) -> str:
        """Show the mark with the picture, or say why there is none yet."""
        if not row.pk:
            return _("Its number is given when it is saved; the first is [[1]].")
        picture = row.picture
        if picture is None:
            told = _("It is being prepared.")
            told = sentence_for(row.problem) if row.problem else told
            return format_html("{} · {}", row.mark, told)
        return format_html(
            '{}<br><img class="picture-row__shown" src="{}" alt="{}">',
            row.mark, picture.src, picture.alt,
        )  # fmt: skip
