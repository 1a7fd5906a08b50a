"""The real settings, with what a test run must not share."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "tests-only")
os.environ["ENV_FILE"] = os.devnull
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="mistok-tests-")
os.environ.setdefault("UNDO_MINUTES", "5")

from config.settings import *  # noqa: F403
from config.settings import CACHES, DATA_DIR, DATABASES, STORAGES

Path(DATA_DIR).mkdir(parents=True, exist_ok=True)
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(Path(DATA_DIR) / "tests.sqlite3")}
    # A power cut in the middle of a test loses nothing that anybody wants.
    DATABASES["default"]["OPTIONS"]["init_command"] = DATABASES["default"]["OPTIONS"][
        "init_command"
    ].replace("synchronous=FULL", "synchronous=OFF")
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
KEEPING = CACHES  # what is measured is drawn; who tests keeping turns it on
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EVEN_ANSWER_SECONDS = 0  # a test of its own waits
CHECK_LINKS = False  # a test that looks at links has a site of its own
