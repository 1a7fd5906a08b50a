"""Which item of the archive is meant: by its reference, by words, or by its looks."""

from django.utils.translation import get_language

from contributions.models import Contribution, ModerationEvent, Resemblance
from contributions.states import Action
from history import dates, search
from history.models import Item, Media
from history.naming import item_named

SHOWN = 8
LATELY = 5


def found_items(words: str, *, user) -> list[dict]:
    """List the items that words lead to, the best first, as rows to choose from."""
    words = words.strip()
    if not words:
        return []
    exact = item_named(words, user=user)
    keys = [exact.pk] if exact else search.search(q=words, size=SHOWN).ids
    return _rows(keys, user=user)


def likely_items(contribution: Contribution, *, user) -> list[dict]:
    """List what it looks like, then what this person published last."""
    alike = (
        Resemblance.objects.for_staff(user)
        .filter(attachment__contribution=contribution, media__isnull=False)
        .nearest_first()
        .values_list("media__item_id", flat=True)[:SHOWN]
    )
    lately = (
        ModerationEvent.objects.filter(actor=user, action=Action.PUBLISH)
        .exclude(contribution__item=None)
        .order_by("-pk")
        .values_list("contribution__item_id", flat=True)[:LATELY]
    )
    keys = list(dict.fromkeys([*alike, *lately]))
    return _rows(keys, user=user, alike=set(alike))


def _rows(keys: list[int], *, user, alike: set[int] = frozenset()) -> list[dict]:
    """Prepare items for choosing, in the order of the keys: three queries."""
    items = {one.pk: one for one in Item.objects.visible_to(user).filter(pk__in=keys)}
    covers: dict[int, Media] = {}
    media = Media.objects.filter(item__in=items).select_related("master")
    for one in media.defer("master__text", "master__more_pages").order_by("position"):
        covers.setdefault(one.item_id, one)
    return [
        {
            "reference": item.reference,
            "title": item.title,
            "lang": item.language,
            "when": dates.display(
                item.date_earliest,
                item.date_latest,
                item.date_edtf,
                get_language() or "uk",
            )
            if item.date_edtf
            else item.date_said,
            "picture": covers[pk].picture if pk in covers else None,
            "url": item.get_absolute_url(),
            "is_alike": pk in alike,
        }
        for pk in keys
        if (item := items.get(pk))
    ]
