"""How editors write posts: HTML is cleaned before it is saved, tags are typed."""

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from news import reviewing, slugs, states, tagging, writing_area
from news.models import Byline, Post, Tag
from news.writing import clean_html
from news.writing_form import WritingForm


class PostForm(WritingForm):
    """A post in three languages; at least one of them has to have a title."""

    tags_said = forms.CharField(
        label=gettext_lazy("tags"), required=False,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 60}),
    )  # fmt: skip

    class Meta:
        model = Post
        fields: list[str] = []

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for code, _name in settings.LANGUAGES:
            if f"title_{code}" in self.fields:
                self.fields[f"title_{code}"].required = False
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _("Left empty, it is made of the title.")
        if "comments_state" in self.fields:
            self.fields["comments_state"].required = False
        if "tags_said" in self.fields:
            self._prepare_tags()
        writing_area.put_in(self)

    def _prepare_tags(self) -> None:
        field = self.fields["tags_said"]
        field.label = capfirst(field.label)
        field.help_text = _("Words apart by commas; a new word makes a new tag.")
        if in_use := tagging.in_use():
            field.help_text += " " + _("There are: %(tags)s.") % {
                "tags": ", ".join(in_use)
            }
        if self.instance.pk:
            self.initial.setdefault("tags_said", tagging.said(self.instance))

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.stands and "tags_said" in self.cleaned_data:
            self._join_tags()
        stood, stands = self.stands.get("published_at"), self.instance.published_at
        if self.by and stands and not stood and not self.errors:
            try:
                reviewing.check(self.instance, by=self.by)
            except reviewing.Unread as refusal:
                self.add_error("published_at", str(refusal))

    def _join_tags(self) -> None:
        """Keep what a colleague added or took away while this form was open."""
        stored = {tag.pk: tag.name for tag in self.instance.tags.all()}
        if self.built_on.get("tags") in (None, states.digest(sorted(stored))):
            return
        words, known = self.cleaned_data["tags_said"], tagging.by_name()
        mine = [known.get(word.casefold()) for word in words]
        is_untouched = (
            states.digest(sorted(t.pk for t in mine if t)) == (self.built_on["tags"])
        )
        kept = [] if is_untouched and all(mine) else words
        self.cleaned_data["tags_said"] = tagging.split(
            ", ".join([*kept, *stored.values()])
        )
        self.taken_over.append(str(self.fields["tags_said"].label))

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if slugs.is_taken(slug):
            raise forms.ValidationError(_("This address is in use by the site itself."))
        return slug

    def clean_comments_state(self) -> str:
        return self.cleaned_data["comments_state"] or Post.Comments.OPEN

    def clean_tags_said(self) -> list[str]:
        words = tagging.split(self.cleaned_data["tags_said"])
        if len(words) > tagging.MOST:
            raise forms.ValidationError(
                ngettext(
                    "A post has at most %(number)s tag.",
                    "A post has at most %(number)s tags.",
                    tagging.MOST,
                )
                % {"number": tagging.MOST}
            )
        for word in words:
            if len(word) > tagging.LONGEST:
                raise forms.ValidationError(
                    _("This is too long for a tag: “%(word)s…”.")
                    % {"word": word[: tagging.LONGEST]}
                )
        return words

    def clean(self) -> dict:
        data = super().clean()
        titles = {code: data.get(f"title_{code}") for code, _n in settings.LANGUAGES}
        if not any(titles.values()):
            self.add_error(None, _("Give it a title in at least one language."))
        elif not data.get("slug") and "slug" not in self.errors:
            data["slug"] = slugs.free(self.instance, titles)
        for code, _name in settings.LANGUAGES:
            field = f"body_{code}"
            if data.get(field):
                data[field] = clean_html(data[field])
        return data


class TagForm(forms.ModelForm):
    """A tag with its name in one or several languages."""

    class Meta:
        model = Tag
        fields: list[str] = []

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for code, _name in settings.LANGUAGES:
            if f"name_{code}" in self.fields:
                self.fields[f"name_{code}"].required = False
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _("Left empty, it is made of the name.")

    def clean(self) -> dict:
        data = super().clean()
        known = tagging.by_name()
        names = {code: data.get(f"name_{code}") for code, _n in settings.LANGUAGES}
        for code, name in names.items():
            if name and tagging.split(name) != [name]:
                self.add_error(
                    f"name_{code}", _("A tag has no comma, nor # before it.")
                )
            elif name and known.get(name.casefold(), self.instance) != self.instance:
                self.add_error(
                    f"name_{code}", _("There is a tag of this name already.")
                )
        if not any(names.values()):
            self.add_error(None, _("Give it a name in at least one language."))
        elif not data.get("slug") and "slug" not in self.errors:
            data["slug"] = slugs.free(self.instance, names)
        return data


class BylineForm(forms.ModelForm):
    """One author: a colleague or a guest."""

    class Meta:
        model = Byline
        fields: list[str] = []

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "user" in self.fields:
            field = self.fields["user"]
            staff = Q(is_staff=True) | Q(pk=self.instance.user_id)
            field.queryset = field.queryset.filter(staff).order_by("display_name", "pk")
            field.label_from_instance = lambda user: user.display_name or user.email

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_library(self) -> str:
        return " ".join(self.cleaned_data["library"].split())
