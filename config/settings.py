"""All settings, from the environment; `.env.example` documents each of them."""

import logging
import os
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from config import watching

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()
environ.Env.read_env(os.environ.get("ENV_FILE", BASE_DIR / ".env"))

# --- Where we run -----------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
try:
    SECRET_KEY = env.str("SECRET_KEY")
except ImproperlyConfigured as error:
    raise ImproperlyConfigured(
        "SECRET_KEY is not set. Copy .env.example to .env and fill it in, "
        "or run `make run`, which writes one for you."
    ) from error
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "data"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)  # SQLite makes files, not folders
PORT = env.int("PORT", default=8000)
SITE_URL = env.str("SITE_URL", default=f"http://localhost:{PORT}").rstrip("/")
IS_HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS",
    default=["localhost", "127.0.0.1", "[::1]", urlsplit(SITE_URL).hostname],
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[SITE_URL])


# --- Who we are -------------------------------------------------------------
def spoken(name: str, uk: str, ru: str, en: str):
    """Read a name that follows the reader's language: NAME, or NAME_UK, NAME_RU, NAME_EN."""
    whole = env.str(name, default="")
    words = {
        code: env.str(f"{name}_{code.upper()}", default=whole or own)
        for code, own in (("uk", uk), ("ru", ru), ("en", en))
    }
    return lazy(lambda: words[(get_language() or "uk")[:2]], str)()


SITE_NAME = spoken("SITE_NAME", "Місток", "Мисток", "Mistok")
CITY_NAME = spoken("CITY_NAME", "Стальне", "Стальное", "Stalne")
LIBRARY_NAME = spoken(
    "LIBRARY_NAME",
    "Центральна міська бібліотека",
    "Центральная городская библиотека",
    "Central City Library",
)
LIBRARY_ADDRESS = spoken(
    "LIBRARY_ADDRESS", "вул. Заводська, 12", "ул. Заводская, 12", "12 Mill Street"
)
LIBRARY_HOURS = spoken(
    "LIBRARY_HOURS",
    "Пн–Пт 9:00–18:00, Сб 10:00–16:00",
    "Пн–Пт 9:00–18:00, Сб 10:00–16:00",
    "Mon–Fri 9:00–18:00, Sat 10:00–16:00",
)
LIBRARY_EMAIL = env.str("LIBRARY_EMAIL", default="library@stalne.example")
OPERATOR_EMAIL = env.str("OPERATOR_EMAIL", default=LIBRARY_EMAIL)
ITEM_PREFIX = env.str("ITEM_PREFIX", default="ST")
# The map: one file of tiles (below DATA_DIR, or an address), else a tile address such as
# https://tiles.example.org/{z}/{x}/{y}.png, else it is drawn from our own gazetteer.
# The centre: latitude, longitude.
MAP_PMTILES = env.str("MAP_PMTILES", default="")
MAP_TILES = env.str("MAP_TILES", default="")
MAP_CREDIT = env.str("MAP_CREDIT", default="")
MAP_CENTRE = env.list("MAP_CENTRE", cast=float, default=[])
ANSWER_PROMISE_DAYS = env.int("ANSWER_PROMISE_DAYS", default=10)
UNDO_MINUTES = env.int("UNDO_MINUTES", default=5)
TRUST_AFTER = env.int("TRUST_AFTER", default=10)
TRUST_SAMPLE_PERCENT = env.int("TRUST_SAMPLE_PERCENT", default=20)
FOUR_EYES = env.bool("FOUR_EYES", default=True)
NEWS_FOUR_EYES = env.bool("NEWS_FOUR_EYES", default=False)
STAFF_MFA_REQUIRED = env.bool("STAFF_MFA_REQUIRED", default=False)
NEWSLETTER_BY_ITSELF = env.bool("NEWSLETTER_BY_ITSELF", default=True)
NEWSLETTER_WEEKDAY = env.int("NEWSLETTER_WEEKDAY", default=4)
NEWSLETTER_HOUR = env.int("NEWSLETTER_HOUR", default=10)
if NEWSLETTER_WEEKDAY not in range(1, 8) or NEWSLETTER_HOUR not in range(24):
    raise ImproperlyConfigured(
        "NEWSLETTER_WEEKDAY is 1 (Monday) to 7, NEWSLETTER_HOUR 0 to 23: see .env.example."
    )

