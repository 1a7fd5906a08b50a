"""The words of one decision for many."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import display_name
from contributions import workflow
from contributions.bulk import Wish
from contributions.models import Batch
from contributions.states import Reason
from history.models import Collection

Verb = Batch.Verb
FIELDS = {
    Verb.PUBLISH: ("collections",),
    Verb.ASK: ("note",),
    Verb.DECLINE: ("reason", "note"),
    Verb.MARK_SPAM: (),
    Verb.ASSIGN: ("to",),
    Verb.ATTACH: ("collections",),
}


class AssignForm(forms.Form):
    """To whom it is given."""

    to = forms.ModelChoiceField(
        label=gettext_lazy("Given to"),
        queryset=None,
        empty_label=pgettext_lazy("assignment", "To nobody: back to all"),
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy("Please choose one of the colleagues.")
        },
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, auto_id="assign_%s", **kwargs)
        self.fields["to"].queryset = workflow.colleagues()
        self.fields["to"].label_from_instance = display_name
        self.fields["to"].widget.attrs |= {"data-key": "g", "aria-keyshortcuts": "g"}


class BulkForm(forms.Form):
    """Ask for what the verb needs, and for nothing else."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why do we not take them?"),
        widget=forms.RadioSelect,
        choices=Reason.choices,
        error_messages={"required": gettext_lazy("Please choose a reason.")},
    )
    note = forms.CharField(
        label=gettext_lazy("In your own words"),
        help_text=gettext_lazy("Everybody of them gets this by mail."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        required=False,
    )
    collections = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Collections"),
        queryset=Collection.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy(
                "A collection that you chose was deleted meanwhile. Choose again."
            ),
            "invalid_pk_value": gettext_lazy("There is no such collection."),
        },
    )
    to = forms.ModelChoiceField(
        label=gettext_lazy("To whom?"),
        queryset=None,
        empty_label=pgettext_lazy("assignment", "To nobody: back to all"),
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy("Please choose one of the colleagues.")
        },
    )

    def __init__(self, data, *, verb: str, user) -> None:
        super().__init__(data, auto_id="bulk_%s")
        self.verb = verb
        for name in list(self.fields):
            if name not in FIELDS[Verb(verb)]:
                del self.fields[name]
        if "note" in self.fields and verb == Verb.ASK:
            self.fields["note"].label = _("What would you like to know?")
        if "collections" in self.fields:
            visible = Collection.objects.visible_to(user).in_order()
            self.fields["collections"].queryset = visible
        if "to" in self.fields:
            self.fields["to"].queryset = workflow.colleagues()
            self.fields["to"].label_from_instance = display_name

    def wish(self) -> Wish:
        """Give what was asked for; call after `is_valid`."""
        words = self.cleaned_data
        to = words.get("to")
        return Wish(
            self.verb, words.get("note", ""), words.get("reason", ""),
            tuple(one.pk for one in words.get("collections", ())),
            to.pk if to else None,
        )  # fmt: skip
