"""What narrows the queue, written in its address, and how much each choice would leave."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import display_name
from contributions import workflow
from contributions.models import Contribution
from history.models import Collection

SHOWN = 40  # collections to choose from: those that were asked for most


class View(models.TextChoices):
    """The piles of the desk; the value stands in the address."""

    WAITING = "waiting", gettext_lazy("Waiting")
    ASKED = "asked", gettext_lazy("Asked")
    REMOVAL = "removal", gettext_lazy("Removal wished")
    MINE = "mine", gettext_lazy("Decided by me lately")
    UNREAD = "unread", gettext_lazy("New letters")
    ASIDE = "aside", gettext_lazy("Not taken")


class Age(models.TextChoices):
    """How long it waits, and what is left of the promise."""

    DAY = "day", gettext_lazy("Since yesterday")
    WEEK = "week", gettext_lazy("In the last seven days")
    OLDER = "older", gettext_lazy("Longer ago")
    SOON = "soon", gettext_lazy("Promised for these two days")
    LATE = "late", gettext_lazy("Promise broken")


class Record(models.TextChoices):
    """What the library knows of its giver."""

    NEW = "new", gettext_lazy("Nothing published yet")
    KNOWN = "known", gettext_lazy("Something published")
    REFUSED = "refused", gettext_lazy("Something not taken")


class YesNo(models.TextChoices):
    YES = "yes", gettext_lazy("Yes")
    NO = "no", gettext_lazy("No")


class Claim(models.TextChoices):
    FREE = "free", gettext_lazy("Nobody looks at it")
    MINE = "mine", gettext_lazy("I look at it")


ME, NOBODY = "me", "nobody"
PARAMETERS = ("view", "look", "page", "after", "done", "batch")
"""What the address may carry besides the filters."""


@dataclass(frozen=True)
class Choice:
    """One value of a filter: its words and what it would leave."""

    value: str
    label: str
    count: int | None = None


@dataclass(frozen=True)
class Facet:
    """One filter as the page shows it."""

    name: str
    label: str
    any_label: str
    value: str
    choices: list[Choice]


class QueueFilter:
    """Narrow a pile; every filter is one word of the address.

    Words that we do not know are told in `problems`, and narrow nothing.
    """

    base_filters = {
        "kind": (gettext_lazy("Kind"), gettext_lazy("Every kind")),
        "age": (gettext_lazy("Arrived"), gettext_lazy("Whenever")),
        "record": (gettext_lazy("Giver"), gettext_lazy("Everybody")),
        "collection": (
            gettext_lazy("For the collection"), gettext_lazy("Any, or none"),
        ),
        "language": (gettext_lazy("Language"), gettext_lazy("Every language")),
        "duplicate": (gettext_lazy("Looks like another"), gettext_lazy("Either")),
        "answered": (gettext_lazy("Question answered"), gettext_lazy("Either")),
        "assigned": (gettext_lazy("Given to"), gettext_lazy("Anybody, or nobody")),
        "claim": (gettext_lazy("Looked at"), gettext_lazy("By anybody")),
    }  # fmt: skip

    def __init__(self, data: QueryDict, *, queryset, request, at: datetime) -> None:
        self.data, self.pile, self.at = data, queryset, at
        self.request, self.user = request, request.user
        self.filters = self.base_filters

    @cached_property
    def chosen(self) -> dict[str, str]:
        """Give the filters that the address names, known values only."""
        return {
            name: value
            for name in self.base_filters
            if (value := self.data.get(name, "").strip())
            and self._is_known(name, value)
        }

    @cached_property
    def problems(self) -> list[str]:
        """Say which words of the address we do not know."""
        found = []
        for name, values in self.data.lists():
            label = self.base_filters.get(name, ("", ""))[0]
            if name in self.base_filters and len(values) > 1:
                found.append(
                    _("“%(name)s” stands in the address twice.") % {"name": label}
                )
            elif name in self.base_filters and (value := values[0].strip()):
                if not self._is_known(name, value):
                    found.append(
                        _("“%(name)s” cannot be “%(value)s”.")
                        % {"name": label, "value": value[:60]}
                    )
            elif name not in (*self.base_filters, *PARAMETERS) and not name.startswith(
                "utm_"
            ):
                found.append(
                    _("The queue has no filter “%(name)s”.") % {"name": name[:60]}
                )
        return found

    def is_valid(self) -> bool:
        """Say whether the whole address was understood."""
        return not self.problems

    @cached_property
    def qs(self):
        """Give the narrowed pile, in the order of the pile."""
        return self._narrowed(self.chosen)

    def facets(self) -> list[Facet]:
        """Give every filter with its choices and what each of them would leave.

        Filters that are not chosen share one look at the table; each chosen one needs
        its own, without itself. Two more count collections and colleagues.
        """
        counts: dict[tuple[str, str], int] = {}
        free = [name for name in self.base_filters if name not in self.chosen]
        counts |= self._counts(free, self.qs)
        for name in self.chosen:
            others = {k: v for k, v in self.chosen.items() if k != name}
            counts |= self._counts([name], self._narrowed(others))
        return [
            Facet(
                name, str(label), str(any_label), self.chosen.get(name, ""),
                [
                    Choice(value, str(words), counts.get((name, value), 0))
                    for value, words in self._choices(name)
                ],
            )
            for name, (label, any_label) in self.base_filters.items()
        ]  # fmt: skip

    def query(self) -> str:
        """Give the filters as they are kept under a name."""
        kept = QueryDict(mutable=True)
        if (view := self.data.get("view", "")) in View.values and view != View.WAITING:
            kept["view"] = view
        kept.update(self.chosen)
        return kept.urlencode()

    def _narrowed(self, chosen: dict[str, str]):
        found = self.pile
        for name, value in chosen.items():
            found = found.filter(self._condition(name, value))
        return found

    def _condition(self, name: str, value: str) -> Q:
        """Say in the words of the database what a choice means."""
        at, gifts = self.at, Contribution.objects
        match name, value:
            case "kind" | "language", _:
                return Q(**{name: value})
            case "collection", "none":
                return Q(collection__isnull=True)
            case "collection", _:
                return Q(collection__slug=value)
            case "age", Age.DAY:
                return Q(submitted_at__gte=at - timedelta(days=1))
            case "age", Age.WEEK:
                return Q(submitted_at__gte=at - timedelta(days=7))
            case "age", Age.OLDER:
                return Q(submitted_at__lt=at - timedelta(days=7))
            case "age", Age.SOON:
                return Q(promise_at__gte=at, promise_at__lt=at + timedelta(days=2))
            case "age", _:
                return Q(promise_at__lt=at)
            case "record", _:
                return gifts.giver_is(value)
            case "duplicate", _:
                alike = Q(pk__in=gifts.like_another().values("pk"))
                return alike if value == YesNo.YES else ~alike
            case "answered", _:
                told = Q(pk__in=gifts.answered().values("pk"))
                return told if value == YesNo.YES else ~told
            case "assigned", "me":
                return Q(assigned_to=self.user)
            case "assigned", "nobody":
                return Q(assigned_to__isnull=True)
            case "assigned", _:
                return Q(assigned_to=int(value))
            case _, Claim.MINE:
                return Q(claimed_by=self.user, claimed_until__gt=at)
        return Q(claimed_until__isnull=True) | Q(claimed_until__lte=at)

    def _counts(self, names: Iterable[str], found) -> dict[tuple[str, str], int]:
        """Count for some filters what each of their choices would leave of a pile."""
        wanted = [
            (name, value)
            for name in names
            if name not in ("collection", "assigned")
            for value, _label in self._choices(name)
        ]
        counts = {}
        if wanted:
            answer = found.order_by().aggregate(
                **{
                    f"n{number}": Count("pk", filter=self._condition(*one))
                    for number, one in enumerate(wanted)
                }
            )
            counts = {one: answer[f"n{n}"] for n, one in enumerate(wanted)}
        if "collection" in names:
            slugs = {pk: slug for pk, slug, _label in self._collections}
            rows = found.order_by().values_list("collection").annotate(n=Count("pk"))
            counts |= {
                ("collection", slugs.get(pk, "none" if pk is None else "")): n
                for pk, n in rows
            }
        if "assigned" in names:
            rows = found.order_by().values_list("assigned_to").annotate(n=Count("pk"))
            for number, n in rows:
                counts["assigned", NOBODY if number is None else str(number)] = n
            counts["assigned", ME] = counts.get(("assigned", str(self.user.pk)), 0)
        return counts

    def _is_known(self, name: str, value: str) -> bool:
        return any(value == known for known, _label in self._choices(name, every=True))

    def _choices(self, name: str, *, every: bool = False) -> list[tuple[str, Any]]:
        """List the values of a filter with their words, in the order of the page."""
        match name:
            case "kind":
                return list(Contribution.Kind.choices)
            case "language":
                return list(settings.LANGUAGES)
            case "age":
                return list(Age.choices)
            case "record":
                return list(Record.choices)
            case "claim":
                return list(Claim.choices)
            case "duplicate" | "answered":
                return list(YesNo.choices)
            case "collection":
                none = pgettext_lazy("collection", "None")
                known = [(slug, label) for _pk, slug, label in self._collections]
                return [("none", none), *known]
            case _:
                return [(ME, _("Me")), (NOBODY, _("Nobody")), *self._colleagues]

    @cached_property
    def _collections(self) -> list[tuple[int, str, str]]:
        return [
            (collection.pk, collection.slug, str(collection))
            for collection in Collection.objects.visible_to(self.user).in_order()
        ]

    @cached_property
    def _colleagues(self) -> list[tuple[str, str]]:
        return [
            (str(one.pk), display_name(one))
            for one in workflow.colleagues()
            if one != self.user
        ]


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
        case View.UNREAD:
            return contributions.with_unread_words().order_by("unread_since", "pk")
        case View.ASIDE:
            return contributions.set_aside().decided_last_first()
        case _:
            return contributions.awaiting_review().most_urgent_first()
