"""Settings of a site that a test starts as a process of its own, to kill it.

Database and files are those of the test: DATABASE_URL and DATA_DIR name them.
"""

import os

os.environ.setdefault("SECRET_KEY", "tests-only")
os.environ["ENV_FILE"] = os.devnull

from config.settings import *  # noqa: F403
from config.settings import CACHES, STORAGES

ALLOWED_HOSTS = ["*"]
CACHES = {
    **CACHES,
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
EVEN_ANSWER_SECONDS = 0  # a test of its own waits
FASTEST_PERSON_SECONDS = 0
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
