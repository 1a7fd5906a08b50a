"""The forms of the moderators' desk: what is published, asked, declined or noted."""

from functools import reduce
from operator import or_

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from contributions import replacing, rights
from contributions.drafting import IMPOSSIBLE
from contributions.models import Contribution
from contributions.rights import TakenBy
from contributions.states import Reason
from contributions.workflow import Replacement
from history import dates
from history.converters import ReferenceConverter
from history.models import Collection, Item, Person, Place, Subject
from history.names import credit
from history.publishing import Description
from history.rights import Rights

KINDS = {
    Contribution.Kind.PHOTOS: Item.Kind.PHOTO,
    Contribution.Kind.DOCUMENT: Item.Kind.DOCUMENT,
    Contribution.Kind.MEMORY: Item.Kind.MEMORY,
    Contribution.Kind.AUDIO: Item.Kind.AUDIO,
    Contribution.Kind.CORRECTION: Item.Kind.MEMORY,
}
ONE, EACH, EXTEND, REPLACE = "one", "each", "extend", "replace"
WORDS_ROWS = {"rows": 3}


class PublishForm(forms.Form):
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
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
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
    subjects = forms.MultipleChoiceField(
        label=gettext_lazy("Subjects"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    collections = forms.MultipleChoiceField(
        label=gettext_lazy("Collections"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    entry_note = forms.CharField(
        label=gettext_lazy("Note beside it in the collection"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )

    incomplete_ok = forms.BooleanField(
        label=gettext_lazy("Publish although incomplete"),
        help_text=gettext_lazy(
            "A part of a file is missing. Visitors are told so beside the picture."
        ),
        required=False,
    )

    def __init__(self, *args, contribution: Contribution, user, files: int, **kwargs):
        self.contribution, self.user = contribution, user
        self.extended: Item | None = None
        self.replacements: list[Replacement] = []
        self._places = replacing.places(contribution, user=user)
        self.date = dates.unknown()
        kwargs.setdefault("initial", starting_words(contribution))
        super().__init__(*args, auto_id="publish_%s", **kwargs)
        self.fields["how"].choices = _ways(contribution, files)
        self.fields["replaced"].choices = [
            (key, place.label) for key, place in self._places.items()
        ]
        self.fields["replaced"].initial = [
            key for key, place in self._places.items() if place.is_likely
        ]
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
        self._collections = {}
        self.fields["collections"].choices = self._tree()

    @property
    def asks_about_masks(self) -> bool:
        """Whether a picture that could be replaced hides something."""
        return bool(self["masks_checked"].errors) or any(
            place.hides for place in self._places.values()
        )

    def _tree(self) -> list[tuple[str, str]]:
        """List the collections as a tree: parts follow the whole, set in."""
        children: dict[int | None, list[Collection]] = {}
        for collection in Collection.objects.visible_to(self.user).in_order():
            self._collections[str(collection.pk)] = collection
            children.setdefault(collection.parent_id, []).append(collection)
        choices: list[tuple[str, str]] = []

        def grow(parent: int | None, depth: int) -> None:
            for collection in children.pop(parent, []):
                choices.append((str(collection.pk), f"{'— ' * depth}{collection}"))
                grow(collection.pk, depth + 1)

        grow(None, 0)
        while children:  # parts of what this person may not see
            grow(next(iter(children)), 0)
        return choices

    def clean_date_said(self) -> str:
        """Understand the words; the interval is kept in `date`.

        The resident's own words may stand although we do not understand them.
        """
        said = self.cleaned_data["date_said"].strip()
        if said:
            try:
                self.date = dates.parse(said, language=self.contribution.language)
            except dates.NotADate as error:
                if error.code in IMPOSSIBLE or said != self.contribution.date_said:
                    raise forms.ValidationError(str(error)) from error
        return said

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

    def clean_collections(self) -> list[Collection]:
        """Give the collections themselves."""
        return [self._collections[pk] for pk in self.cleaned_data["collections"]]

    def clean(self) -> dict:
        """Find the item to add to, or the pictures to replace, where that was chosen."""
        cleaned = super().clean()
        how, words = cleaned.get("how"), cleaned.get("extend", "")
        if how == EXTEND or (how == REPLACE and words.strip()):
            self.extended = find_item(words, user=self.user)
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
        return cleaned

    def words(self) -> Description:
        """Give the words and facts as the archive takes them."""
        cleaned, gift = self.cleaned_data, self.contribution
        return Description(
            kind=KINDS[gift.kind],
            title=cleaned["title"],
            language=cleaned["language"],
            description=cleaned["description"],
            story=cleaned["story"],
            date_said=cleaned["date_said"],
            date_edtf=self.date.edtf,
            date_earliest=self.date.earliest,
            date_latest=self.date.latest,
            date_reason=cleaned["date_reason"],
            place=cleaned["place"],
            place_said=cleaned["place_said"],
            latitude=gift.latitude,
            longitude=gift.longitude,
            bearing=gift.bearing,
            about=gift.about_item,
            creator=cleaned["creator"],
            credit_line=cleaned["credit_line"],
            rights=cleaned["rights"],
            people=cleaned["people"],
            subjects=cleaned["subjects"],
        )


class AskForm(forms.Form):
    """A question to the resident."""

    note = forms.CharField(
        label=gettext_lazy("What would you like to know?"),
        help_text=gettext_lazy("It is mailed in your words, with a link to answer."),
        widget=forms.Textarea(attrs=WORDS_ROWS),
        max_length=4000,
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, auto_id="ask_%s", **kwargs)


class DeclineForm(forms.Form):
    """Why it is not taken; the resident reads it."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why do we not take it?"),
        widget=forms.RadioSelect,
        choices=Reason.choices,
        error_messages={"required": gettext_lazy("Please choose a reason.")},
    )
    note = forms.CharField(
        label=gettext_lazy("In your own words"),
        help_text=gettext_lazy("A kind sentence helps: somebody looked in an album."),
        widget=forms.Textarea(attrs=WORDS_ROWS),
        max_length=4000,
        required=False,
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, auto_id="decline_%s", **kwargs)


class NoteForm(forms.Form):
    """Words that only colleagues read."""

    body = forms.CharField(
        label=gettext_lazy("A note for colleagues"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=4000,
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, auto_id="note_%s", **kwargs)


class TakeDownForm(forms.Form):
    """Why something published goes."""

    reason = forms.CharField(
        label=gettext_lazy("Why is it taken down?"),
        help_text=gettext_lazy(
            "Everyone can read it where the item was. Name no person."
        ),
        max_length=300,
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, auto_id="take_down_%s", **kwargs)


class KeepForm(forms.Form):
    """Why something published stays although its giver asked."""

    note = forms.CharField(
        label=gettext_lazy("Why does it stay?"),
        widget=forms.Textarea(attrs=WORDS_ROWS),
        max_length=4000,
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, auto_id="keep_%s", **kwargs)


class ReopenForm(forms.Form):
    """A word for the record when something is taken up again."""

    note = forms.CharField(
        label=gettext_lazy("Why again?"), max_length=300, required=False
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, auto_id="reopen_%s", **kwargs)


def starting_words(contribution: Contribution) -> dict:
    """Fill in the fields to publish from what was sent."""
    named = credit(contribution.name, contribution.credit)
    author = contribution.author_name
    if contribution.taken_by == TakenBy.ME:
        author = named
    about = contribution.about_item
    said = contribution.people_said.replace(";", ",").replace("\n", ",").split(",")
    people = people_named([" ".join(name.split()) for name in said])
    return {
        "how": EXTEND if contribution.kind == Contribution.Kind.CORRECTION else ONE,
        "extend": about.reference if about else "",
        "title": contribution.title,
        "story": contribution.story,
        "language": contribution.language,
        "date_said": contribution.date_said,
        "place": contribution.place_id,
        "place_said": contribution.place_said,
        "people": "\n".join(dict.fromkeys(person.name for person in people.values())),
        "creator": author,
        "credit_line": named,
        "rights": contribution.rights,
        "collections": [str(contribution.collection_id)]
        if contribution.collection_id
        else [],
    }


def rights_doubt(contribution: Contribution) -> str:
    """Say why the rights deserve a second look, or nothing."""
    if not rights.is_doubtful(contribution.rights, contribution.taken_by):
        return ""
    return _("Worked out from the answers, and not certain. Please look twice.")


def date_echo(contribution: Contribution) -> str:
    """Say how the resident's date was understood; empty when it was not."""
    if not contribution.date_said or not contribution.date_edtf:
        return ""
    return dates.display(
        contribution.date_earliest,
        contribution.date_latest,
        contribution.date_edtf,
        get_language() or "uk",
    )


def people_named(names: list[str]) -> dict[str, Person]:
    """Find people of the catalogue by exactly these names, in any of our languages."""
    wanted = {name.casefold() for name in names if name}
    if not wanted:
        return {}
    spelled = {form for name in names if name for form in (name, name.title())}
    columns = [f"name_{code}" for code, _label in settings.LANGUAGES]
    same = reduce(or_, (Q(**{f"{column}__in": spelled}) for column in columns))
    found = {}
    for person in Person.objects.filter(same).order_by("-pk"):
        for column in columns:
            found[(getattr(person, column) or "").casefold()] = person
    return {name: person for name, person in found.items() if name in wanted}


def find_item(words: str, *, user) -> Item | None:
    """Find an item by its reference, its number or its address."""
    for part in reversed(words.strip().strip("/").split("/")):
        try:
            pk = ReferenceConverter().to_python(part.strip().upper())
        except ValueError:
            continue
        return Item.objects.visible_to(user).filter(pk=pk).first()
    return None


def _ways(contribution: Contribution, files: int) -> list[tuple[str, str]]:
    ways = [(ONE, _("one item"))]
    if files > 1:
        ways.append((EACH, _("one item for each picture")))
    if contribution.kind == Contribution.Kind.CORRECTION:
        ways = []
    ways.append((EXTEND, _("a part of an item that we have")))
    if files:
        ways.append((REPLACE, _("a better scan, in the place of a picture")))
    return ways
