"""What machines ask for first: the site map, what to leave alone, whom to warn."""

from datetime import timedelta
from io import StringIO

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from history import sitemaps
from history.citing import absolute
from news.models import (
    AnsweredQuestion,
    Branch,
    Event,
    GuideTopic,
    Post,
    Service,
    Tag,
)

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
POSTS_SHOWN = 20_000
CLOSED = (
    "/admin/", "/accounts/", "/api/", "/contribute/", "/contributions/", "/i18n/",
    "/moderation/",
)  # fmt: skip


@require_safe
@cache_control(public=True, max_age=3600)
def sitemap(request) -> HttpResponse:
    """List the parts of the site map, or one of them (`?part=`)."""
    part = request.GET.get("part", "")
    if not part:
        names = [
            "rooms",
            "posts",
            *(f"items-{n}" for n in range(sitemaps.item_parts())),
        ]
        here = reverse("sitemap")
        return _xml(
            "sitemapindex", "sitemap", [(f"{here}?part={n}", None) for n in names]
        )
    return _xml("urlset", "url", _entries(part))


def _entries(part: str):
    if part == "rooms":
        yield reverse("home"), None
        yield from sitemaps.rooms()
    elif part == "posts":
        yield from _posts()
        yield from _events()
        yield from _library()
    elif part.removeprefix("items-") in {str(n) for n in range(sitemaps.item_parts())}:
        yield from sitemaps.items(int(part.removeprefix("items-")))
    else:
        raise Http404


def _posts():
    yield reverse("news:post_list"), None
    listed = Post.objects.listed().news()
    for tag in Tag.objects.filter(posts__in=listed).distinct().order_by("pk"):
        yield tag.get_absolute_url(), None
    found = Post.objects.published().newest_first().values_list("slug", "updated_at")
    for slug, updated_at in found[:POSTS_SHOWN]:
        yield reverse("news:post", args=[slug]), updated_at


def _events():
    yield reverse("news:event_list"), None
    found = Event.objects.published().order_by("-starts_at", "-pk")
    for slug, updated_at in found.values_list("slug", "updated_at")[:POSTS_SHOWN]:
        yield reverse("news:event", args=[slug]), updated_at


def _library():
    """Give the standing pages of the library and what hangs on them."""
    for name in ("library", "branch_list", "service_list", "guide", "question_list"):
        yield reverse(f"news:{name}"), None
    for found in (Branch.objects.in_order(), GuideTopic.objects.filled()):
        for row in found:
            yield row.get_absolute_url(), None
    services = Service.objects.published().in_order()
    questions = AnsweredQuestion.objects.published().newest_first()[:POSTS_SHOWN]
    for row in [*services, *questions]:
        yield row.get_absolute_url(), row.updated_at


def _xml(root: str, element: str, entries) -> HttpResponse:
    text = StringIO()
    xml = SimplerXMLGenerator(text, "utf-8", short_empty_elements=True)
    xml.startDocument()
    xml.startElement(root, {"xmlns": NAMESPACE})
    for url, changed_at in entries:
        xml.startElement(element, {})
        xml.addQuickElement("loc", absolute(url))
        if changed_at:
            xml.addQuickElement("lastmod", changed_at.date().isoformat())
        xml.endElement(element)
    xml.endElement(root)
    xml.endDocument()
    return HttpResponse(text.getvalue(), content_type="application/xml; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=86400)
def robots_txt(request) -> HttpResponse:
    """Say what is not worth a robot's time."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED)]
    lines += ["", f"Sitemap: {absolute(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=86400)
def security_txt(request) -> HttpResponse:
    """Say whom to tell of a weakness (RFC 9116)."""
    expires = timezone.now().replace(microsecond=0) + timedelta(days=180)
    lines = [
        "# Thank you for telling us. We answer within two days.",
        f"Contact: mailto:{settings.LIBRARY_EMAIL}",
        f"Expires: {expires.isoformat().replace('+00:00', 'Z')}",
        "Preferred-Languages: uk, ru, en",
        f"Canonical: {absolute(reverse('security_txt'))}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
