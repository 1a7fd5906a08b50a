"""A colleague of another library who was asked to write for ours; known to the staff only."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from news.models import Post


class Invitation(models.Model):
    """The link in their letter opens one draft, until it is sent, taken back or too late."""

    name = models.CharField(_("name"), max_length=120)
    library = models.CharField(_("from which library"), max_length=160)
    email = models.EmailField(_("e-mail"), max_length=254)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(_("invited"))
    ends_at = models.DateTimeField(_("until"))
    withdrawn_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    post = models.OneToOneField(
        Post, models.SET_NULL, null=True, blank=True, related_name="invitation"
    )
    sent_at = models.DateTimeField(_("sent to us"), null=True, blank=True)
    told_at = models.DateTimeField(_("told that it is public"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether its guest may write now."""
        is_out = self.post is not None and self.post.published_at is not None
        is_late = self.ends_at <= timezone.now()
        return not (self.withdrawn_at or self.sent_at or is_late or is_out)
