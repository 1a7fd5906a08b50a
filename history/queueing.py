"""What the queue is busy with, so that `tick` gives it nothing twice.

Only the database's own queue can be asked; another one may get a task twice, which
does no harm.
"""

from django_tasks.base import Task
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.models import DBTaskResult


def busy_with(task: Task) -> set[int]:
    """Return the first argument of every such task that waits or runs."""
    if not isinstance(task.get_backend(), DatabaseBackend):
        return set()
    rows = DBTaskResult.objects.filter(
        task_path=task.module_path, status__in=["READY", "RUNNING"]
    )
    return {
        said["args"][0]
        for said in rows.values_list("args_kwargs", flat=True)
        if said["args"]
    }
