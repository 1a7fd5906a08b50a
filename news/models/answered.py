"""Questions that readers asked a librarian, and that all may read."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from news.querysets import AnsweredQuestionQuerySet


class AnsweredQuestion(models.Model):
    """A question with its answer in the library's own wording, without who asked."""

    slug = models.SlugField(_("address on the site"), max_length=100, unique=True)
    title = models.CharField(_("question in one line"), max_length=200)
    question = models.TextField(_("question"), blank=True)
    answer = models.TextField(_("answer"))
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)

    objects = AnsweredQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("answered question")
        verbose_name_plural = _("answered questions")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("news:question", args=[self.slug])

    @property
    def is_public(self) -> bool:
        """Whether any visitor may read it now."""
        return self.published_at is not None and self.published_at <= timezone.now()
