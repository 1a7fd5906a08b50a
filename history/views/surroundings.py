"""Places, people and subjects: everything that the archive has around one of them."""

from django.db.models import Count
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import DetailView

from history import addresses, citing, facts, nearby
from history import presenting as words
from history.atlas import looking
from history.eras import SHOWN, Era, eras
from history.models import Item, Person, Place, Spot, Subject
from history.search import query

READ = 3_000  # items of one page that are told decade by decade, each of them
SAMPLE = 1_000  # of more than these, about so many stand for all
RELATED = 12
LOOKED = 8


class _Around(DetailView):
    """A thing with a name, and the pictures that belong to it through the years."""

    facet = ""
    place = None

    def get(self, request, *args, **kwargs):
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            kind = self.facet
            now = addresses.find(kind, kwargs["slug"])
            if now is None or not self.get_queryset().filter(pk=now.pk).exists():
                raise
            return redirect(f"history:{kind}", now.slug, permanent=True)

    def get_context_data(self, **kwargs) -> dict:
        row = self.object
        found = self.dated()
        crumbs = self.crumbs()
        return super().get_context_data(
            **kwargs,
            crumbs=crumbs,
            eras=self.through_time(eras(found)),
            count=words.count_of(self.total),
            all_url=self.list_url(),
            timeline_url=f"{reverse('history:timeline')}?{self.facet}={row.slug}",
            lang=words.language_of(row, "name"),
            canonical=citing.absolute(self.request.path),
            data=citing.data_block([self.schema(), citing.crumbs_schema(crumbs)]),
        )

    def items(self):
        return Item.objects.published().filter(**{self.many: self.object})

    def dated(self) -> list[tuple[int, int, int]]:
        """Give (item, first year, last year) of all, or of some that stand for all."""
        years = "spot__first_year", "spot__last_year"
        rows = self.items().filter(spot__isnull=False).order_by()
        found = list(rows.values_list("pk", *years)[: READ + 1])
        self.is_whole = len(found) <= READ
        self.share, self.total = 1, len(found)
        if self.is_whole:
            return found
        ids, self.share, self.total = query.sample(
            {self.facet: self.object.pk}, size=SAMPLE
        )
        spots = Spot.objects.filter(pk__in=ids)
        return list(spots.values_list("pk", "first_year", "last_year"))

    def counted(self, era: Era) -> str:
        """Say how many there are of one time, and when that is an estimate."""
        number = len(era.ids) * self.share
        return words.spaced(number, is_estimate=not self.is_whole)

    def through_time(self, found: list[Era]) -> list[dict]:
        """Give each time with its first pictures and the way to all of them."""
        wanted = [pk for era in found for pk in era.ids[:SHOWN]]
        items = Item.objects.published().with_cover().in_bulk(wanted)
        return [
            {
                "key": era.key,
                "label": era.label,
                "then": self.place and era.name_of(self.place, words.language()),
                "count": self.counted(era),
                "cards": words.cards(items[p] for p in era.ids[:SHOWN] if p in items),
                "rest_url": self.list_url(era.period)
                if era.period and len(era.ids) * self.share > SHOWN
                else "",
            }
            for era in found
        ]

    def list_url(self, period: str = "") -> str:
        narrowed = f"?{self.facet}={self.object.slug}&sort=oldest"
        if period:
            narrowed += f"&period={period}"
        return reverse("history:item_list") + narrowed

    def crumbs(self) -> list[dict]:
        catalogue = reverse("history:item_list")
        return [
            {"label": _("Photos and memories"), "url": catalogue},
            {"label": self.object.name},
        ]

    def schema(self) -> dict:
        return citing.thing_schema(self.object, self.schema_type)

    def related_people(self) -> list[dict]:
        """Give those who stand on the same pictures, the most frequent first."""
        if not self.is_whole:
            return []
        others = Person.objects.filter(items__in=self.items(), is_living=False)
        if self.facet == "person":
            others = others.exclude(pk=self.object.pk)
        together = others.annotate(n=Count("items")).order_by("-n", "pk")
        return [words.person_words(person) for person in together[:RELATED]]

    def related(self, model, path: str) -> list[dict]:
        """Give places or subjects of the same pictures, the most frequent first."""
        if not self.is_whole:
            return []
        found = model.objects.filter(**{f"{path}__in": self.items()})
        if isinstance(self.object, model):
            found = found.exclude(pk=self.object.pk)
        together = found.annotate(n=Count("pk")).order_by("-n", "pk")
        address = f"history:{model._meta.model_name}"
        return [
            {"label": row.name, "url": reverse(address, args=[row.slug])}
            for row in together[:RELATED]
        ]


class PlaceDetail(_Around):
    """A place: its names, what it is in and near to, its pictures through time."""

    template_name = "history/place.html"
    context_object_name = "place"
    queryset = Place.objects.select_related("parent").prefetch_related("names")
    facet, schema_type = "place", "Place"

    def items(self):
        inside = [child.pk for child in self.children]
        return Item.objects.published().filter(place__in=[self.object.pk, *inside])

    def get_context_data(self, **kwargs) -> dict:
        self.place = place = self.object
        self.children = list(place.children.order_by("name", "pk"))
        context = super().get_context_data(
            **kwargs,
            names=facts.names_through_time(place),
            note_lang=words.language_of(place, "note"),
            children=[
                {"label": child.name, "url": child.get_absolute_url()}
                for child in self.children
            ],
            near=nearby.beside(place, but=self.children),
            drawing=nearby.small_map(place),
            map_url=f"{reverse('history:map')}?place={place.slug}",
            **self.lookers(),
        )
        return context | {"people": self.related_people()}

    def lookers(self) -> dict:
        """Give the pictures that were taken elsewhere and look here."""
        place = self.object
        if place.latitude is None or place.kind in nearby.TOO_WIDE:
            return {}
        ids = looking.lookers(place.latitude, place.longitude)
        from_elsewhere = Item.objects.published().exclude(
            place__in=[place.pk, *(child.pk for child in self.children)]
        )
        items = from_elsewhere.with_cover().in_bulk(ids[: 10 * LOOKED])
        shown = [items[pk] for pk in ids if pk in items][:LOOKED]
        spot = f"{place.latitude},{place.longitude}"
        return {
            "lookers": words.cards(shown),
            "lookers_url": f"{reverse('history:map')}?spot={spot}",
        }

    def crumbs(self) -> list[dict]:
        steps = super().crumbs()
        parent = self.object.parent
        if parent:
            step = {"label": parent.name, "url": parent.get_absolute_url()}
            steps.insert(1, step)
        return steps

    def schema(self) -> dict:
        return citing.place_schema(self.object)


class PersonDetail(_Around):
    """A person of the past; the living have no page."""

    template_name = "history/person.html"
    context_object_name = "person"
    facet, many, schema_type = "person", "people", "Person"

    def get_queryset(self):
        return Person.objects.filter(is_living=False)

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(
            **kwargs,
            years=facts.years_of(self.object),
            note_lang=words.language_of(self.object, "note"),
            other_names=[name for name in self.object.other_names.split("\n") if name],
        )
        return context | {
            "people": self.related_people(),
            "places": self.related(Place, "items"),
            "subjects": self.related(Subject, "items"),
        }


class SubjectDetail(_Around):
    """A word of the vocabulary and what is described by it."""

    template_name = "history/subject.html"
    context_object_name = "subject"
    model = Subject
    facet, many, schema_type = "subject", "subjects", "DefinedTerm"

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        return context | {
            "subjects": self.related(Subject, "items"),
            "places": self.related(Place, "items"),
        }
