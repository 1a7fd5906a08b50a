"""One post: a reading page, with the ways on from it."""

from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.generic import DetailView

from history import citing
from history.presenting import if_foreign, language_of, url_of
from news import materials, post_schema, presenting, when
from news.models import Post

NEAR_SHOWN = 3


class PostDetail(DetailView):
    """One post, to be read; drafts only by editors."""

    template_name = "news/post.html"
    context_object_name = "post"

    def get_queryset(self):
        found = Post.objects.visible_to(self.request.user)
        found = found.select_related("event").with_cover()
        return found.with_words().with_pictures()

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
        share_image = citing.share_image(post.cover) if picture else None
        return super().get_context_data(
            **kwargs,
            crumbs=crumbs,
            day=presenting.day(post),
            body=presenting.body(post),
            may_write=self.request.user.has_perm("news.change_post"),
            title_lang=language_of(post, "title"),
            summary_lang=language_of(post, "summary"),
            event=_event(post),
            picture=picture,
            picture_title=post.cover.title if picture else "",
            picture_lang=if_foreign(post.cover.language) if picture else "",
            picture_url=url_of(post.cover) if picture else "",
            authors=presenting.authors(post),
            materials=materials.told(post),
            tags=presenting.tags(post),
            **_onward(post),
            canonical=citing.absolute(post.get_absolute_url()),
            share_image=share_image,
            data=citing.data_block(post_schema.post(post, image=share_image)),
            is_public=post.is_public,
        )


def _onward(post: Post) -> dict:
    """Give the neighbours in time and what is near; a standing page has no neighbours."""
    listed = Post.objects.listed().news()
    near = listed.near(post)[:NEAR_SHOWN]
    found = {"near": [presenting.teaser(one, with_picture=False) for one in near]}
    if post.published_at and post.kind != Post.Kind.PAGE:
        earlier = listed.earlier_than(post).first()
        later = listed.later_than(post).first()
        found["earlier"] = earlier and presenting.link(earlier)
        found["later"] = later and presenting.link(later)
    return found


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
