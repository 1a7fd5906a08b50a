"""Words that mean the same in this town; the staff keeps the list."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Synonym(models.Model):
    """Hold words that find one another: «меткомбінат, комбінат, завод»."""

    words = models.CharField(
        _("words that mean the same"),
        max_length=300,
        help_text=_(
            "In any language, in one form, with commas between. Whoever looks for one "
            "of them finds the others too."
        ),
    )
    note = models.CharField(_("a note for colleagues"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("words that mean the same")
        verbose_name_plural = _("words that mean the same")

    def __str__(self):
        return self.words
