"""Somebody asks that something published be hidden, changed or taken down."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from contributions.models.contribution import Contribution, new_reference
from contributions.querysets import RemovalCaseQuerySet
from history.models import Item

USER = settings.AUTH_USER_MODEL


class RemovalCase(models.Model):
    """One wish for removal, from asking to the decision that is told to who asked.

    `contribution` is set where the giver asks; anybody else proves an address first.
    `was_covered` says that the item left the public at once, until the decision.
    """

    class Asker(models.TextChoices):
        DEPICTED = "depicted", _("I am in it")
        PARENT = "parent", _("My child is in it")
        RELATIVE = "relative", _("Someone of my family is in it")
        AUTHOR = "author", _("I made it, or the rights are mine")
        GIVER = "giver", _("I gave it")
        OTHER = "other", _("None of these")

    class Ground(models.TextChoices):
        CHILDREN = "children", _("It shows a child")
        PRIVACY = "privacy", _("It is private, or it may harm somebody")
        RIGHTS = "rights", _("Nobody had the right to give it")
        WRONG = "wrong", _("What is written there is not true")
        OTHER = "other", _("Another reason")

    class State(models.TextChoices):
        UNPROVEN = "unproven", _("address not proven")
        OPEN = "open", _("waits for a decision")
        DECIDED = "decided", _("decided")
        WITHDRAWN = "withdrawn", _("taken back")

    class Decision(models.TextChoices):
        KEEP = "keep", _("It stays as it is")
        BLUR = "blur", _("The face is covered, the rest stays")
        HIDE_NAME = "hide_name", _("The name is taken away, the rest stays")
        ARCHIVE = "archive", _("Only the archive keeps it")
        TAKE_DOWN = "take_down", _("It is taken down")

    COVERING = frozenset({Ground.CHILDREN, Ground.PRIVACY})
    """Grounds on which the item leaves the public before anybody decides."""

    reference = models.CharField(
        _("reference"), max_length=12, unique=True, default=new_reference
    )
    item = models.ForeignKey(
        Item, models.PROTECT, related_name="removal_cases", verbose_name=_("item")
    )
    contribution = models.ForeignKey(
        Contribution, models.SET_NULL, null=True, blank=True,
        related_name="removal_cases", verbose_name=_("asked by its giver"),
    )  # fmt: skip
    asker = models.CharField(_("who asks"), max_length=10, choices=Asker.choices)
    ground = models.CharField(_("why"), max_length=10, choices=Ground.choices)
    words = models.TextField(_("in their words"), blank=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.UNPROVEN
    )
    was_covered = models.BooleanField(_("covered at once"), default=False)
    asked_at = models.DateTimeField(_("asked"))
    opened_at = models.DateTimeField(_("address proven"), null=True, blank=True)
    promise_at = models.DateTimeField(_("answer promised by"), null=True, blank=True)
    decision = models.CharField(
        _("decision"), max_length=10, choices=Decision.choices, blank=True
    )
    reason = models.TextField(_("why so"), blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("decided by"),
    )  # fmt: skip

    objects = RemovalCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("wish for removal")
        verbose_name_plural = _("wishes for removal")
        indexes = [models.Index(fields=["state", "promise_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state="decided", decided_at__isnull=False, decided_by__isnull=False
                )
                & ~Q(decision="")
                & ~Q(reason="")
                | ~Q(state="decided") & Q(decided_at__isnull=True, decision=""),
                name="removal_decided_whole",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["unproven", "withdrawn"])
                | Q(opened_at__isnull=False, promise_at__isnull=False),
                name="removal_open_is_proven",
            ),
            models.UniqueConstraint(
                fields=["contribution"],
                condition=Q(state="open", contribution__isnull=False),
                name="removal_one_open_a_gift",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("contributions:removal", args=[self.reference])

    def get_desk_url(self) -> str:
        """Give the address where the staff decides it."""
        return reverse("contributions:removal_review", args=[self.reference])

    @property
    def covers_at_once(self) -> bool:
        """Whether the item leaves the public before anybody decides."""
        return self.ground in self.COVERING