# --- Limits of what we take in ----------------------------------------------
UPLOAD_MAX_BYTES = env.int("UPLOAD_MAX_MEGABYTES", default=100) * 1024 * 1024
UPLOAD_MAX_MEGAPIXELS = env.int("UPLOAD_MAX_MEGAPIXELS", default=250)
UPLOAD_MAX_PAGES = env.int("UPLOAD_MAX_PAGES", default=100)
UPLOAD_MAX_SOUND_HOURS = env.int("UPLOAD_MAX_SOUND_HOURS", default=6)
UPLOAD_MAX_FILES = env.int("UPLOAD_MAX_FILES", default=50)
VERIFY_EVERY_DAYS = env.int("VERIFY_EVERY_DAYS", default=30)
VERIFY_BYTES_A_TICK = env.int("VERIFY_MEGABYTES_A_TICK", default=32) * 1024 * 1024
_MIB = 1024 * 1024
UPLOAD_CONTRIBUTION_BYTES = (
    env.int("UPLOAD_CONTRIBUTION_MEGABYTES", default=1000) * _MIB
)
UPLOAD_DAY_BYTES = env.int("UPLOAD_DAY_MEGABYTES", default=2000) * _MIB
UPLOAD_HOUR_BYTES = env.int("UPLOAD_HOUR_MEGABYTES", default=4000) * _MIB
UPLOAD_STARTS_AN_HOUR = env.int("UPLOAD_STARTS_AN_HOUR", default=400)
UPLOAD_KEEP_HOURS = env.int("UPLOAD_KEEP_HOURS", default=48)
UPLOAD_SILENCE_SECONDS = env.int("UPLOAD_SILENCE_SECONDS", default=30)
UPLOAD_PIECE_SECONDS = env.int("UPLOAD_PIECE_SECONDS", default=180)
LIBRARY_NETWORKS = env.list("LIBRARY_NETWORKS", default=[])
DISK_RESERVE_PERCENT = env.int("DISK_RESERVE_PERCENT", default=5)
CLAMD_ADDRESS = env.str("CLAMD_ADDRESS", default="")
DRAFT_KEEP_DAYS = env.int("DRAFT_KEEP_DAYS", default=30)
ACCESS_KEY_DAYS = env.int("ACCESS_KEY_DAYS", default=365)
FASTEST_PERSON_SECONDS = env.int("FASTEST_PERSON_SECONDS", default=2)
CHECK_LINKS = env.bool("CHECK_LINKS", default=not DEBUG)
CLAIM_MINUTES = min(15, env.int("CLAIM_MINUTES", default=15))  # nobody waits longer
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FILES = UPLOAD_MAX_FILES + 10
FILE_UPLOAD_TEMP_DIR = None
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

# --- Applications -----------------------------------------------------------
INSTALLED_APPS = [
    "modeltranslation",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "drf_standardized_errors",
    "simple_history",
    "django_tasks",
    "django_tasks_db",
    "django_prose_editor",
    "config",
    "sample",
    "contributions",
    "news",
    "history",
    "accounts",
]
MIDDLEWARE = [
    "config.health.HealthMiddleware",
    "accounts.even.EvenTimeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.fresh.FreshMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.mistaken.MistakenMethodMiddleware",
    "news.middleware.OldAddressMiddleware",
    "accounts.middleware.StaffMfaMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "config.kept.KeptMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.site",
            ],
            "libraries": {"ui": "config.templatetags.ui"},
            "builtins": ["django.templatetags.i18n", "config.templatetags.ui"],
        },
    }
]
FORM_RENDERER = "config.forms.FormRenderer"

# --- Database, cache, tasks -------------------------------------------------
DATABASES = {
    "default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR}/db.sqlite3")
}
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # FULL: what we said is saved survives a power cut. IMMEDIATE: a writer waits
    # for its turn instead of failing with "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
        "PRAGMA cache_size=-16384; PRAGMA mmap_size=268435456; "
        "PRAGMA temp_store=MEMORY;",
    }
else:
    # A half-read iterator that the garbage collector closes in the middle of another
    # query waits for that query's lock for ever (psycopg issue 1120). It also lets a
    # pooler such as PgBouncer share connections between transactions.
    DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
    }
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
    },
    # Whole pages stay in the process: `config.changes` tells each of them what is old.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": env.int("PAGES_KEPT", default=400)},
    },
}
TASKS = {
    "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}
}

# --- People -----------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_REDIRECT_URL = "contributions:mine"
LOGIN_URL = "account_login"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]  # a password may be left out
ACCOUNT_FORMS = {
    "login": "accounts.forms.LoginForm",
    "signup": "accounts.forms.SignupForm",
    "add_email": "accounts.forms.AddEmailForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "request_login_code": "accounts.forms.CodeForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60  # seconds: a letter may take its time
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_USER_DISPLAY = "accounts.models.display_name"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
# Where anybody may type an address, nobody learns by the clock whether we know it.
EVENLY_ANSWERED = (
    r"^/accounts/(login|login/code|signup|password/reset)/$|^/contributions/\w+/link/$"
    r"|^/follow/$|^/newsletter/$|^/events/[-\w]+/reserve/$"
)
EVEN_ANSWER_SECONDS = 0.4  # more than the longest of these answers takes
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)

