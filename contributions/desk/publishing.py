"""The form to publish by: the words, the rights, as what, and where it goes."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from contributions import replacing
from contributions.desk.placing import PlacingMixin
from contributions.desk.reading import marked_words, starting_words
from contributions.desk.taking import compare
from contributions.drafting import IMPOSSIBLE
from contributions.models import Contribution
from contributions.wording import described
from contributions.workflow import Replacement, Taken
from history import dates, periods
from history.models import Item, Person, Place, Subject
from history.naming import item_named, people_named
from history.publishing import Description
from history.rights import Rights
from history.states import Sensitive

ONE, EACH, EXTEND, REPLACE, MEMORY = "one", "each", "extend", "replace", "memory"
WORDS_ROWS = {"rows": 3}


class PublishForm(PlacingMixin, forms.Form):
    """The description as the library publishes it, and where it goes."""

    how = forms.ChoiceField(
        label=gettext_lazy("Publish as"), widget=forms.RadioSelect, choices=[]
    )
    extend = forms.CharField(
        label=gettext_lazy("Which item?"),
        help_text=gettext_lazy("Its reference, for example ST-000123."),
        max_length=200,
        required=False,
    )
    replaced = forms.MultipleChoiceField(
        label=gettext_lazy("In the place of which picture?"),
        help_text=gettext_lazy(
            "The item keeps its address and its words; both givers are named. The "
            "earlier file stays in the archive. Other files are added to the item."
        ),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy(
                "A colleague has changed this picture meanwhile. Please look again."
            )
        },
    )
    masks_checked = forms.BooleanField(
        label=gettext_lazy("I have looked: nothing in the new picture needs hiding."),
        required=False,
    )
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=200,
        widget=forms.TextInput(attrs={"data-key": "t"}),
    )
    description = forms.CharField(
        label=gettext_lazy("What is seen"),
        widget=forms.Textarea(attrs=WORDS_ROWS),
        required=False,
    )
    story = forms.CharField(
        label=gettext_lazy("Story"),
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of these words"),
        choices=Contribution._meta.get_field("language").choices,
    )
    date_said = forms.CharField(
        label=gettext_lazy("When, in words"), max_length=120, required=False
    )
    date_reason = forms.CharField(
        label=gettext_lazy("How do we know?"), max_length=200, required=False
    )
    place = forms.ModelChoiceField(
        label=gettext_lazy("Place"),
        queryset=Place.objects.none(),
        empty_label=pgettext_lazy("place", "Not known"),
        required=False,
    )
    place_said = forms.CharField(
        label=gettext_lazy("Where, in words"), max_length=200, required=False
    )
    people = forms.CharField(
        label=gettext_lazy("People of the catalogue"),
        help_text=gettext_lazy(
            "One name a line, as in the catalogue. The living are shown by initials."
        ),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    creator = forms.CharField(
        label=gettext_lazy("Author"), max_length=200, required=False
    )
    credit_line = forms.CharField(
        label=gettext_lazy("Credit"), max_length=200, required=False
    )
    rights = forms.ChoiceField(label=gettext_lazy("Rights"), choices=Rights.choices)
    sensitive = forms.ChoiceField(
        label=gettext_lazy("Cover the picture until a visitor opens it"),
        choices=[("", gettext_lazy("No, show it")), *Sensitive.choices],
        required=False,
    )
    subjects = forms.MultipleChoiceField(
        label=gettext_lazy("Subjects"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    visible_from = forms.DateTimeField(
        label=gettext_lazy("Show it from"),
        help_text=gettext_lazy(
            "Empty: at once. Until then it waits hidden, and the giver is told the day."
        ),
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
        ),
        required=False,
        error_messages={
            "invalid": gettext_lazy(
                "Please write a day and a time, for example 2026-12-24 10:00."
            )
        },
    )
    incomplete_ok = forms.BooleanField(
        label=gettext_lazy("Publish although incomplete"),
        help_text=gettext_lazy(
            "A part of a file is missing. Visitors are told so beside the picture."
        ),
        required=False,
    )

    def __init__(self, *args, contribution: Contribution, user, files: int, **kwargs):
        self.contribution, self.user, self.file_count = contribution, user, files
        self.extended: Item | None = None
        self.about: Item | None = None
        self.replacements: list[Replacement] = []
        self._places = replacing.places(contribution, user=user)
        self.date = dates.unknown()
        self.comparison = compare(contribution, data=args[0] if args else None)
        may_take = user.has_perm("history.change_item")
        self.taking = self.comparison if may_take else None
        kwargs.setdefault("initial", starting_words(contribution))
        super().__init__(*args, auto_id="publish_%s", **kwargs)
        self.fields["how"].choices = _ways(contribution, files)
        self.fields["replaced"].choices = [
            (key, place.label) for key, place in self._places.items()
        ]
        self.fields["replaced"].initial = [
            key for key, place in self._places.items() if place.is_likely
        ]
        likely = any(place.is_likely for place in self._places.values())
        if likely and self.initial.get("how") == ONE:
            self.initial["how"] = REPLACE
        if files:
            self.fields["how"].help_text = gettext_lazy(
                "Added to an item that we have, only the pictures come along: its own "
                "words stay."
            )
        if not contribution.attachments.filter(master__is_incomplete=True).exists():
            del self.fields["incomplete_ok"]
        self.fields["place"].queryset = Place.objects.order_by("name", "pk")
        self._subjects = {
            str(subject.pk): subject
            for subject in Subject.objects.order_by("name", "pk")
        }
        self.fields["subjects"].choices = [
            (pk, subject.name) for pk, subject in self._subjects.items()
        ]
        self.marked = list(marked_words(contribution).values())
        self.offer_collections()

    @property
    def way_to_add(self) -> str:
        """How something is added to an item where nothing else was said."""
        ways = [way for way, _label in self.fields["how"].choices]
        return next((way for way in (EXTEND, MEMORY) if way in ways), ways[0])

    @property
    def asks_about_masks(self) -> bool:
        """Whether a picture that could be replaced hides something."""
        return bool(self["masks_checked"].errors) or any(
            place.hides for place in self._places.values()
        )

    def clean_date_said(self) -> str:
        """Understand the words; the interval is kept in `date`.

        The resident's own words may stand although we do not understand them.
        """
        said = self.cleaned_data["date_said"].strip()
        if said:
            try:
                self.date = periods.understand(
                    said, language=self.contribution.language
                )
            except dates.NotADate as error:
                if error.code in IMPOSSIBLE or said != self.contribution.date_said:
                    raise forms.ValidationError(str(error)) from error
        return said

    def clean_visible_from(self):
        """Refuse a moment that is over: it would publish at once by mistake."""
        moment = self.cleaned_data["visible_from"]
        if moment is not None and moment <= timezone.now():
            raise forms.ValidationError(
                _("This moment is over. Leave it empty to publish at once.")
            )
        return moment

    def clean_people(self) -> tuple[Person, ...]:
        """Find the people named; a name we do not have is said."""
        names = [" ".join(line.split()) for line in self.data_lines("people")]
        found = people_named(names)
        unknown = [name for name in names if name.casefold() not in found]
        if unknown:
            raise forms.ValidationError(
                _(
                    "We have nobody called “%(name)s”. Write the name as in the "
                    "catalogue, or leave it out."
                )
                % {"name": unknown[0]}
            )
        return tuple(
            {
                found[name.casefold()].pk: found[name.casefold()] for name in names
            }.values()
        )

    def data_lines(self, name: str) -> list[str]:
        """Give the lines of a field that say something."""
        return [line for line in self.cleaned_data[name].splitlines() if line.strip()]

    def clean_subjects(self) -> tuple[Subject, ...]:
        """Give the subjects themselves."""
        return tuple(self._subjects[pk] for pk in self.cleaned_data["subjects"])

    def clean(self) -> dict:
        """Find the item to add to, or the pictures to replace, where that was chosen."""
        cleaned = super().clean()
        how, words = cleaned.get("how"), cleaned.get("extend", "")
        if how in (EXTEND, MEMORY) or (how == REPLACE and words.strip()):
            self.extended = item_named(words, user=self.user)
            if self.extended is None:
                self.add_error("extend", _("There is no such item. Please look again."))
        if how == REPLACE and not self.errors:
            try:
                self.replacements = replacing.chosen(
                    [self._places[key] for key in cleaned["replaced"]],
                    contribution=self.contribution,
                    item=self.extended,
                )
            except replacing.Unclear as unclear:
                self.add_error("replaced", unclear.sentence)
            self.extended = None
        if self.taking is not None and how == EXTEND:
            self._join_taking()
        if how == MEMORY:
            self.about, self.extended = self.extended, None
        self.refuse_unclear_places()
        return cleaned

    def _join_taking(self) -> None:
        """Want each proposal decided, of the item that the correction is about."""
        if not self.taking.is_valid():
            for errors in self.taking.errors.values():
                self.add_error(None, errors)
        elif self.extended is not None and self.extended != self.taking.item:
            self.add_error(
                "extend",
                _("This correction is about %(reference)s. Its words go there.")
                % {"reference": self.taking.item.reference},
            )

    def taken(self) -> Taken | None:
        """Give what goes from a correction into its item."""
        return self.taking.taken() if self.taking is not None else None

    def words(self) -> Description:
        """Give the words and facts as the archive takes them."""
        cleaned = self.cleaned_data
        same = (
            "title", "language", "description", "story", "date_said", "date_reason",
            "place", "place_said", "creator", "credit_line", "rights", "sensitive",
            "people", "subjects",
        )  # fmt: skip
        return described(
            self.contribution,
            date_edtf=self.date.edtf,
            date_earliest=self.date.earliest,
            date_latest=self.date.latest,
            about=self.about or self.contribution.about_item,
            **{name: cleaned[name] for name in same},
        )


def _ways(contribution: Contribution, files: int) -> list[tuple[str, str]]:
    ways = [(ONE, _("one item"))]
    if files > 1:
        ways.append((EACH, _("one item for each picture")))
    if contribution.kind == Contribution.Kind.CORRECTION:
        ways = []
    if contribution.kind in (Contribution.Kind.MEMORY, Contribution.Kind.AUDIO):
        ways.append((MEMORY, _("a memory about an item that we have")))
    if files or contribution.kind == Contribution.Kind.CORRECTION:
        ways.append((EXTEND, _("another view, added to an item that we have")))
    if files:
        ways.append((REPLACE, _("a better scan, in the place of a picture")))
    return ways
