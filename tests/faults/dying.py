"""A worker of its own process that is killed at the n-th step it takes outside.

The steps are those that Python itself announces (audit events): a file opened for
writing, renamed, removed, a folder made; a line said to the mail server. No hook in the
product is needed.
"""

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

STEPS = {"os.rename", "os.remove", "os.mkdir", "os.rmdir"}
SPOKEN = {"smtplib.connect", "smtplib.send"}
SERVER = multiprocessing.get_context("forkserver")
SERVER.set_forkserver_preload(["tests.faults.warm"])


def run(act: Callable, *arguments, root: Path, dies_at: int = 0) -> int:
    """Run an act in a child; return how many steps it took, or -9 where it was killed."""
    from django.db import connection

    database = str(connection.settings_dict["NAME"])
    steps = SERVER.Value("i", 0)
    child = SERVER.Process(
        target=_child, args=(act, arguments, str(root), database, dies_at, steps)
    )
    child.start()
    child.join(60)
    if child.exitcode == 0:
        return steps.value
    return child.exitcode if child.exitcode is not None else -1


def _child(act, arguments, root: str, database: str, dies_at: int, steps) -> None:
    from django.core.files.storage import storages
    from django.db import connections

    connections.databases["default"]["NAME"] = database
    storages._storages = stores(Path(root))

    def watch(event: str, details: tuple) -> None:
        is_step = event in STEPS or (event == "open" and _is_write(details))
        if event not in SPOKEN and (not is_step or root not in str(details[0])):
            return
        steps.value += 1
        if steps.value == dies_at:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    act(*arguments)
    connections.close_all()


def _is_write(details: tuple) -> bool:
    return isinstance(details[2], int) and bool(details[2] & (os.O_WRONLY | os.O_RDWR))


def stores(root: Path) -> dict:
    """Give the two storages of a site whose files lie here."""
    from django.core.files.storage import FileSystemStorage

    return {name: FileSystemStorage(root / name) for name in ("default", "public")}


# --- the acts -----------------------------------------------------------------------


def work() -> None:
    """Do what waits in the queue, as `manage.py worker` does."""
    from django.core.management import call_command

    from config.workers import worker_id

    call_command(
        "db_worker", batch=True, interval=0, startup_delay=False, reload=False,
        verbosity=0, worker_id=worker_id(),
    )  # fmt: skip


def receive(contribution_id: int, path: str) -> None:
    """Take in one file of a draft, as the web process does."""
    from django.core.files.uploadedfile import TemporaryUploadedFile

    from contributions import intake
    from contributions.models import Contribution

    data = Path(path).read_bytes()
    upload = TemporaryUploadedFile("photo.jpg", "image/jpeg", len(data), None)
    upload.write(data)
    upload.flush()
    intake.receive(Contribution.objects.get(pk=contribution_id), upload)


def publish(contribution_id: int, moderator_id: int) -> None:
    """Publish a contribution."""
    from accounts.models import User
    from contributions import workflow
    from contributions.models import Contribution
    from history.publishing import Description

    workflow.publish(
        Contribution.objects.get(pk=contribution_id),
        by=User.objects.get(pk=moderator_id),
        description=Description(kind="photo", title="Міст", language="uk"),
    )


def take_down(item_id: int) -> None:
    """Take an item down."""
    from history import publishing
    from history.models import Item

    publishing.take_down(Item.objects.get(pk=item_id), by=None, reason="asked for")


def mend(media_id: int) -> None:
    """Give an item its public pictures again."""
    from history import mending
    from history.models import Media

    mending.mend(Media.objects.select_related("item", "master").get(pk=media_id))


def send_letters(port: int) -> None:
    """Send the letters that are due to the mail server at this port."""
    from django.conf import settings

    from contributions import notifications

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    notifications.send_due()


def send_issue(port: int, named: str) -> None:
    """Do for the weekly letter what a worker does, until nothing is left to send.

    It leaves its number in the file `named`, so that others can kill it.
    """
    from django.conf import settings

    from contributions import newsletter, notifications

    Path(named).write_text(str(os.getpid()))
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    newsletter.tick()
    while notifications.send_issues():
        pass
