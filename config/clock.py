"""What has to be done as time passes; the database says what is left of it."""

import logging

from django.core.management import call_command

from config import changes
from config.workers import repair_queue
from contributions import (
    bulk,
    digests,
    enquiries,
    inviting,
    newsletter,
    own_comments,
    seats,
    unusual,
)
from contributions import tasks as contributions_tasks
from contributions.workflow import publish_due
from history import tasks as history_tasks
from news import keeping, picturing
from news import tasks as news_tasks

logger = logging.getLogger(__name__)


def _sessions() -> None:
    call_command("clearsessions")


def _task_results() -> None:
    call_command("prune_db_task_results", verbosity=0)


CHORES = {
    "dead workers": repair_queue,
    "weekly letters to followers": digests.tick,
    "seats at events": seats.tick,
    "guests of the exchange": inviting.tick,
    "comments nobody proved": own_comments.purge,
    "the weekly letter": newsletter.tick,
    "questions to a librarian": enquiries.tick,
    "letters and drafts": contributions_tasks.tick,
    "the rule of trust": publish_due,
    "unusual activity": unusual.tell,
    "decisions for many": bulk.tick,
    "pictures": history_tasks.tick,
    "pictures of posts": picturing.tick,
    "verifying originals": history_tasks.verify_some,
    "daily sweep": history_tasks.once_a_day,
    "unsaved news": keeping.purge,
    "links of the guide": news_tasks.tick,
    "sessions": _sessions,
    "task results": _task_results,
    "notes of changes": changes.sweep,
}


def tick() -> dict[str, str]:
    """Do every chore; one that fails does not stop the others.

    Shape: name of the chore → name of what went wrong, or "".
    """
    outcome = {}
    for name, chore in CHORES.items():
        try:
            chore()
            outcome[name] = ""
        except Exception as error:
            logger.exception("chore failed: %s", name)
            outcome[name] = type(error).__name__
    return outcome
