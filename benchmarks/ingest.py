"""Files a minute through the whole intake, and how soon a resident sees her photo.

    .venv/bin/python benchmarks/ingest.py [FILES]

Starts a site of its own (gunicorn and workers as processes, SQLite, a passing folder),
sends photographs of 12 megapixels as a browser does, and compares with what nobody can
avoid: copying and hashing the same bytes to the same disk, and the answer of Django's
smallest view. Prints a table and one `figure` line each. Exits 0 whatever it finds.
"""

import contextlib
import hashlib
import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
SINGLE = 8  # uploads measured one by one
LAST_BYTES = 1024
BORDER = "a-border-of-our-own"


def main() -> None:
    """Make the files, run the site, measure, print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 24
    with tempfile.TemporaryDirectory(prefix="mistok-ingest-") as folder:
        os.environ |= {
            "DATA_DIR": folder, "SECRET_KEY": "benchmarks-only", "ENV_FILE": os.devnull,
            "DJANGO_SETTINGS_MODULE": "config.settings", "LOG_LEVEL": "ERROR",
            "UPLOAD_MAX_FILES": "10000", "UPLOAD_STARTS_AN_HOUR": "10000",
            "UPLOAD_CONTRIBUTION_MEGABYTES": "100000", "UPLOAD_DAY_MEGABYTES": "100000",
            "UPLOAD_HOUR_MEGABYTES": "100000", "DISK_RESERVE_PERCENT": "0",
        }  # fmt: skip
        for name in ("DATABASE_URL", "REDIS_URL", "S3_PRIVATE_BUCKET"):
            os.environ.pop(name, None)
        _measure(Path(folder), count)


def _measure(folder: Path, count: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    for command in ("migrate", "createcachetable", "sync_roles"):
        call_command(command, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    photos = photographs(folder, SINGLE + 2 * count)
    megabytes = sum(len(photo) for photo in photos) / len(photos) / 1e6
    with serving() as site:
        visitor = Resident(site)
        smallest = statistics.median(visitor.get("/healthz") for _ in range(20))
        plain = statistics.median(copy_ms(photo, folder) for photo in photos[:SINGLE])
        with workers(1):
            time.sleep(3)  # a worker that is there already, as on a running site
            singles = [visitor.send_and_wait(photo) for photo in photos[:SINGLE]]
        batches = {}
        for number in (1, 2):
            start = SINGLE + (number - 1) * count
            batches[number] = visitor.files_a_minute(
                photos[start : start + count], number
            )
    answer = statistics.median(one[0] for one in singles)
    preview = statistics.median(one[1] for one in singles)
    print(f"{count} photos of 12 MP, {megabytes:.1f} MB each; SQLite; medians\n")
    for words, value in (
        ("Django's smallest answer", smallest),
        ("copy, hash and sync one photo", plain),
        ("answer after the last byte", answer),
        ("preview can be shown after", preview),
    ):
        print(f"{words:34}{value:>9.0f} ms")
    limit = 60_000 / plain
    print(f"{'copies a minute':34}{limit:>9.0f}")
    for number, rate in batches.items():
        print(f"{f'files a minute, {number} worker(s)':34}{rate:>9.0f}")
    print()
    print(f"figure ingest_answer {answer:.0f} ms goal 150")
    print(f"figure ingest_answer_ratio {answer / plain:.1f} x_copy_and_hash goal 10")
    print(f"figure ingest_preview {preview:.0f} ms goal 1000")
    print(f"figure ingest_preview_ratio {preview / plain:.1f} x_copy_and_hash goal 60")
    for number, rate in batches.items():
        print(f"figure ingest_files_{number}_worker {rate:.0f} files_a_minute goal 60")
        print(
            f"figure ingest_ratio_{number}_worker {rate / limit:.3f} x_copies goal 0.02"
        )
    gain = batches[2] / batches[1]
    print(f"figure ingest_second_worker {gain:.2f} x_one_worker goal 1.5")


def photographs(folder: Path, count: int) -> list[bytes]:
    """Draw one photograph; every copy of it gets bytes of its own."""
    from benchmarks.renditions import photograph

    path = folder / "photo.jpg"
    photograph(4000, 3000).save(path, "JPEG", quality=85)
    data = path.read_bytes()
    # A comment after the first marker: another file, the same picture.
    return [
        data[:2] + b"\xff\xfe\x00\x0a" + f"{number:08}".encode() + data[2:]
        for number in range(count)
    ]


def copy_ms(photo: bytes, folder: Path) -> float:
    """Give the milliseconds of what any intake must do: write, sync, hash."""
    begun = time.perf_counter()
    with (folder / "copy").open("wb") as file:
        file.write(photo)
        file.flush()
        os.fsync(file.fileno())
    hashlib.sha256(photo).hexdigest()
    return (time.perf_counter() - begun) * 1000


@contextlib.contextmanager
def serving() -> Iterator[int]:
    """Run the web server; give its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with _running("-m", "gunicorn", "config.wsgi:application", "--bind",
                  f"127.0.0.1:{port}", "--workers", "1", "--threads", "4",
                  "--log-level", "error"):  # fmt: skip
        for _again in range(300):
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            time.sleep(0.1)
        yield port


