"""Addresses that things had before they were renamed or merged."""

from django.db import models

from history.models import Collection, FormerAddress, Person, Place, Subject

KINDS: dict[str, type[models.Model]] = {
    FormerAddress.Kind.COLLECTION: Collection,
    FormerAddress.Kind.PLACE: Place,
    FormerAddress.Kind.PERSON: Person,
    FormerAddress.Kind.SUBJECT: Subject,
}


def find(kind: str, slug: str) -> models.Model | None:
    """Find what had this address before; whether it may be seen, the caller says."""
    former = FormerAddress.objects.filter(kind=kind, slug=slug).select_related(kind)
    row = former.first()
    return getattr(row, kind) if row else None


def image(name: str) -> str | None:
    """Give the name that the tiles of a picture have now."""
    former = FormerAddress.objects.filter(kind=FormerAddress.Kind.IMAGE, slug=name)
    return former.values_list("image", flat=True).first()


def is_taken(kind: str, slug: str, *, by: models.Model | None = None) -> bool:
    """Tell whether an address belongs, or once belonged, to another one."""
    rows = KINDS[kind]._default_manager.filter(slug=slug)
    former = FormerAddress.objects.filter(kind=kind, slug=slug)
    if by is not None and by.pk:
        rows, former = rows.exclude(pk=by.pk), former.exclude(**{kind: by})
    return rows.exists() or former.exists()


def remember(kind: str, slug: str, *, leads_to: models.Model) -> None:
    """Let an address that is given up lead to what stands for it now."""
    FormerAddress.objects.update_or_create(
        kind=kind, slug=slug, defaults={kind: leads_to}
    )


def hand_over(kind: str, *, source: models.Model, target: models.Model) -> None:
    """Let all addresses of `source`, also its earlier ones, lead to `target`."""
    FormerAddress.objects.filter(**{kind: source}).update(**{kind: target})
    remember(kind, source.slug, leads_to=target)
