"""The lists of posts: all or one kind, a tag, an author, a year, a month."""

from datetime import date

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from history import citing
from history.presenting import language_of
from news import month, presenting, when
from news.models import Post, Tag

POSTS_ON_PAGE = 12


class _Posts(TemplateView):
    """Posts page by page."""

    template_name = "news/post_list.html"

    def context(self, found, *, here: str, query: str = "", **more) -> dict:
        """Give what all lists share: teasers, the ways onward, all months."""
        number = self.request.GET.get("page", "1")
        page = _page(Paginator(found.with_cover(), POSTS_ON_PAGE), number)
        onward = f"?{query}&page=" if query else "?page="
        first = f"{here}?{query}" if query else here
        canonical = first if page.number == 1 else f"{here}{onward}{page.number}"
        return super().get_context_data(
            posts=[presenting.teaser(post) for post in page],
            next_url=f"{onward}{page.number + 1}" if page.has_next() else "",
            previous_url=f"{onward}{page.number - 1}" if page.has_previous() else "",
            page=page,
            canonical=citing.absolute(canonical),
            feed_url=reverse("news:feed"),
            feed_title=_("News"),
            **more,
        )


class PostList(_Posts):
    """Posts of all kinds or of one; what is pinned first, then the newest."""

    def get(self, request, *args, **kwargs):
        kind = request.GET.get("kind", "")
        if kind and kind not in Post.Kind.values:
            context = {"sentence": _("We do not have this kind of news.")}
            return self.render_to_response(context, status=400)
        found = Post.objects.listed().pinned_first()
        context = self.context(
            found.filter(kind=kind) if kind else found.news(),
            here=reverse("news:post_list"),
            query=f"kind={kind}" if kind else "",
            kinds=_kinds(kind),
            heading=Post.Kind(kind).label if kind else _("News"),
            years=presenting.years(Post.objects.listed().news().by_month()),
        )
        if kind and kind != Post.Kind.PAGE:
            context["feed_url"] = reverse("news:kind_feed", args=[kind])
            context["feed_title"] = _("News: %(tag)s") % {"tag": context["heading"]}
        return self.render_to_response(context)


class _Found(_Posts):
    """Posts of one tag or time; where there is none, there is no such page."""

    def get(self, request, *args, **kwargs):
        context = self.read(**kwargs)
        if not context["posts"]:
            raise Http404
        return self.render_to_response(context)

    def posts(self):
        return Post.objects.listed().news().newest_first()


class TaggedPosts(_Found):
    """Posts with one tag, the newest first."""

    def read(self, slug: str) -> dict:
        tag = get_object_or_404(Tag, slug=slug)
        return self.context(
            self.posts().filter(tags=tag),
            here=tag.get_absolute_url(),
            crumbs=_crumbs({"label": tag.name}),
            eyebrow=_("Posts about"),
            heading=tag.name,
            heading_lang=language_of(tag, "name"),
        ) | {
            "feed_url": reverse("news:tag_feed", args=[tag.slug]),
            "feed_title": _("News: %(tag)s") % {"tag": tag.name},
        }


class AuthoredPosts(_Found):
    """All that one person wrote and anybody may read, the newest first."""

    def read(self, name: str) -> dict:
        if not name.isprintable():
            raise Http404
        return self.context(
            Post.objects.published().signed_by(name).newest_first(),
            here=reverse("news:author", args=[name]),
            crumbs=_crumbs({"label": name}),
            eyebrow=_("Written by"),
            heading=name,
        )


class YearOfPosts(_Found):
    """Posts of one year, with the ways to its months."""

    def read(self, year: int) -> dict:
        found = self.posts().filter(published_at__year=year)
        return self.context(
            found,
            here=reverse("news:year", args=[year]),
            crumbs=_crumbs({"label": str(year)}),
            heading=_("News of %(year)s") % {"year": year},
            months=presenting.months(found.by_month()),
        )


class MonthOfPosts(_Found):
    """Posts of one month."""

    def read(self, year: int, month_number: int) -> dict:
        first = date(year, month_number, 1)
        start, end = month.span(first)
        return self.context(
            self.posts().filter(published_at__gte=start, published_at__lt=end),
            here=reverse("news:month", args=[year, month_number]),
            crumbs=_crumbs(
                {"label": str(year), "url": reverse("news:year", args=[year])},
                {"label": presenting.month_name(first)},
            ),
            heading=_("News: %(month)s") % {"month": when.month(first, within=True)},
        )


def _page(paginator: Paginator, number: str):
    if not number.isascii() or not number.isdigit() or len(number) > 6:
        raise Http404
    if not 1 <= int(number) <= paginator.num_pages:
        raise Http404
    return paginator.page(int(number))


def _crumbs(*steps: dict) -> list[dict]:
    return [{"label": _("News"), "url": reverse("news:post_list")}, *steps]


def _kinds(chosen: str) -> list[dict]:
    here = reverse("news:post_list")
    everything = {"label": _("All news"), "url": here, "chosen": not chosen}
    kinds = [
        {"label": label, "url": f"{here}?kind={value}", "chosen": value == chosen}
        for value, label in Post.Kind.choices
    ]
    return [everything, *kinds]
