"""What collections ask the town for: the public page of a call, and the curators' form."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts import audit
from history import citing, codes, dates
from history import presenting as words
from history.collection_form import Languages
from history.models import Call, Collection, Place
from history.views.door import staff

curators_only = staff("history.change_collection")


class CallForm(Languages):
    """What is looked for, in three languages, and how the form starts for who has it."""

    texts = (
        ("title", gettext_lazy("What is looked for"), 160, 1),
        ("words", gettext_lazy("A few words"), 2000, 4),
    )

    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of thing"),
        choices=[("", gettext_lazy("any")), *Call.Kind.choices],
        required=False,
    )
    place = forms.ModelChoiceField(
        label=gettext_lazy("Place"),
        queryset=Place.objects.order_by("name", "pk"),
        empty_label=pgettext_lazy("place", "Not known"),
        required=False,
    )
    period = forms.CharField(
        label=gettext_lazy("When, in words"), max_length=120, required=False
    )
    closes_on = forms.DateField(
        label=gettext_lazy("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        required=False,
    )
    target = forms.IntegerField(
        label=gettext_lazy("How many we hope for"),
        min_value=1,
        max_value=10_000,
        required=False,
    )

    takes_at_once = forms.BooleanField(
        label=gettext_lazy("Memories of people whom we trust come in at once"),
        help_text=gettext_lazy(
            "Short memories of people who have given good things before. Otherwise a "
            "moderator reads every answer first."
        ),
        required=False,
    )

    def clean_period(self) -> str:
        """Let only a time stand that the form of the residents understands."""
        period = self.cleaned_data["period"].strip()
        if period:
            try:
                dates.parse(period, language="uk")
            except dates.NotADate as error:
                raise forms.ValidationError(str(error)) from error
        return period


def told(call: Call, *, today) -> dict:
    """Give a call ready for a page."""
    is_open = call.opened_at is not None and (
        call.closes_on is None or call.closes_on >= today
    )
    return {
        "row": call,
        "url": call.get_absolute_url(),
        "is_open": is_open,
        "answer_url": f"{reverse('contributions:start')}?call={call.slug}",
        "lang": words.language_of(call, "title"),
    }


@require_safe
def detail(request, slug: str):
    """Show one call, to be printed or passed on."""
    calls = Call.objects.public().select_related("collection", "place")
    call = get_object_or_404(calls, slug=slug)
    context = {
        "call": told(call, today=timezone.localdate()),
        "canonical": citing.absolute(call.get_absolute_url()),
    }
    return render(request, "history/call.html", context)


@require_safe
def sheet(request, slug: str):
    """Show one call as a sheet of paper, with a code that opens the form."""
    calls = Call.objects.public().select_related("collection", "place")
    call = told(get_object_or_404(calls, slug=slug), today=timezone.localdate())
    address = citing.absolute(call["answer_url"] if call["is_open"] else call["url"])
    context = {"call": call, "address": address, "code": codes.qr(address)}
    return render(request, "history/call_sheet.html", context)


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def new(request, slug: str):
    """Write a call for a collection."""
    collection = get_object_or_404(Collection, slug=slug)
    form = CallForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        taken = Call.objects.filter
        free = form.address(None, lambda wanted: taken(slug=wanted).exists())
        call = Call.objects.create(
            slug=free, collection=collection, created_by=request.user,
            opened_at=timezone.now(), **form.cleaned_data,
        )  # fmt: skip
        audit.record("call.open", call, by=request.user)
        messages.success(request, _("The collection asks for it now."))
        return redirect("history:collection_desk", collection.slug)
    return _page(request, collection, form)


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, slug: str):
    """Change a call, or close it."""
    call = get_object_or_404(Call.objects.select_related("collection"), slug=slug)
    names = list(CallForm().fields)
    if request.method == "POST" and request.POST.get("do") == "close":
        call.opened_at = None
        call.save(update_fields=["opened_at"])
        audit.record("call.close", call, by=request.user)
        messages.success(request, _("Closed. Nobody sees it any more."))
        return redirect("history:collection_desk", call.collection.slug)
    initial = {name: getattr(call, name) for name in names}
    form = CallForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        before = {name: getattr(call, name) for name in names}
        for name, value in form.cleaned_data.items():
            setattr(call, name, value)
        call.opened_at = call.opened_at or timezone.now()
        call.save()
        changes = audit.changes(before, form.cleaned_data)
        audit.record("call.edit", call, by=request.user, **changes)
        messages.success(request, _("Saved."))
        return redirect("history:collection_desk", call.collection.slug)
    return _page(request, call.collection, form, call)


def _page(request, collection: Collection, form: CallForm, call: Call | None = None):
    context = {"collection": collection, "form": form, "call": call}
    status = 400 if form.is_bound else 200
    return render(request, "history/staff/call.html", context, status=status)
