"""What somebody says of an item: a date, a place, a person, a title, and why."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from history.models.item import Item
from history.models.people import Person
from history.models.place import Place
from history.querysets import ClaimQuerySet


class Claim(models.Model):
    """One answer to one question about an item: who says it, why, how sure.

    An item may have several; the one shown stands in the item's own row as well. Where
    it comes from is told in plain words (`source`, `source_ref`), as the archive does
    not know the door. Without an item it waits for its contribution to be published.
    """

    class Field(models.TextChoices):
        TITLE = "title", _("title")
        DATE = "date", _("date")
        PLACE = "place", _("place")
        PERSON = "person", _("person")
        CREATOR = "creator", _("author")

    class Source(models.TextChoices):
        CATALOGUE = "catalogue", _("the catalogue")
        CONTRIBUTION = "contribution", _("a contribution")
        COMMENT = "comment", _("a comment")
        PRINT = "print", _("the print itself")
        LITERATURE = "literature", _("a book or a paper")

    class Confidence(models.TextChoices):
        CERTAIN = "certain", pgettext_lazy("claim", "certain")
        LIKELY = "likely", pgettext_lazy("claim", "likely")
        GUESS = "guess", pgettext_lazy("claim", "a guess")

    class State(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("claim", "proposed")
        SHOWN = "shown", pgettext_lazy("claim", "shown")
        KEPT = "kept", pgettext_lazy("claim", "kept beside it")
        REFUSED = "refused", pgettext_lazy("claim", "refused")

    item = models.ForeignKey(
        Item, models.CASCADE, null=True, blank=True, related_name="claims"
    )
    field = models.CharField(_("about"), max_length=10, choices=Field.choices)
    words = models.CharField(_("value in words"), max_length=200)
    language = models.CharField(
        _("language"), max_length=2, choices=settings.LANGUAGES, default="uk"
    )
    date_edtf = models.CharField(_("date in EDTF"), max_length=60, blank=True)
    date_earliest = models.DateField(_("earliest day"), null=True, blank=True)
    date_latest = models.DateField(_("latest day"), null=True, blank=True)
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="claims",
        verbose_name=_("place"),
    )  # fmt: skip
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="claims",
        verbose_name=_("person"),
    )  # fmt: skip
    credit = models.CharField(
        _("who says so, as they want to be named"), max_length=120, blank=True
    )
    source = models.CharField(_("from where"), max_length=12, choices=Source.choices)
    source_ref = models.CharField(
        _("reference of the source (private)"), max_length=60, blank=True
    )
    reason = models.CharField(_("why"), max_length=300, blank=True)
    confidence = models.CharField(
        _("how sure"),
        max_length=8,
        choices=Confidence.choices,
        default=Confidence.LIKELY,
    )
    state = models.CharField(
        _("state"), max_length=8, choices=State.choices, default=State.PROPOSED
    )
    is_disputed = models.BooleanField(_("visitors read it as well"), default=False)
    proposed_at = models.DateTimeField(_("proposed"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True,
        related_name="+", verbose_name=_("written down by"),
    )  # fmt: skip
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True,
        related_name="+", verbose_name=_("decided by"),
    )  # fmt: skip
    decided_why = models.CharField(_("why so"), max_length=300, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim about an item")
        verbose_name_plural = _("claims about items")
        indexes = [
            models.Index(fields=["item", "field", "state"]),
            models.Index(fields=["source", "source_ref"]),
            models.Index(fields=["state", "proposed_at"]),
            models.Index(fields=["state", "-decided_at"]),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="claim_says_something"),
            models.CheckConstraint(
                condition=Q(date_earliest__isnull=True, date_latest__isnull=True)
                | Q(date_earliest__isnull=True)
                | Q(date_latest__isnull=True)
                | Q(date_earliest__lte=F("date_latest")),
                name="claim_dates_ordered",
            ),
            models.UniqueConstraint(
                fields=["item", "field"],
                condition=Q(state="shown") & ~Q(field="person"),
                name="claim_one_shown",
            ),
            models.UniqueConstraint(
                fields=["item", "person"],
                condition=Q(state="shown", field="person"),
                name="claim_person_shown_once",
            ),
            models.CheckConstraint(
                condition=Q(is_disputed=False) | Q(state="kept"),
                name="claim_disputed_is_kept",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_at__isnull=True)
                | (~Q(state="proposed") & Q(decided_at__isnull=False)),
                name="claim_decided_says_when",
            ),
            models.CheckConstraint(
                condition=Q(item__isnull=False)
                | (Q(state__in=["proposed", "refused"]) & ~Q(source_ref="")),
                name="claim_without_item_names_source",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "shown", "kept", "refused"]),
                name="claim_state_known",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.field}: {self.words}"
