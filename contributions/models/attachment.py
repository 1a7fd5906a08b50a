"""The files of a contribution, and what they look like."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from contributions.models.contribution import Contribution
from contributions.querysets import AttachmentQuerySet, ResemblanceQuerySet
from contributions.states import Likeness
from history.models import Item, Master, Media, Place

USER = settings.AUTH_USER_MODEL


class Attachment(models.Model):
    """A file of a contribution, kept as an unaltered original."""

    class Role(models.TextChoices):
        FRONT = "front", _("front")
        BACK = "back", _("back")
        PAGE = "page", _("page")

    contribution = models.ForeignKey(
        Contribution, models.CASCADE, related_name="attachments"
    )
    master = models.ForeignKey(Master, models.PROTECT, related_name="+")
    original_name = models.CharField(_("name of the file"), max_length=255, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    role = models.CharField(
        _("side"), max_length=8, choices=Role.choices, default=Role.FRONT
    )
    back_of = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="back",
        verbose_name=_("is the back of"),
    )  # fmt: skip
    caption = models.CharField(_("caption"), max_length=300, blank=True)
    # Said of this file alone; empty where it is the same as for the others.
    date_said = models.CharField(_("when, as said"), max_length=120, blank=True)
    date_edtf = models.CharField(_("date in EDTF"), max_length=60, blank=True)
    date_earliest = models.DateField(_("earliest day"), null=True, blank=True)
    date_latest = models.DateField(_("latest day"), null=True, blank=True)
    place = models.ForeignKey(
        Place, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("place"),
    )  # fmt: skip
    place_said = models.CharField(_("where, as said"), max_length=200, blank=True)
    people_said = models.CharField(_("who, as said"), max_length=400, blank=True)
    # By page, as JSON has it: {"0": {...}}; a picture has one page.
    edits = models.JSONField(_("how it is shown"), default=dict, blank=True)
    edited_by = models.ForeignKey(
        USER, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("by whom"),
    )  # fmt: skip
    edited_at = models.DateTimeField(_("when"), null=True, blank=True)
    item = models.ForeignKey(
        Item, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("published as"),
    )  # fmt: skip
    created_at = models.DateTimeField(_("received"), auto_now_add=True)
    compared_at = models.DateTimeField(
        _("compared with the others"), null=True, blank=True
    )

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a contribution")
        verbose_name_plural = _("files of contributions")
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "master"], name="attachment_file_once"
            ),
            models.CheckConstraint(
                condition=Q(back_of__isnull=True)
                | (Q(role="back") & ~Q(back_of=F("pk"))),
                name="attachment_back_of_another",
            ),
            models.CheckConstraint(
                condition=Q(date_earliest__isnull=True, date_latest__isnull=True)
                | Q(date_earliest__lte=F("date_latest")),
                name="attachment_dates_ordered",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.original_name}"

    def edits_of(self, page: int) -> dict:
        """Give how one page (from 0) will be shown."""
        return self.edits.get(str(page), {})


class Resemblance(models.Model):
    """A file looks like a picture of the archive, or like a file of somebody else's.

    What its giver says it is (`answer`) and what the staff finds (`verdict`); every
    change of either stays in the history of the row.
    """

    attachment = models.ForeignKey(
        Attachment, models.CASCADE, related_name="resemblances"
    )
    media = models.ForeignKey(
        Media, models.CASCADE, null=True, blank=True, related_name="+",
        verbose_name=_("picture of the archive"),
    )  # fmt: skip
    other = models.ForeignKey(
        Attachment, models.CASCADE, null=True, blank=True, related_name="resembled_by",
        verbose_name=_("file of another contribution"),
    )  # fmt: skip
    distance = models.PositiveSmallIntegerField(_("differing bits of 64"))
    found_at = models.DateTimeField(_("found"), auto_now_add=True)
    answer = models.CharField(
        _("as its giver says"), max_length=10, choices=Likeness.choices, blank=True
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    verdict = models.CharField(
        _("as the staff finds"), max_length=10, choices=Likeness.choices, blank=True
    )
    verdict_by = models.ForeignKey(
        USER, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("by whom"),
    )  # fmt: skip
    verdict_at = models.DateTimeField(_("when"), null=True, blank=True)

    objects = ResemblanceQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["found_at"])

    class Meta:
        verbose_name = _("look-alike")
        verbose_name_plural = _("look-alikes")
        constraints = [
            models.CheckConstraint(
                condition=Q(media__isnull=False, other__isnull=True)
                | Q(media__isnull=True, other__isnull=False),
                name="resemblance_to_one_thing",
            ),
            models.UniqueConstraint(
                fields=["attachment", "media"], name="resemblance_to_media_once"
            ),
            models.UniqueConstraint(
                fields=["attachment", "other"], name="resemblance_to_other_once"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="resemblance_answered_when",
            ),
            models.CheckConstraint(
                condition=Q(verdict="", verdict_at__isnull=True)
                | (~Q(verdict="") & Q(verdict_at__isnull=False)),
                name="resemblance_judged_when",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.distance}"
