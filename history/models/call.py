"""What a collection lacks, and asks the town for."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from history.models.collection import Collection
from history.models.place import Place
from history.querysets import CallQuerySet


class Call(models.Model):
    """A collection asks: "we look for the tram depot before 1960".

    What is given through it starts with the kind, the place and the date filled in.
    `received` counts what arrived; the door adds to it, for the archive knows nothing
    of the door.
    """

    class Kind(models.TextChoices):
        PHOTOS = "photos", _("photos")
        DOCUMENT = "document", _("a document")
        MEMORY = "memory", _("a memory")
        AUDIO = "audio", _("a recording")

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    collection = models.ForeignKey(
        Collection, models.CASCADE, related_name="calls", verbose_name=_("collection")
    )
    title = models.CharField(_("what is looked for"), max_length=160)
    words = models.TextField(_("a few words"), max_length=2000, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, blank=True)
    place = models.ForeignKey(
        Place, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("place"),
    )  # fmt: skip
    period = models.CharField(_("time, in words"), max_length=120, blank=True)
    closes_on = models.DateField(_("last day"), null=True, blank=True)
    target = models.PositiveSmallIntegerField(
        _("how many we hope for"), null=True, blank=True
    )
    received = models.PositiveIntegerField(_("arrived"), default=0, editable=False)
    takes_at_once = models.BooleanField(
        _("memories of people whom we trust come into the collection at once"),
        default=False,
    )
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True,
        related_name="+", verbose_name=_("written by"),
    )  # fmt: skip

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        indexes = [models.Index(fields=["collection", "closes_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(target__isnull=True) | Q(target__gt=0),
                name="call_target_is_some",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("history:call", args=[self.slug])
