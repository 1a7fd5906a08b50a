"""Settings of the Wagtail site: those of Wagtail's own project template, tuned for serving.

Templates are cached, DEBUG is off, sessions are untouched by visitors, renditions and
site roots are kept in memory. Paths come from the program that measures.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

FOLDER = Path(os.environ["PEER_FOLDER"])
DEBUG = False
SECRET_KEY = "benchmarks-only"
ALLOWED_HOSTS = ["localhost"]
INSTALLED_APPS = [
    "gallery",
    "wagtail.contrib.redirects",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
ROOT_URLCONF = "urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

_address = urlsplit(os.environ.get("PEER_DATABASE_URL", ""))
if _address.scheme:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": _address.path.lstrip("/"),
            "USER": _address.username or "",
            "PASSWORD": _address.password or "",
            "HOST": _address.hostname or "",
            "PORT": _address.port or "",
            "CONN_MAX_AGE": 60,
        }
    }
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": FOLDER / "db.sqlite3",
            "OPTIONS": {
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA cache_size=-16384; "
                "PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;",
            },
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
_MEMORY = "django.core.cache.backends.locmem.LocMemCache"
CACHES = {
    "default": {"BACKEND": _MEMORY, "LOCATION": "default"},
    "renditions": {
        "BACKEND": _MEMORY,
        "LOCATION": "renditions",
        "TIMEOUT": 3600,
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}
WAGTAILSEARCH_BACKENDS = {
    "default": {
        "BACKEND": "wagtail.search.backends.database",
        "AUTO_UPDATE": False,  # `update_index` writes the index once all items are there
        "SEARCH_CONFIG": "russian",  # the nearest that PostgreSQL has for these texts
    }
}
WAGTAIL_SITE_NAME = "Gallery"
WAGTAILADMIN_BASE_URL = "http://localhost"
WAGTAIL_ENABLE_UPDATE_CHECK = False
LANGUAGE_CODE = "en"
USE_TZ = True
TIME_ZONE = "Europe/Kyiv"
STATIC_URL = "/static/"
MEDIA_ROOT = FOLDER / "media"
MEDIA_URL = "/media/"
