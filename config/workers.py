"""Which background workers live, and what the dead ones were doing.

The database queue leaves the task of a killed worker marked as running for ever.
What the task had to do is found again by the rows it works on; here only its mark is
taken away, so that nobody believes it is being done.
"""

import os
import socket
from datetime import timedelta
from pathlib import Path

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

LONGEST_TASK = timedelta(minutes=30)


class WorkerDied(Exception):
    """Name what ended a task: its worker was killed."""


def worker_id() -> str:
    """Name this process so that any other one can tell whether it still lives."""
    pid = os.getpid()
    return f"{pid}-{_started(pid)}-{socket.gethostname()}"[:64]


def is_dead(name: str) -> bool:
    """Tell whether a worker of this machine has ended; of others nobody can know."""
    pid, _dash, rest = name.partition("-")
    started, _dash, host = rest.partition("-")
    if host != socket.gethostname()[: len(host) or None] or not started:
        return False
    return _started(int(pid)) != started


def _started(pid: int) -> str:
    """Give when a process began, in ticks since boot (proc(5), field 22); else ""."""
    try:
        facts = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""
    return facts.rpartition(")")[2].split()[19]


def repair_queue() -> int:
    """Mark as failed what a dead worker was doing; return how many there were."""
    repaired = 0
    too_long_ago = timezone.now() - LONGEST_TASK
    for row in DBTaskResult.objects.running():
        worker = row.worker_ids[-1] if row.worker_ids else ""
        if row.started_at < too_long_ago or is_dead(worker):
            row.set_failed(WorkerDied(f"worker {worker} ended in the middle"))
            repaired += 1
    return repaired
