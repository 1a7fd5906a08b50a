import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

from django.conf import settings
from django.core.management.base import BaseCommand

READY_WITHIN_S = 60


class Command(BaseCommand):
    help = "Serve the site with its background worker; Ctrl-C stops both."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--port", type=int, default=settings.PORT)
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument(
            "--workers", type=int, default=int(os.environ.get("WEB_CONCURRENCY", "2"))
        )
        parser.add_argument("--threads", type=int, default=4)

    def handle(self, *, port: int, host: str, workers: int, threads: int, **options):
        web = [
            sys.executable, "-m", "gunicorn", "config.wsgi:application",
            "--bind", f"{host}:{port}", "--workers", str(workers),
            "--threads", str(threads), "--log-level", "warning",
            "--timeout", "120", "--graceful-timeout", "20",
        ]  # fmt: skip
        work = [sys.executable, "manage.py", "worker"]
        children = [
            subprocess.Popen(command, cwd=settings.BASE_DIR, start_new_session=True)  # noqa: S603 (our own commands)
            for command in (web, work)
        ]
        signal.signal(signal.SIGTERM, _stop)
        try:
            self._say_when_ready(port, children)
            while all(child.poll() is None for child in children):
                time.sleep(0.5)
        except KeyboardInterrupt:
            self.stdout.write("\nStopping.")
        finally:
            for child in children:
                child.terminate()
            for child in children:
                try:
                    child.wait(timeout=25)
                except subprocess.TimeoutExpired:
                    child.kill()
        failed = [
            child.returncode for child in children if child.returncode not in (0, -15)
        ]
        sys.exit(1 if failed else 0)

    def _say_when_ready(self, port: int, children) -> None:
        address = f"http://127.0.0.1:{port}/"
        request = urllib.request.Request(address, headers={"Host": f"localhost:{port}"})
        deadline = time.monotonic() + READY_WITHIN_S
        while time.monotonic() < deadline:
            if any(child.poll() is not None for child in children):
                sys.exit("The server stopped at once; the lines above say why.")
            try:
                urllib.request.urlopen(request, timeout=5).close()  # noqa: S310 (our own address)
            except urllib.error.HTTPError as error:
                sys.exit(f"The first page answers {error.code}: see the lines above.")
            except OSError:
                time.sleep(0.2)
                continue
            self.stdout.write(
                self.style.SUCCESS(f"\nReady: {settings.SITE_URL}/   (Ctrl-C stops it)")
            )
            if settings.EMAIL_BACKEND == "config.mail.OutboxBackend":
                self.stdout.write(
                    f"Mails are printed here and kept in {settings.EMAIL_FILE_PATH}"
                )
            self.stdout.flush()
            return
        sys.exit(f"No answer from {address} within {READY_WITHIN_S} seconds.")


def _stop(signum, frame) -> None:
    raise KeyboardInterrupt
