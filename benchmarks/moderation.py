"""CPU of the staff side with 10,000 waiting: queue, desk, 200 decisions, and eight at once.

    DATA_DIR=/some/where benchmarks/moderation.py
    DATABASE_URL=postgres://… DATA_DIR=/some/where benchmarks/moderation.py

The rows are made in a database of its own, as in a test, and go with it. Eight
moderators race on PostgreSQL only: SQLite has one writer at a time.
"""

import os
import statistics
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment
from django.utils import timezone

from accounts import roles
from accounts.models import User
from contributions import workflow
from contributions.models import Contribution, Letter, ModerationEvent
from contributions.states import Reason, Status
from contributions.workflow import versions
from history.models import Item
from history.publishing import Description

WAITING = int(os.environ.get("WAITING", "10000"))
ROUNDS = int(os.environ.get("ROUNDS", "15"))
DECISIONS = 200
MODERATORS = 8


def figure(name: str, value: float, unit: str, goal: str) -> None:
    print(f"figure moderation_{name} {value:.2f} {unit} goal {goal}")


def fill(count: int) -> None:
    """Make contributions that wait, each with another promise."""
    now = timezone.now()
    Contribution.objects.bulk_create(
        [
            Contribution(
                kind="memory", status=Status.SUBMITTED, language="uk",
                title=f"Наша вулиця {number}", story="Тут ми жили. " * 20,
                name="Галина Коваль", email=f"giver{number % 700}@people.test",
                email_proven_at=now, sent_at=now, submitted_at=now,
                promise_at=now + timedelta(minutes=number),
            )
            for number in range(count)
        ],
        batch_size=500,
    )  # fmt: skip


def people() -> list[User]:
    """Make eight moderators."""
    roles.sync()
    found = []
    for number in range(MODERATORS):
        user = User.objects.create_user(
            f"moderator{number}@people.test", display_name=f"Moderator {number}"
        )
        roles.give(user, roles.Role.MODERATOR)
        found.append(user)
    return found


def page(client: Client, address: str) -> tuple[float, int]:
    """Give the CPU milliseconds (median) and the queries of a page."""
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        answer = client.get(address)
    queries = len(found)  # later requests empty the list
    if answer.status_code != 200:
        sys.exit(f"{address} answers {answer.status_code}")
    times = []
    for _round in range(ROUNDS):
        begun = time.process_time()
        client.get(address)
        times.append((time.process_time() - begun) * 1000)
    return statistics.median(times), queries


def measure_pages(user: User) -> None:
    client = Client(HTTP_HOST="localhost")
    client.force_login(user)
    # The limit of the same run: who asks, may they, and an answer without a word.
    least, _queries = page(client, "/moderation/live/")
    figure("smallest_view_cpu", least, "ms", "the limit")
    first = Contribution.objects.awaiting_review().most_urgent_first()[0]
    for name, address, goal in (
        ("queue", "/moderation/", "25"),
        ("queue_narrowed", "/moderation/?record=new&language=uk&age=day", "30"),
        ("desk", f"/moderation/{first.reference}/", "45"),
    ):
        spent, queries = page(client, address)
        figure(f"{name}_cpu", spent, "ms", "200")
        figure(f"{name}_against_the_limit", spent / least, "x_smallest_view", "25")
        figure(f"{name}_queries", queries, "queries", goal)


def decide(gift: Contribution, number: int, by: User) -> None:
    """Publish two of four, decline one, ask about one; as the desk does, with a claim."""
    workflow.claim(gift, by=by)
    seen = versions.mark(gift)
    match number % 4:
        case 0 | 1:
            words = Description(kind="memory", title=gift.title, language="uk")
            workflow.publish(gift, by=by, description=words, seen=seen)
        case 2:
            workflow.decline(gift, by=by, reason=Reason.UNCLEAR, seen=seen)
        case _:
            workflow.ask(gift, by=by, note="Котрий це рік?", seen=seen)


def measure_decisions(user: User) -> None:
    gifts = list(Contribution.objects.awaiting_review().most_urgent_first()[:DECISIONS])
    begun, started = time.process_time(), time.monotonic()
    for number, gift in enumerate(gifts):
        decide(gift, number, user)
    figure("200_decisions_cpu", time.process_time() - begun, "s", "10")
    figure("200_decisions_time", time.monotonic() - started, "s", "20")


def measure_race(staff: list[User]) -> None:
    """Let all work off the same 200, each in the order of the queue."""
    numbers = list(
        Contribution.objects.awaiting_review()
        .most_urgent_first()
        .values_list("pk", flat=True)[:DECISIONS]
    )
    counted = (ModerationEvent, Letter, Item)
    before = [model.objects.count() for model in counted]
    wins, locked = [0] * len(staff), [0] * len(staff)

    def work(place: int) -> None:
        for number, pk in enumerate(numbers):
            try:
                decide(Contribution.objects.get(pk=pk), number, staff[place])
                wins[place] += 1
            except workflow.Refusal:
                continue
            except OperationalError:
                locked[place] += 1
        connections.close_all()

    threads = [threading.Thread(target=work, args=(n,)) for n in range(len(staff))]
    begun, started = time.process_time(), time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent, passed = time.process_time() - begun, time.monotonic() - started
    events, letters, items = (
        model.objects.count() - count
        for model, count in zip(counted, before, strict=True)
    )
    left = Contribution.objects.awaiting_review().filter(pk__in=numbers).count()
    figure("race_cpu", spent, "s", "60")
    figure("race_time", passed, "s", "60")
    figure("race_decisions", sum(wins), "decisions", str(DECISIONS))
    figure("race_events", events, "events", str(DECISIONS))
    figure("race_letters", letters, "letters", str(DECISIONS))
    figure("race_double_items", items - DECISIONS // 2, "items", "0")
    figure("race_lost_decisions", left, "contributions", "0")
    figure("race_deadlocks", sum(locked), "deadlocks", "0")


def main() -> None:
    """Fill, measure, and take everything away again."""
    setup_test_environment()
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        call_command("collectstatic", interactive=False, verbosity=0)
        fill(WAITING)
        staff = people()
        print(f"{WAITING} waiting, {connection.vendor}, {ROUNDS} rounds, medians\n")
        measure_pages(staff[0])
        measure_decisions(staff[0])
        if connection.vendor == "postgresql":
            measure_race(staff)
    finally:
        old = settings.DATABASES["default"]["NAME"]
        connections.close_all()
        connection.creation.destroy_test_db(str(old), verbosity=0)
        del name


if __name__ == "__main__":
    main()
