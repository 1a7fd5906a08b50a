"""Places, people and subjects: everything that the archive has around one of them."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import DetailView

from history import citing, facts
from history import presenting as words
from history.models import Item, Person, Place, Subject

SHOWN = 60


class _Around(DetailView):
    """A thing with a name, and the pictures that belong to it through the years."""

    facet = ""

    def get_context_data(self, **kwargs) -> dict:
        row = self.object
        items = self.items().in_time().with_cover()[: SHOWN + 1]
        cards = words.cards(items)
        crumbs = self.crumbs()
        return super().get_context_data(
            **kwargs,
            crumbs=crumbs,
            cards=cards[:SHOWN],
            count=words.count_of(len(cards)) if len(cards) <= SHOWN else "",
            has_more=len(cards) > SHOWN,
            all_url=f"{reverse('history:item_list')}?{self.facet}={row.slug}&sort=oldest",
            lang=words.language_of(row, "name"),
            canonical=citing.absolute(self.request.path),
            data=citing.data_block(citing.crumbs_schema(crumbs)),
        )

    def items(self):
        return Item.objects.published().filter(**{self.many: self.object})

    def crumbs(self) -> list[dict]:
        catalogue = reverse("history:item_list")
        return [
            {"label": _("Photos and memories"), "url": catalogue},
            {"label": self.name()},
        ]

    def name(self) -> str:
        return self.object.name


class PlaceDetail(_Around):
    """A place: all its names with years, what it is in, its pictures through time."""

    template_name = "history/place.html"
    context_object_name = "place"
    queryset = Place.objects.select_related("parent").prefetch_related("names")
    facet = "place"

    def items(self):
        inside = [child.pk for child in self.children]
        return Item.objects.published().filter(place__in=[self.object.pk, *inside])

    def get_context_data(self, **kwargs) -> dict:
        self.children = list(self.object.children.order_by("name", "pk"))
        return super().get_context_data(
            **kwargs,
            names=facts.names_through_time(self.object),
            note_lang=words.language_of(self.object, "note"),
            children=[
                {"label": child.name, "url": child.get_absolute_url()}
                for child in self.children
            ],
        )

    def crumbs(self) -> list[dict]:
        steps = super().crumbs()
        parent = self.object.parent
        if parent:
            step = {"label": parent.name, "url": parent.get_absolute_url()}
            steps.insert(1, step)
        return steps


class PersonDetail(_Around):
    """A person of the past; the living have no page."""

    template_name = "history/person.html"
    context_object_name = "person"
    facet, many = "person", "people"

    def get_queryset(self):
        return Person.objects.filter(is_living=False)

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(
            **kwargs,
            years=facts.years_of(self.object),
            note_lang=words.language_of(self.object, "note"),
            other_names=self.object.other_names.split("\n"),
        )


class SubjectDetail(_Around):
    """A word of the vocabulary and what is described by it."""

    template_name = "history/subject.html"
    context_object_name = "subject"
    model = Subject
    facet, many = "subject", "subjects"