@contextlib.contextmanager
def workers(count: int) -> Iterator[None]:
    """Run so many background workers."""
    with contextlib.ExitStack() as stack:
        for _number in range(count):
            stack.enter_context(_running("manage.py", "worker"))
        yield


@contextlib.contextmanager
def _running(*arguments: str) -> Iterator[None]:
    child = subprocess.Popen([sys.executable, *arguments], cwd=ROOT)
    try:
        yield
    finally:
        child.terminate()
        child.wait(30)


class Resident:
    """Somebody with an account, a draft and a browser."""

    def __init__(self, port: int) -> None:
        from django.test import Client

        from accounts.models import User
        from contributions.models import Contribution

        user = User.objects.create_user("resident@people.test")
        self.gift = Contribution.objects.create(
            kind="photos", contributor=user, email=user.email, language="uk"
        )
        client = Client(HTTP_HOST="localhost")
        client.force_login(user)
        token = "a" * 32
        self.port, self.files = port, f"/contribute/{self.gift.reference}/files/"
        self.headers = {
            "Cookie": f"sessionid={client.cookies['sessionid'].value}; csrftoken={token}",
            "X-CSRFToken": token, "Accept": "application/json", "Host": "localhost",
        }  # fmt: skip

    def get(self, path: str) -> float:
        """Give the milliseconds of one answer."""
        begun = time.perf_counter()
        self._ask(path)
        return (time.perf_counter() - begun) * 1000

    def send(self, photo: bytes) -> tuple[float, int]:
        """Send one file; give the milliseconds after its last byte, and its number."""
        head = (
            f'--{BORDER}\r\nContent-Disposition: form-data; name="file"; '
            f'filename="photo.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
        ).encode()
        body = head + photo + f"\r\n--{BORDER}--\r\n".encode()
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        line.putrequest("POST", self.files, skip_host=True)
        for name, value in self.headers.items():
            line.putheader(name, value)
        line.putheader("Content-Type", f"multipart/form-data; boundary={BORDER}")
        line.putheader("Content-Length", str(len(body)))
        line.endheaders()
        line.send(body[:-LAST_BYTES])
        time.sleep(0.05)  # all but the last bytes have arrived
        begun = time.perf_counter()
        line.send(body[-LAST_BYTES:])
        answer = line.getresponse()
        said = answer.read()
        spent = (time.perf_counter() - begun) * 1000
        line.close()
        if answer.status != 201:
            sys.exit(f"The upload was answered {answer.status}: {said[:300]!r}")
        return spent, json.loads(said)["id"]

    def send_and_wait(self, photo: bytes) -> tuple[float, float]:
        """Send one file; give milliseconds until the answer, and until its preview."""
        begun = time.perf_counter()
        answered, number = self.send(photo)
        last_byte = time.perf_counter() - answered / 1000
        wanted = f"/files/{number}/"
        while time.perf_counter() - begun < 60:
            if f"{wanted}640.webp" in self._ask(self.files).decode():
                return answered, (time.perf_counter() - last_byte) * 1000
            time.sleep(0.02)
        sys.exit("No preview within a minute: is the worker running?")

    def files_a_minute(self, photos: list[bytes], number: int) -> float:
        """Send many files with so many workers; give how many a minute became ready."""
        from contributions.models import Attachment

        with workers(number):
            time.sleep(3)
            begun = time.perf_counter()
            for photo in photos:
                self.send(photo)
            ready = Attachment.objects.filter(contribution=self.gift)
            while ready.exclude(master__state="ready").exists():
                time.sleep(0.05)
            return len(photos) * 60 / (time.perf_counter() - begun)

    def _ask(self, path: str) -> bytes:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        line.request("GET", path, headers=self.headers)
        data = line.getresponse().read()
        line.close()
        return data


if __name__ == "__main__":
    main()
