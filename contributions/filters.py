"""What narrows the queue, written in its address."""

import django_filters
from django import forms
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from contributions.models import Contribution


class View(models.TextChoices):
    """The piles of the desk; the value stands in the address."""

    WAITING = "waiting", _("Waiting")
    ASKED = "asked", _("Asked")
    REMOVAL = "removal", _("Removal wished")
    MINE = "mine", _("Decided by me lately")
    ASIDE = "aside", _("Not taken")


class QueueFilter(django_filters.FilterSet):
    """Narrow a pile by kind and language."""

    kind = django_filters.ChoiceFilter(
        choices=Contribution.Kind.choices, label=_("Kind"), empty_label=_("Every kind")
    )
    language = django_filters.ChoiceFilter(
        choices=settings.LANGUAGES, label=_("Language"), empty_label=_("Every language")
    )
    claim = django_filters.ChoiceFilter(
        choices=[("free", _("Nobody looks at it")), ("mine", _("I look at it"))],
        label=_("Looked at"),
        empty_label=_("By anybody"),
        method="by_claim",
    )

    class Meta:
        model = Contribution
        fields = ("kind", "language")
        form = forms.Form

    def __init__(self, *args, at, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.at = at

    def by_claim(self, queryset, name, value):
        """Keep what nobody, or what I am looking at."""
        if value == "mine":
            return queryset.filter(
                claimed_by=self.request.user, claimed_until__gt=self.at
            )
        return queryset.exclude(claimed_until__gt=self.at)


def pile(contributions, view: str, *, user, since):
    """Give one pile in the order in which it is worked off."""
    match view:
        case View.ASKED:
            return contributions.waiting_for_answer().newest_first()
        case View.REMOVAL:
            return contributions.removal_asked().order_by("removal_requested_at", "pk")
        case View.MINE:
            return contributions.decided_lately_by(
                user, since=since
            ).decided_last_first()
        case View.ASIDE:
            return contributions.set_aside().decided_last_first()
        case _:
            return contributions.awaiting_review().most_urgent_first()
