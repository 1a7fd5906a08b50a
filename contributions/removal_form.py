"""The forms of a wish for removal: asked by anybody, decided by the staff."""

from django import forms
from django.utils.translation import gettext_lazy as _

from contributions.models import RemovalCase

LETTERS = 4000
ASKERS = [choice for choice in RemovalCase.Asker.choices if choice[0] != "giver"]


class AskForm(forms.Form):
    """What is wrong with an item, who says so, and where the answer goes."""

    asker = forms.ChoiceField(
        label=_("Who are you to it?"), choices=ASKERS, widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one; “None of these” is fine.")},
    )  # fmt: skip
    ground = forms.ChoiceField(
        label=_("What is wrong?"), choices=RemovalCase.Ground.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose what is wrong.")},
    )  # fmt: skip
    words = forms.CharField(
        label=_("In your words"),
        help_text=_("A few words are enough. A person of the library reads them."),
        widget=forms.Textarea(attrs={"rows": 5}), max_length=LETTERS,
        error_messages={"required": _("Please say what is wrong, in a few words.")},
    )  # fmt: skip
    name = forms.CharField(
        label=_("Your name"), max_length=120, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    email = forms.EmailField(
        label=_("Your e-mail"),
        help_text=_(
            "We mail you a link first, then the answer. It is shown to nobody."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        error_messages={
            "required": _("Please write your e-mail, so that we can answer you."),
            "invalid": _("Please look at the address: it should be like name@site.ua."),
        },
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["words"].widget.attrs.pop("maxlength", None)

    @property
    def is_program(self) -> bool:
        """Say whether the field that people do not see was filled in."""
        return bool(self.data.get("website"))


class DecideForm(forms.Form):
    """What happens with an item that somebody wants gone, and why."""

    decision = forms.ChoiceField(
        label=_("What happens with it?"), choices=RemovalCase.Decision.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose what happens with it.")},
    )  # fmt: skip
    names = forms.MultipleChoiceField(
        label=_("Which name goes?"),
        help_text=_("Only where a name is taken away. Words in the story: correct them."),
        choices=[], required=False, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Why so, in words for the person"),
        help_text=_("They go out by mail, and stand on the page of the request."),
        widget=forms.Textarea(attrs={"rows": 4}), max_length=LETTERS,
        error_messages={
            "required": _("Please say why, in words that the person can read.")
        },
    )  # fmt: skip

    def __init__(self, *args, case: RemovalCase, **kwargs) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        item = case.item
        named = {person.pk: person for person in item.people.all()}
        for media in item.media.prefetch_related("depictions__person"):
            named |= {
                mark.person.pk: mark.person
                for mark in media.depictions.all()
                if mark.person
            }
        self.people = named
        choices = [(f"person-{pk}", person.name) for pk, person in named.items()]
        if item.credit_line:
            choices.insert(0, ("credit", item.credit_line))
        self.fields["names"].choices = choices
        if not choices:
            del self.fields["names"]

    def values(self) -> dict:
        """Give what `workflow.removals.decide` wants."""
        names = self.cleaned_data.get("names", [])
        return {
            "decision": self.cleaned_data["decision"],
            "reason": self.cleaned_data["reason"],
            "credit": "credit" in names,
            "people": [
                person for pk, person in self.people.items() if f"person-{pk}" in names
            ],
        }
