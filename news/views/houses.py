"""The houses of the library: all of them, and one with its hours, its way in, its events."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import DetailView, TemplateView

from history import citing, nearby
from history.presenting import if_foreign, language_of, url_of
from news import announcing, houses, library, library_schema, presenting
from news.models import Branch, Event

EVENTS_SHOWN = 4
EVENTS_READ = 100


class BranchList(TemplateView):
    """Every house with today's hours."""

    template_name = "news/branch_list.html"

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(
            houses=houses.all_of_them(at=timezone.localtime()),
            crumbs=[library_crumb(), {"label": _("Hours and addresses")}],
            canonical=citing.absolute(reverse("news:branch_list")),
            **kwargs,
        )


class BranchDetail(DetailView):
    """One house of the library."""

    template_name = "news/branch.html"
    context_object_name = "branch"

    def get_queryset(self):
        return Branch.objects.select_related("place").with_week().with_cover()

    def get_context_data(self, **kwargs) -> dict:
        branch, at = self.object, timezone.localtime()
        table = houses.timetables([branch], at=at)[branch.pk]
        picture = presenting.picture(branch)
        point = _point(branch)
        return super().get_context_data(
            **kwargs,
            crumbs=[
                library_crumb(),
                {"label": _("Hours and addresses"), "url": reverse("news:branch_list")},
                {"label": branch.name},
            ],
            name_lang=language_of(branch, "name"),
            facts=_facts(branch),
            state=houses.state(table, at=at) if table.is_known else None,
            week=houses.week(table, at=at) if table.is_known else [],
            special=houses.special_days(table, at=at),
            access=houses.access(branch),
            access_note=library.spoken(branch, "access_note"),
            picture=picture,
            picture_title=branch.cover.title if picture else "",
            picture_lang=if_foreign(branch.cover.language) if picture else "",
            picture_url=url_of(branch.cover) if picture else "",
            share_image=citing.share_image(branch.cover) if picture else None,
            drawing=nearby.map_of_point(*point) if point else None,
            place=branch.place,
            place_lang=language_of(branch.place, "name") if branch.place else "",
            events=_events(branch, at),
            canonical=citing.absolute(branch.get_absolute_url()),
            data=citing.data_block(library_schema.branch(branch, table, point=point)),
        )


def library_crumb() -> dict:
    """Lead to the page on which all of the library begins."""
    return {"label": _("The library"), "url": reverse("news:library")}


def _point(branch: Branch) -> tuple[float, float] | None:
    for row in (branch, branch.place):
        if row and row.latitude is not None:
            return row.latitude, row.longitude
    return None


def _facts(branch: Branch) -> list[dict]:
    address = f"{branch.address}, {settings.CITY_NAME}"
    lang = language_of(branch, "address")
    found = [{"term": _("Address"), "value": address, "lang": lang}]
    if branch.phone:
        url = houses.phone_url(branch.phone)
        found.append({"term": _("Telephone"), "value": branch.phone, "url": url})
    if branch.email:
        url = f"mailto:{branch.email}"
        found.append({"term": _("E-mail"), "value": branch.email, "url": url})
    return found


def _events(branch: Branch, at) -> list[dict]:
    rows = Event.objects.published().to_come(at=at).with_branch().by_start()
    pairs = announcing.soonest(rows.filter(branch=branch)[:EVENTS_READ], at=at)
    return [
        announcing.teaser(event, one, under="month")
        for one, event in pairs[:EVENTS_SHOWN]
    ]
