"""Addresses that something had before; whoever noted one down still arrives."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from history.models.collection import Collection
from history.models.people import Person, Subject
from history.models.place import Place


class FormerAddress(models.Model):
    """A slug, or the public name of a picture's tiles, and what it leads to now."""

    class Kind(models.TextChoices):
        COLLECTION = "collection", _("collection")
        PLACE = "place", _("place")
        PERSON = "person", _("person")
        SUBJECT = "subject", _("subject")
        IMAGE = "image", _("picture")

    kind = models.CharField(_("of a"), max_length=10, choices=Kind.choices)
    slug = models.CharField(_("address before"), max_length=80)
    collection = models.ForeignKey(
        Collection, models.CASCADE, null=True, blank=True, related_name="former"
    )
    place = models.ForeignKey(
        Place, models.CASCADE, null=True, blank=True, related_name="former"
    )
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="former"
    )
    subject = models.ForeignKey(
        Subject, models.CASCADE, null=True, blank=True, related_name="former"
    )
    image = models.CharField(_("name of the tiles now"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "slug"], name="former_address_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="collection", collection__isnull=False)
                | Q(kind="place", place__isnull=False)
                | Q(kind="person", person__isnull=False)
                | Q(kind="subject", subject__isnull=False)
                | (Q(kind="image") & ~Q(image="")),
                name="former_address_leads_somewhere",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.slug}"
