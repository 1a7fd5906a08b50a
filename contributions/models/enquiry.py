"""What a reader asks a librarian, and what they write to each other; private."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from contributions.enquiry_querysets import EnquiryQuerySet
from contributions.models.contribution import new_reference
from news.models import AnsweredQuestion

USER = settings.AUTH_USER_MODEL


class Enquiry(models.Model):
    """One question of a reader; it counts once the address is proven.

    `published` is another record, in the library's own wording, and only where the
    reader agreed (`may_publish`).
    """

    class State(models.TextChoices):
        UNPROVEN = "unproven", _("address not proven")
        WAITING = "waiting", _("waits for an answer")
        ANSWERED = "answered", _("answered")

    reference = models.CharField(
        _("reference"), max_length=12, unique=True, default=new_reference
    )
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"), max_length=254)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    may_publish = models.BooleanField(
        _("may be published without a name"), default=False
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.UNPROVEN
    )
    asked_at = models.DateTimeField(_("asked"))
    opened_at = models.DateTimeField(_("address proven"), null=True, blank=True)
    touched_at = models.DateTimeField(_("last written"))
    claimed_by = models.ForeignKey(
        USER, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("who answers it"),
    )  # fmt: skip
    claimed_until = models.DateTimeField(_("held until"), null=True, blank=True)
    published = models.OneToOneField(
        AnsweredQuestion, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("published as"),
    )  # fmt: skip

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("question to a librarian")
        verbose_name_plural = _("questions to a librarian")
        indexes = [models.Index(fields=["state", "touched_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="unproven") | Q(opened_at__isnull=False),
                name="enquiry_counted_is_proven",
            ),
            models.CheckConstraint(
                condition=Q(published__isnull=True) | Q(may_publish=True),
                name="enquiry_published_by_consent",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_desk_url(self) -> str:
        """Give the address where the staff answer it."""
        return reverse("contributions:enquiry", args=[self.reference])


class EnquiryMessage(models.Model):
    """One letter of the thread, from the reader or from the library."""

    enquiry = models.ForeignKey(Enquiry, models.CASCADE, related_name="messages")
    is_from_library = models.BooleanField(_("from the library"), default=False)
    author = models.ForeignKey(
        USER, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("colleague"),
    )  # fmt: skip
    body = models.TextField(_("words"))
    created_at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("letter about a question")
        verbose_name_plural = _("letters about questions")
        ordering = ("created_at", "pk")

    def __str__(self) -> str:
        return f"#{self.pk}"
