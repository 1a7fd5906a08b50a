"""The events: what is to come, one month as a calendar, past years, one event."""

import hashlib
from datetime import date, datetime

from django.conf import settings
from django.db.models import Max, Min
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import DetailView, TemplateView

from history import citing, nearby
from history.presenting import if_foreign, language_of, url_of
from news import (
    announcing,
    bringing,
    event_schema,
    ics,
    month,
    occurring,
    presenting,
    when,
)
from news.models import Event

SHOWN = 200
MORE_SHOWN = 3


class EventList(TemplateView):
    """What is to come; one month as a calendar; the events of a past year."""

    template_name = "news/event_list.html"

    def get(self, request, *args, **kwargs):
        given = request.GET
        self.at = timezone.localtime()
        if "month" in given:
            first = month.read(given["month"])
            if first is None:
                return self.refuse(
                    _("We do not know this month. Write it like 2026-12.")
                )
            return self.render_to_response(self.calendar(first))
        if "year" in given:
            year = given["year"]
            if not (year.isascii() and year.isdigit() and len(year) == 4):
                return self.refuse(_("We do not know this year. Write it like 2026."))
            return self.render_to_response(self.past(int(year)))
        return self.render_to_response(self.to_come())

    def canonical(self, query: str = "") -> str:
        return citing.absolute(reverse("news:event_list") + query)

    def refuse(self, sentence: str):
        context = {"sentence": sentence, "heading": _("Events")}
        return self.render_to_response(context, status=400)

    def events(self):
        return Event.objects.published().with_branch().by_start()

    def to_come(self) -> dict:
        rows = self.events().to_come(at=self.at)[:SHOWN]
        pairs = announcing.soonest(rows, at=self.at)
        return self.context(
            "to_come",
            canonical=self.canonical(),
            heading=_("Events"),
            groups=announcing.by_month(pairs, at=self.at),
        )

    def calendar(self, first: date) -> dict:
        start, end = month.span(first)
        pairs = month.times(self.events().between(start, end)[:SHOWN], first)
        weeks = month.weeks(pairs, first, today=self.at.date())
        context = self.context(
            "month",
            canonical=self.canonical(f"?month={first:%Y-%m}"),
            first=first,
            heading=_("Events: %(month)s") % {"month": when.month(first, within=True)},
            month=when.month(first),
            weeks=weeks,
            weekdays=month.weekdays(),
            days=[day for week in weeks for day in week if day and day["events"]],
        )
        earliest, latest = self.reach
        return context | {
            "previous": _step(month.before(first), earliest, latest),
            "next": _step(month.after(first), earliest, latest),
        }

    def past(self, year: int) -> dict:
        rows = self.events().past(at=self.at).filter(starts_at__year=year)
        pairs = [
            (occurring.every(row, even_skipped=True)[0], row) for row in rows[:SHOWN]
        ]
        if not pairs:
            raise Http404
        return self.context(
            "past",
            canonical=self.canonical(f"?year={year}"),
            heading=_("Events of %(year)s") % {"year": year},
            year=year,
            groups=announcing.by_months_past(pairs),
        )

    def context(self, look: str, **more) -> dict:
        """Give what all three share: the ways between them."""
        found = Event.objects.published()
        ends = found.aggregate(first=Min("starts_at"), last=Max("over_at"))
        today = self.at.date().replace(day=1)
        self.reach = tuple(
            timezone.localdate(moment).replace(day=1) if moment else today
            for moment in ends.values()
        )
        dates = found.past(at=self.at).dates("starts_at", "year", order="DESC")
        self.years = [day.year for day in dates]
        return super().get_context_data(
            look=look,
            views=self.ways(look, more.get("first", today)),
            years=[{"year": year, "url": f"?year={year}"} for year in self.years],
            feed_url=citing.absolute(reverse("news:calendar")),
            **more,
        )

    def ways(self, look: str, first: date) -> list[dict]:
        here = reverse("news:event_list")
        ways = [
            {"label": _("To come"), "url": here, "chosen": look == "to_come"},
            {
                "label": _("Calendar"),
                "url": announcing.month_url(first),
                "chosen": look == "month",
            },
        ]
        if self.years:
            past = {"url": f"{here}?year={self.years[0]}", "chosen": look == "past"}
            ways.append({"label": _("Past events")} | past)
        return ways


