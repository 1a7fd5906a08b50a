"""What every fault must leave behind once the machine is well again: nothing amiss."""

from datetime import timedelta

from django.core.files.storage import storages
from django.utils import timezone

from history import auditing, masters
from history.masters import listing, owning
from history.models import Item, Master, Media


def half_public_files() -> list[str]:
    """Name files under public names that are not whole pictures."""
    bad = []
    for stored in listing.files(storages["public"]):
        if "/.part-" in stored.name:
            continue  # not yet under its public name
        with storages["public"].open(stored.name) as file:
            data = file.read()
        is_whole = (
            data.endswith(b"\xff\xd9")
            if stored.name.endswith(".jpg")
            else len(data) == int.from_bytes(data[4:8], "little") + 8
        )
        if not is_whole:
            bad.append(stored.name)
    return bad


def differences() -> list[auditing.Difference]:
    """Sweep as two hours later, then compare every row with every file."""
    report = auditing.Report()
    masters.sweep_storage(at=timezone.now() + timedelta(hours=2))
    auditing.read_originals(report, Master.objects.order_by("pk"))
    auditing.compare_files(report, at=timezone.now() + timedelta(hours=2))
    return report.differences


def lacking_pictures() -> list[str]:
    """Name published items whose row tells of a picture that is not there."""
    public = storages["public"]
    return [
        media.item.reference
        for media in Media.objects.filter(item__status=Item.Status.PUBLISHED)
        if not all(public.exists(step["path"]) for step in owning.public_steps(media))
    ]
