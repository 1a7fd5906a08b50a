"""The news: a list by kinds and a reading page."""

from django.core.paginator import Paginator
from django.http import Http404
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.generic import DetailView, TemplateView

from history import citing
from history.presenting import if_foreign, language_of, url_of
from news import presenting, when
from news.models import Post

POSTS_ON_PAGE = 12
MORE_SHOWN = 3


class PostList(TemplateView):
    """Posts, newest first, of all kinds or of one."""

    template_name = "news/post_list.html"

    def get(self, request, *args, **kwargs):
        kind = request.GET.get("kind", "")
        if kind and kind not in Post.Kind.values:
            context = {"sentence": _("We do not have this kind of news.")}
            return self.render_to_response(context, status=400)
        return self.render_to_response(self.get_context_data(kind=kind))

    def get_context_data(self, *, kind: str, **kwargs) -> dict:
        found = Post.objects.published().newest_first().with_cover()
        found = found.filter(kind=kind) if kind else found.news()
        page = _page(Paginator(found, POSTS_ON_PAGE), self.request.GET.get("page", "1"))
        onward = f"?kind={kind}&page=" if kind else "?page="
        return super().get_context_data(
            posts=[presenting.teaser(post) for post in page],
            kinds=_kinds(kind),
            kind=kind,
            heading=Post.Kind(kind).label if kind else _("News"),
            next_url=f"{onward}{page.number + 1}" if page.has_next() else "",
            previous_url=f"{onward}{page.number - 1}" if page.has_previous() else "",
            page=page,
            **kwargs,
        )


def _page(paginator: Paginator, number: str):
    if not number.isascii() or not number.isdigit() or len(number) > 6:
        raise Http404
    if not 1 <= int(number) <= paginator.num_pages:
        raise Http404
    return paginator.page(int(number))


def _kinds(chosen: str) -> list[dict]:
    here = reverse("news:post_list")
    everything = {"label": _("All news"), "url": here, "chosen": not chosen}
    kinds = [
        {"label": label, "url": f"{here}?kind={value}", "chosen": value == chosen}
        for value, label in Post.Kind.choices
    ]
    return [everything, *kinds]


class PostDetail(DetailView):
    """One post, to be read; drafts only by editors."""

    template_name = "news/post.html"
    context_object_name = "post"

    def get_queryset(self):
        found = Post.objects.visible_to(self.request.user)
        return found.select_related("author", "event").with_cover()

    def render_to_response(self, context, **kwargs):
        response = super().render_to_response(context, **kwargs)
        if not context["is_public"]:
            add_never_cache_headers(response)
        return response

    def get_context_data(self, **kwargs) -> dict:
        post = self.object
        picture = presenting.picture(post)
        crumbs = [
            {"label": _("News"), "url": reverse("news:post_list")},
            {"label": post.title},
        ]
        more = Post.objects.published().news().newest_first().with_cover()
        return super().get_context_data(
            **kwargs,
            crumbs=crumbs,
            day=presenting.day(post),
            body=presenting.body(post),
            title_lang=language_of(post, "title"),
            summary_lang=language_of(post, "summary"),
            event=_event(post),
            picture=picture,
            picture_title=post.cover.title if picture else "",
            picture_lang=if_foreign(post.cover.language) if picture else "",
            picture_url=url_of(post.cover) if picture else "",
            more=[
                presenting.teaser(other, with_picture=False)
                for other in more.exclude(pk=post.pk)[:MORE_SHOWN]
            ],
            canonical=citing.absolute(post.get_absolute_url()),
            data=citing.data_block(_schema(post)),
            is_public=post.is_public,
        )


def _event(post: Post) -> dict | None:
    """Give the event that a post tells of, as long as it is public."""
    event = post.event
    if event is None or not event.is_public:
        return None
    return {
        "url": event.get_absolute_url(),
        "title": event.title,
        "lang": language_of(event, "title"),
        "when": when.whole(event),
    }


def _schema(post: Post) -> dict:
    found = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": post.title,
        "description": post.summary,
        "inLanguage": presenting.languages(post),
        "datePublished": post.published_at and post.published_at.isoformat(),
        "dateModified": post.updated_at.isoformat(),
        "url": citing.absolute(post.get_absolute_url()),
    }
    return {name: value for name, value in found.items() if value}
