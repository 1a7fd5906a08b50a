"""A web server of our own, on the database and files of the test: made to be killed."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent.parent
READY_WITHIN_S = 60


def _database() -> str:
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    known = connection.settings_dict
    return (
        f"postgres://{known['USER']}:{known['PASSWORD']}@{known['HOST']}:"
        f"{known['PORT']}/{name}"
    )


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Server:
    """gunicorn with one worker; `kill` is SIGKILL for both, as a power cut would be."""

    def __init__(self, **environment: object) -> None:
        self.environment = {
            name.upper(): str(value) for name, value in environment.items()
        }
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        """Start and wait for the first answer."""
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.served",
            "DATABASE_URL": _database(),
            "DATA_DIR": str(settings.DATA_DIR),
            "SITE_URL": self.url,
            **self.environment,
        }
        command = [
            sys.executable, "-m", "gunicorn", "config.wsgi:application",
            "--bind", f"127.0.0.1:{self.port}", "--workers", "1", "--threads", "4",
            "--log-level", "warning",
        ]  # fmt: skip
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, start_new_session=True
        )
        deadline = time.monotonic() + READY_WITHIN_S
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"{self.url}/healthz", timeout=5).close()
            except OSError:
                time.sleep(0.1)
                continue
            return
        raise TimeoutError("the server did not answer")

    def kill(self) -> None:
        """End all of its processes at once, without a word."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None