def _step(first: date, earliest: date, latest: date) -> dict | None:
    """Give the way to another month, as far as there is anything."""
    if not earliest <= first <= latest:
        return None
    return {"url": announcing.month_url(first), "label": when.month(first)}


class EventDetail(DetailView):
    """One event; drafts only for editors."""

    template_name = "news/event.html"
    context_object_name = "event"

    def get_queryset(self):
        found = Event.objects.visible_to(self.request.user)
        return found.with_branch().with_cover()

    def render_to_response(self, context, **kwargs):
        response = super().render_to_response(context, **kwargs)
        if not context["is_public"]:
            add_never_cache_headers(response)
        return response

    def get_context_data(self, **kwargs) -> dict:
        event, at = self.object, timezone.localtime()
        picture = presenting.picture(event)
        place, point = announcing.place_of(event), announcing.point_of(event)
        coverage = list(event.coverage.published().newest_first().with_cover())
        return super().get_context_data(
            **kwargs,
            crumbs=[
                {"label": _("Events"), "url": reverse("news:event_list")},
                {"label": event.title},
            ],
            status=announcing.status(event),
            is_over=event.over_at <= at,
            facts=announcing.facts(event, at=at),
            next_times=announcing.next_times(event, at=at),
            days_off=announcing.days_off(event, at=at),
            body=presenting.body(event),
            may_write=self.request.user.has_perm("news.change_event"),
            title_lang=language_of(event, "title"),
            summary_lang=language_of(event, "summary"),
            picture=picture,
            picture_title=event.cover.title if picture else "",
            picture_lang=if_foreign(event.cover.language) if picture else "",
            picture_url=url_of(event.cover) if picture else "",
            share_image=citing.share_image(event.cover) if picture else None,
            drawing=nearby.map_of_point(*point) if point else None,
            map_label=announcing.where_short(event),
            place=place,
            place_lang=language_of(place, "name") if place else "",
            coverage=[presenting.teaser(post) for post in coverage],
            more=_more(event, at),
            brought=bringing.told(event),
            may_bring=bringing.is_asked_for(event, at=at),
            canonical=citing.absolute(event.get_absolute_url()),
            data=citing.data_block(event_schema.event(event, at=at)),
            is_public=event.is_public,
        )


def _more(event: Event, at: datetime) -> list[dict]:
    """Give what else is to come, the soonest."""
    rows = Event.objects.published().to_come(at=at).with_branch().by_start()
    pairs = announcing.soonest(rows.exclude(pk=event.pk)[:SHOWN], at=at)
    return [
        announcing.teaser(other, one, under="month")
        for one, other in pairs[:MORE_SHOWN]
    ]


@require_safe
def whole_calendar(request) -> HttpResponse:
    """Give all events of the last year and those to come to calendars."""
    found = Event.objects.published().to_come(at=ics.moment()).with_branch().by_start()
    name = _("%(library)s: events") % {"library": settings.LIBRARY_NAME}
    return _calendar(request, ics.calendar(found, name=name))


@require_safe
def one_calendar(request, slug: str) -> HttpResponse:
    """Give one event as a file that a calendar takes in."""
    event = get_object_or_404(Event.objects.published().with_branch(), slug=slug)
    response = _calendar(request, ics.calendar([event]))
    response["Content-Disposition"] = f'attachment; filename="{event.slug}.ics"'
    return response


def _calendar(request, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    etag = f'W/"{hashlib.sha256(content).hexdigest()[:32]}"'
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response)
