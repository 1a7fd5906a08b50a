"""A document of a post, and a picture of its first page: for whoever may read the post."""

from django.core.files.storage import storages
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from history import masters, serving
from news import materials
from news.models import Material, Post

SECONDS = 600


@require_safe
def document(request, slug: str, pk: int):
    """Give the document to be kept on the reader's own disk."""
    row = _found(request, slug, pk)
    path = masters.key_of(row.master.sha256)
    name = materials.download_name(row)
    return _served(request, row, path, row.master.media_type, name)


@require_safe
def preview(request, slug: str, pk: int):
    """Give the first page as a picture."""
    row = _found(request, slug, pk)
    step = materials.preview(row.master)
    if step is None:
        raise Http404
    return _served(request, row, step["path"], step["type"])


def _found(request, slug: str, pk: int) -> Material:
    posts = Post.objects.visible_to(request.user)
    rows = Material.objects.select_related("master", "post")
    row = get_object_or_404(rows, pk=pk, post__in=posts.filter(slug=slug))
    if not masters.may_hand_out(row.master):
        raise Http404
    return row


def _served(request, row: Material, path: str, kind: str, name: str = ""):
    try:
        answer = serving.serve(
            request, storages["default"], path, content_type=kind, download_as=name
        )
    except FileNotFoundError:
        raise Http404 from None
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    if row.post.is_public:
        patch_cache_control(answer, public=True, max_age=SECONDS)
    else:
        patch_cache_control(answer, private=True, no_store=True)
    return answer
