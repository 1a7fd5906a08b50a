"""What the library does for people: a card at home, a copy, an hour with a computer."""

from django.core.validators import URLValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from news.models.branch import Branch
from news.querysets import ServiceQuerySet


class Service(models.Model):
    """A service, as it stands; what is new about it is told by posts of that kind."""

    slug = models.SlugField(_("address on the site"), max_length=100, unique=True)
    position = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("Smaller numbers stand first.")
    )
    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("in one sentence"), max_length=400, blank=True)
    body = models.TextField(_("text"), blank=True)
    to_bring = models.TextField(
        _("what to bring"), blank=True, help_text=_("One thing a line.")
    )
    hours = models.CharField(
        _("when"), max_length=200, blank=True,
        help_text=_("Empty: whenever the house is open."),
    )  # fmt: skip
    price = models.CharField(_("price"), max_length=200, blank=True)
    branches = models.ManyToManyField(
        Branch, blank=True, related_name="services", verbose_name=_("where"),
        help_text=_("None chosen: in all houses."),
    )  # fmt: skip
    url = models.URLField(
        _("online form or link"), max_length=500, blank=True,
        validators=[URLValidator(schemes=["http", "https"])],
    )  # fmt: skip
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("news:service", args=[self.slug])

    @property
    def is_public(self) -> bool:
        """Whether any visitor may read it now."""
        return self.published_at is not None and self.published_at <= timezone.now()
