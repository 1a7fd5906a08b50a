"""How editors write posts: HTML is cleaned before it is saved."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _

from news.models import Post
from news.writing import clean_html

TAKEN_SLUGS = frozenset({"feed"})


class PostForm(forms.ModelForm):
    """A post in three languages; at least one of them has to have a title."""

    class Meta:
        model = Post
        fields: list[str] = []

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if slug in TAKEN_SLUGS:
            raise forms.ValidationError(_("This address is in use by the site itself."))
        return slug

    def clean(self) -> dict:
        data = super().clean()
        for code, _name in settings.LANGUAGES:
            field = f"body_{code}"
            if data.get(field):
                data[field] = clean_html(data[field])
        return data
