"""Delete what nothing refers to any more: originals of drafts that were given up."""

from datetime import datetime

from django.db.models import Exists, OuterRef

from history.models import Master

from .keeping import StillUsed, forget


def sweep(*, before: datetime, at_most: int = 200) -> int:
    """Forget originals that came before the moment and that no row refers to.

    Returns: how many went. A file that is being attached at this moment stays: `forget`
    looks again under a lock.
    """
    unused = Master.objects.filter(received_at__lt=before)
    for field in Master._meta.related_objects:
        rows = field.related_model._base_manager.filter(
            **{field.field.name: OuterRef("pk")}
        )
        unused = unused.exclude(Exists(rows))
    gone = 0
    for master in unused.order_by("pk")[:at_most]:
        try:
            forget(master)
        except StillUsed:
            continue
        gone += 1
    return gone
