"""The page as an application of a phone: its name and icons, and what opens offline."""

import hashlib
import json
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import Http404, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from config.templatetags.ui import BUNDLE, STYLESHEETS

LANGUAGES = [code for code, _name in settings.LANGUAGES]
ICONS = (
    ("img/app-192.png", "192x192", "any"),
    ("img/app-512.png", "512x512", "any"),
    ("img/app-512-maskable.png", "512x512", "maskable"),
)
# What the page without a connection needs; pictures, maps and zoom are not of it.
PICTURES = ("img/mark.svg", "img/icons.svg", "img/favicon.svg", "img/favicon.png")
SCRIPTS = (
    "js/main.js",
    "js/theme.js",
    "js/behaviours/menu.js",
    "js/behaviours/theme.js",
    "js/behaviours/kept.js",
    "js/behaviours/offline.js",
    "js/behaviours/recorder.js",
    "js/keeping/age.js",
    "js/keeping/database.js",
    "js/keeping/drafts.js",
    "js/keeping/installing.js",
    "js/keeping/words.js",
    "js/uploading/row.js",
    "js/uploading/store.js",
    "js/uploading/travel.js",
    "js/vendor/tus.js",
)
WORKER = "js/worker.js"


@require_safe
@cache_control(public=True, max_age=3600)
def manifest(request, language: str):
    """Name the application in the reader's language; browsers ask without cookies."""
    if language not in LANGUAGES:
        raise Http404
    with override(language):
        facts = {
            "id": "/",
            "name": f"{settings.SITE_NAME}, {settings.CITY_NAME}",
            "short_name": str(settings.SITE_NAME),
            "description": _("Photographs and memories of %(city)s.")
            % {"city": settings.CITY_NAME},
            "lang": language,
            "start_url": f"{reverse('contributions:start')}?from=icon",
            "scope": "/",
            "display": "standalone",
            "background_color": "#FAF7F2",
            "theme_color": "#FAF7F2",
            "icons": [
                {
                    "src": static(path),
                    "sizes": sizes,
                    "type": "image/png",
                    "purpose": purpose,
                }
                for path, sizes, purpose in ICONS
            ],
        }
    return JsonResponse(facts, content_type="application/manifest+json")


@require_safe
@cache_control(public=True, max_age=0, must_revalidate=True)
def worker(request):
    """Give the service worker with the list of what it keeps; its version is theirs."""
    shell = {
        "version": _version(),
        "files": [static(path) for path in _paths()],
        "pages": {
            code: reverse("contributions:offline", args=[code]) for code in LANGUAGES
        },
        "door": reverse("contributions:start"),
        "hashed": getattr(staticfiles_storage, "has_bundle", False),
    }
    code = _source(WORKER).read_text(encoding="utf-8")
    return HttpResponse(
        f"const SHELL = {json.dumps(shell)};\n{code}",
        content_type="text/javascript; charset=utf-8",
    )


def _paths() -> list[str]:
    is_joined = getattr(staticfiles_storage, "has_bundle", False)
    sheets = [BUNDLE] if is_joined else [f"css/{name}.css" for name in STYLESHEETS]
    fonts = sorted(
        f"fonts/{path.name}"
        for path in (settings.BASE_DIR / "static/fonts").glob("*.woff2")
        if "italic" not in path.name and "-rest-" not in path.name
    )
    return [*sheets, "css/pages/contribute.css", *fonts, *PICTURES, *SCRIPTS]


def _source(path: str) -> Path:
    return Path(finders.find(path))


def _version() -> str:
    """Name the whole: other files, other words or another name give another one."""
    parts = hashlib.sha256()
    for path in (*_paths(), WORKER):
        found = finders.find(path)  # the joined sheet is no source: its parts are told
        parts.update(Path(found).read_bytes() if found else static(path).encode())
    for language in LANGUAGES:
        with override(language):
            parts.update(f"{settings.SITE_NAME} {settings.CITY_NAME}".encode())
        mo = settings.LOCALE_PATHS[0] / language / "LC_MESSAGES/django.mo"
        parts.update(mo.read_bytes() if mo.exists() else b"")
    page = settings.BASE_DIR / "templates/contributions/residents/offline.html"
    parts.update(page.read_bytes())
    return parts.hexdigest()[:16]