# --- Languages --------------------------------------------------------------
LANGUAGE_CODE = "uk"
LANGUAGES = [("uk", _("Ukrainian")), ("ru", _("Russian")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "config.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default="Europe/Kyiv")
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
MODELTRANSLATION_DEFAULT_LANGUAGE = "uk"
MODELTRANSLATION_FALLBACK_LANGUAGES = {"default": ("uk", "ru", "en")}

# --- Files ------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
FILE_UPLOAD_PERMISSIONS = 0o640
_S3 = {
    "endpoint_url": env.str("S3_ENDPOINT", default=None),
    "access_key": env.str("S3_ACCESS_KEY", default=None),
    "secret_key": env.str("S3_SECRET_KEY", default=None),
    "region_name": env.str("S3_REGION", default=None),
    "signature_version": "s3v4",
    "file_overwrite": False,
}
_S3_PRIVATE = env.str("S3_PRIVATE_BUCKET", default="")
_S3_PUBLIC = env.str("S3_PUBLIC_BUCKET", default="")
if bool(_S3_PRIVATE) != bool(_S3_PUBLIC):
    raise ImproperlyConfigured(
        "S3_PRIVATE_BUCKET and S3_PUBLIC_BUCKET go together: see .env.example."
    )
if _S3_PRIVATE:
    from botocore.config import Config

    # A bucket that is away must not hold a page, or a tick, for minutes.
    _S3["client_config"] = Config(
        signature_version=_S3.pop("signature_version"),
        connect_timeout=5,
        read_timeout=20,
        retries={"max_attempts": 3, "mode": "standard"},
    )
    _PRIVATE = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {**_S3, "bucket_name": _S3_PRIVATE, "querystring_auth": True},
    }
    _PUBLIC = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            **_S3,
            "bucket_name": _S3_PUBLIC,
            "querystring_auth": False,
            "object_parameters": {
                "CacheControl": "public, max-age=31536000, immutable"
            },
        },
    }
else:
    _PRIVATE = {
        "BACKEND": "config.storage.PrivateStorage",
        "OPTIONS": {"location": DATA_DIR / "private"},
    }
    _PUBLIC = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "public", "base_url": MEDIA_URL},
    }
STORAGES = {
    "default": _PRIVATE,
    "public": _PUBLIC,
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "config.storage.HashedStaticStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG

# --- Mail -------------------------------------------------------------------
if env.str("EMAIL_URL", default=""):
    vars().update(env.email("EMAIL_URL"))
else:
    EMAIL_BACKEND = "config.mail.OutboxBackend"
EMAIL_FILE_PATH = DATA_DIR / "outbox"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=LIBRARY_EMAIL)
REPLY_ADDRESS = env.str("REPLY_ADDRESS", default="")
if REPLY_ADDRESS and REPLY_ADDRESS.count("{token}") != 1:
    raise ImproperlyConfigured(
        "REPLY_ADDRESS needs {token} in it once, such as reply+{token}@library.example."
    )
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Security ---------------------------------------------------------------
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 24 * 3600
SESSION_ENGINE = "django.contrib.sessions.backends.db"
X_FRAME_OPTIONS = "DENY"


def hosts_of(address: str) -> list[str]:
    """Give the host that an address of the map allows pages to ask; none for our own."""
    parts = urlsplit(address.replace("{s}", "*"))
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []


CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [
            SELF,
            "data:",
            "blob:",
            *env.list("CSP_IMG_SRC", default=[]),
            *hosts_of(MAP_TILES),
        ],
        "media-src": [SELF, "blob:", *env.list("CSP_MEDIA_SRC", default=[])],
        "connect-src": [SELF, *hosts_of(MAP_PMTILES)],
        "worker-src": [SELF, "blob:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
CSRF_FAILURE_VIEW = "config.pages.csrf_failure"

# --- API --------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "config.schema.AutoSchema",
    "EXCEPTION_HANDLER": "drf_standardized_errors.handler.exception_handler",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "history.api.strict.Negotiation",
    "DEFAULT_PARSER_CLASSES": [
        "history.api.strict.OnceJSONParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.SessionAuthentication"
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_THROTTLE_CLASSES": [
        "rest_framework.throttling.AnonRateThrottle",
        "rest_framework.throttling.UserRateThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {
        "anon": env.str("API_RATE_ANONYMOUS", default="600/min"),
        "user": env.str("API_RATE_USER", default="1200/min"),
        "moderate": env.str("API_RATE_MODERATE", default="600/min"),
        "contribute": env.str("API_RATE_CONTRIBUTE", default="60/hour"),
    },
    "NUM_PROXIES": env.int("TRUSTED_PROXY_COUNT", default=0),
    "UNICODE_JSON": True,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Mistok API",
    "DESCRIPTION": "A city's memory: published items, collections and news.",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "AnswerEnum": "contributions.rights.Answer",
        "ContributionKindEnum": "contributions.models.Contribution.Kind",
        "ContributionStatusEnum": "contributions.states.Status",
        "EventStatusEnum": "news.models.Event.Status",
    },
}

# --- Watching ---------------------------------------------------------------
logging.setLogRecordFactory(watching.Record)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "config.watching.Formatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        # The worker sets its loggers to INFO, two lines a task: trouble is enough.
        "trouble": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "level": "WARNING",
        },
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        name: {"handlers": ["trouble"], "propagate": False}
        for name in ("django_tasks", "django_tasks_db")
    },
}
if env.str("SENTRY_DSN", default=""):
    import sentry_sdk

    sentry_sdk.init(
        dsn=env.str("SENTRY_DSN"),
        send_default_pii=False,
        before_send=watching.before_send,
        before_send_transaction=watching.before_send,
        before_breadcrumb=watching.before_send,
    )
