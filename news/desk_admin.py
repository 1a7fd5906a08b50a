"""What the office of posts and of events shares: versions, unsaved text, verbs."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import IntegrityError, models
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from modeltranslation.admin import TranslationAdmin

from news import appearing, keeping, presenting, publishing, reviewing, revising
from news.models import Revision
from news.written import name_of, word_of


class WrittenAdmin(TranslationAdmin):
    """The office of what editors write: nothing typed is lost, nothing is overwritten."""

    change_form_template = "admin/news/written_form.html"
    actions = ("publish_now", "back_to_draft")
    formfield_overrides = {models.DateTimeField: {"form_class": appearing.MomentField}}

    @admin.display(description=gettext_lazy("On the site"), ordering="published_at")
    def appears(self, thing) -> str:
        return appearing.in_words(thing)

    @admin.action(
        description=gettext_lazy("Publish what is chosen"), permissions=["change"]
    )
    def publish_now(self, request, queryset) -> None:
        done = 0
        for thing in queryset:
            try:
                done += publishing.publish(thing, by=request.user)
            except reviewing.Unread as refusal:
                self.message_user(request, f"{thing}: {refusal}", messages.ERROR)
        if done:
            told = ngettext(
                "%(number)s is public now.", "%(number)s are public now.", done
            )
            self.message_user(request, told % {"number": done}, messages.SUCCESS)

    @admin.action(
        description=gettext_lazy("Make what is chosen a draft again"),
        permissions=["change"],
    )
    def back_to_draft(self, request, queryset) -> None:
        done = sum(publishing.unpublish(thing, by=request.user) for thing in queryset)
        if done:
            told = ngettext(
                "%(number)s is a draft again.", "%(number)s are drafts again.", done
            )
            self.message_user(request, told % {"number": done}, messages.SUCCESS)

    def get_object(self, request, object_id, from_field=None):
        """Find the row; who is about to write it does so alone."""
        found = super().get_object(request, object_id, from_field)
        if found is not None and request.method == "POST":
            return revising.locked(found)
        return found

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.by, form.is_looked_at = request.user, "_kept" in request.POST
        return form

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Show the form, or save it: once, also where the button was pressed twice."""
        if request.method == "POST":
            if not object_id and (there := self._saved_by(request)):
                return there
            row = keeping.find(_number(request.POST.get("_kept", "")), by=request.user)
            if row is not None:
                request.POST = keeping.sent(row)
                request.POST["_kept"] = row.pk
        pk = _number(unquote(object_id)) if object_id else 0
        thing = self.model._base_manager.filter(pk=pk).first() if pk else None
        extra = (extra_context or {}) | {
            "offered": keeping.offered(self.model, thing, by=request.user)
            if request.method == "GET"
            else None,
            "word": word_of(self.model),
            "pk": pk,
        }
        try:
            return super().changeform_view(request, object_id, form_url, extra)
        except IntegrityError:
            there = self._saved_by(request)
            if there is None:
                raise
            return there

    def _saved_by(self, request):
        """Lead to what this very form has made already; None where it made nothing."""
        key = request.POST.get("form_key", "")
        made = Revision.objects.filter(by=request.user, form_key=key).first()
        thing = made and getattr(made, name_of(self.model))
        if not key or thing is None:
            return None
        self.message_user(request, _("It was saved already."), messages.INFO)
        return redirect(reverse(f"admin:news_{name_of(thing)}_change", args=[thing.pk]))

    def save_model(self, request, obj, form, change) -> None:
        if change:
            revising.begin(obj)
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change) -> None:
        super().save_related(request, form, formsets, change)
        self.save_beside(request, form, change)
        key = form.cleaned_data.get("form_key", "")
        row = form.instance
        revising.record(row, by=request.user, form_key=key)
        keeping.forget(key, by=request.user)
        if form.taken_over:
            told = _("Kept beside it what a colleague changed meanwhile: %(fields)s.")
            told %= {"fields": ", ".join(form.taken_over)}
            self.message_user(request, told, messages.INFO)
        if "published_at" in form.changed_data:
            self._tell_when(request, row)
        self._tell_lacking(request, row)

    def save_beside(self, request, form, change) -> None:
        """Save what lies in other tables, before the version is written down."""

    def _tell_lacking(self, request, row) -> None:
        """Tell which lines of the text show nothing, now that its pictures are there."""
        if lines := presenting.lacking(row):
            told = _(
                "These lines show nothing, for what they name is not public: %(lines)s"
            )
            told %= {"lines": ", ".join(lines)}
            self.message_user(request, told, messages.WARNING)

    def _tell_when(self, request, row) -> None:
        """Say when visitors see it, so that a slip in the year is noticed at once."""
        if row.published_at is not None:
            words = format_html("{}: {}", row, appearing.in_words(row))
            self.message_user(request, words, messages.INFO)


def _number(text: str) -> int:
    text = str(text)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0
