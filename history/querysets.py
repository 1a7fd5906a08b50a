"""Every read rule of the archive: what may be seen, in which order."""

from collections.abc import Iterable
from datetime import date

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery


class MasterQuerySet(models.QuerySet):
    """Originals by what remains to be done with them."""

    def unprepared(self, *, before) -> "MasterQuerySet":
        """Keep originals whose sizes were never made, oldest first."""
        return self.filter(state="received", received_at__lt=before).order_by("pk")

    def stuck(self, *, attempts: int) -> "MasterQuerySet":
        """Keep originals that a person should look at: damaged, or tried in vain."""
        return self.filter(
            Q(problem__in=self.model.DAMAGE)
            | Q(state="received", attempts__gte=attempts)
            | Q(state="received", problem__in=["storage", "unscanned"])
            | Q(state="unreadable", problem__in=self.model.PASSING)
        )


class MediaQuerySet(models.QuerySet):
    """Files of items by what visitors see of them."""

    def shown(self) -> "MediaQuerySet":
        """Keep files of published items."""
        return self.filter(item__status="published")

    def stuck(self, *, attempts: int) -> "MediaQuerySet":
        """Keep shown files whose public pictures could not be made."""
        return self.shown().filter(Q(attempts__gte=attempts) | ~Q(problem=""))

    def without_tiles(self) -> "MediaQuerySet":
        """Keep shown files whose tiles could not be made."""
        return self.shown().filter(tiles_state="failed")

    def untiled(self, *, before) -> "MediaQuerySet":
        """Keep files that wait for tiles since before a moment, oldest first."""
        return self.filter(tiles_state="needed", tiles_at__lt=before).order_by(
            "tiles_at"
        )


class ItemQuerySet(models.QuerySet):
    """Items by visibility; the only place where the rule is spelled."""

    def published(self) -> "ItemQuerySet":
        """Keep what any visitor may see."""
        return self.filter(status="published")

    def visible_to(self, user) -> "ItemQuerySet":
        """Keep what this person may see: staff also see hidden items."""
        if user is not None and user.has_perm("history.view_item"):
            return self.exclude(status="removed")
        return self.published()

    def removed(self) -> "ItemQuerySet":
        """Keep what was taken down: only that it was here may be said."""
        return self.filter(status="removed")

    def to_be_opened(self, *, at) -> "ItemQuerySet":
        """Keep hidden items whose moment to be shown has come."""
        return self.filter(status="hidden", is_archive_only=False, visible_from__lte=at)

    def open_questions(self, about: str = "any") -> "ItemQuerySet":
        """Keep pictures of which nobody could tell us the date, the place or a person.

        `about` is "date", "place" or "person" where only that is wanted.
        """
        Depiction = apps.get_model("history.Depiction")

        unnamed = Depiction.objects.filter(media__item=OuterRef("pk")).unnamed()
        lacking = {
            "date": Q(date_earliest__isnull=True, date_latest__isnull=True),
            "place": Q(place__isnull=True, place_said=""),
            "person": Q(Exists(unnamed)),
        }
        lacking["any"] = lacking["date"] | lacking["place"] | lacking["person"]
        return self.filter(lacking[about], kind__in=["photo", "document"])

    def of_days(self, days: Iterable[date]) -> "ItemQuerySet":
        """Keep what is of exactly one of these days, and surely so; the oldest first."""
        # Said as the index `item_of_one_day` says it, so that both engines use it.
        exact = self.filter(date_earliest=F("date_latest"), date_earliest__in=days)
        sure = exact.exclude(date_sure="guess").exclude(date_edtf__regex="[~?%]")
        return sure.order_by("date_earliest", "pk")

    def in_time(self) -> "ItemQuerySet":
        """Order by the year shown, the undated last."""
        return self.order_by(
            F("date_earliest").asc(nulls_last=True),
            F("date_latest").asc(nulls_last=True),
            "pk",
        )

    def newest_first(self) -> "ItemQuerySet":
        """Order by publication, latest first."""
        return self.order_by("-published_at", "-pk")

    def with_cover(self) -> "ItemQuerySet":
        """Fetch for cards: place and the first file, in two queries."""
        Media = apps.get_model("history.Media")

        return self.select_related("place").prefetch_related(
            Prefetch(
                "media",
                queryset=Media.objects.filter(position=0),
                to_attr="covers",
            )
        )

    def with_everything(self) -> "ItemQuerySet":
        """Fetch for the item's own page."""
        Claim = apps.get_model("history.Claim")
        CollectionEntry = apps.get_model("history.CollectionEntry")
        Media = apps.get_model("history.Media")

        return self.select_related("place", "place__parent", "about").prefetch_related(
            Prefetch(
                "claims",
                queryset=Claim.objects.disputed().select_related("place", "person"),
                to_attr="disputes",
            ),
            Prefetch(
                "media",
                queryset=Media.objects.select_related("master")
                .defer("master__text", "master__more_pages")
                .order_by("position"),
            ),
            "media__depictions__person",
            "people",
            "subjects",
            "place__names",
            Prefetch(
                "entries",
                queryset=CollectionEntry.objects.filter(
                    collection__published_at__isnull=False
                )
                .with_neighbours()
                .select_related("collection")
                .order_by("collection_id"),
            ),
        )


class DepictionQuerySet(models.QuerySet):
    """Marks on pictures by what they tell."""

    def unnamed(self) -> "DepictionQuerySet":
        """Keep marks of somebody of whom the mark only asks who it is."""
        return self.filter(person=None, label__contains="?")


class ClaimQuerySet(models.QuerySet):
    """Claims about items by what is still to be done with them, and who reads them."""

    def open(self) -> "ClaimQuerySet":
        """Keep what waits for a decision and belongs to an item, oldest first."""
        found = self.filter(state="proposed", item__isnull=False)
        return found.order_by("proposed_at", "pk")

    def disputed(self) -> "ClaimQuerySet":
        """Keep what visitors read beside the value shown."""
        return self.filter(is_disputed=True).order_by("proposed_at", "pk")

    def answers(self) -> "ClaimQuerySet":
        """Keep what people told of an item that was public before, and it says now.

        The latest come first.
        """
        found = self.filter(
            state="shown", item__status="published", field__in=["date", "place", "person"],
            source__in=["contribution", "comment"],
            proposed_at__gt=F("item__published_at"),
        )  # fmt: skip
        return found.order_by("-decided_at", "-pk")

    def told_by(self, source: str, ref: str) -> "ClaimQuerySet":
        """Keep what came from one contribution or comment."""
        return self.filter(source=source, source_ref=ref).order_by("pk")

    def let_go(self, item) -> None:
        """Take back what was told of an item that is about to be deleted."""
        self.filter(item=item).exclude(source_ref="").update(
            item=None, state="proposed", is_disputed=False,
            decided_at=None, decided_by=None, decided_why="",
        )  # fmt: skip


class CallQuerySet(models.QuerySet):
    """Calls by whether the town may answer them."""

    def public(self) -> "CallQuerySet":
        """Keep calls of published collections that were opened once."""
        return self.filter(
            opened_at__isnull=False, collection__published_at__isnull=False
        )

    def open(self, *, on: date) -> "CallQuerySet":
        """Keep public calls whose last day has not passed, the next to close first."""
        found = self.public().filter(Q(closes_on__isnull=True) | Q(closes_on__gte=on))
        return found.order_by(F("closes_on").asc(nulls_last=True), "pk")


class CollectionQuerySet(models.QuerySet):
    """Collections by visibility."""

    def published(self) -> "CollectionQuerySet":
        """Keep what any visitor may see."""
        return self.filter(published_at__isnull=False)

    def visible_to(self, user) -> "CollectionQuerySet":
        """Keep what this person may see: curators also see drafts."""
        if user is not None and user.has_perm("history.change_collection"):
            return self
        return self.published()

    def titled(self, title: str) -> "CollectionQuerySet":
        """Keep those of exactly this title, in any language; drafts as well."""
        same = Q()
        for code, _label in settings.LANGUAGES:
            same |= Q(**{f"title_{code}__iexact": title})
        return self.filter(same)

    def in_order(self) -> "CollectionQuerySet":
        """Order as the curators set it."""
        return self.order_by("position", "pk")

    def with_counts(self) -> "CollectionQuerySet":
        """Add `item_count`: published items only."""
        return self.annotate(
            item_count=Count("entries", filter=Q(entries__item__status="published"))
        )

    def with_covers(self) -> "CollectionQuerySet":
        """Add `cover_media_id`: the chosen cover, else the first published picture."""
        Media = apps.get_model("history.Media")

        chosen = Media.objects.filter(
            item=OuterRef("cover"), item__status="published", position=0
        )
        first = Media.objects.filter(
            item__entries__collection=OuterRef("pk"),
            item__status="published",
            position=0,
        ).order_by("item__entries__position", "pk")
        return self.annotate(
            chosen_media_id=Subquery(chosen.values("pk")[:1]),
            first_media_id=Subquery(first.values("pk")[:1]),
        )


class ExhibitQuerySet(models.QuerySet):
    """Stories and walks by visibility."""

    def published(self) -> "ExhibitQuerySet":
        """Keep what any visitor may see."""
        return self.filter(published_at__isnull=False)

    def visible_to(self, user) -> "ExhibitQuerySet":
        """Keep what this person may see: curators also see drafts."""
        if user is not None and user.has_perm("history.change_exhibit"):
            return self
        return self.published()

    def showing(self, item) -> "ExhibitQuerySet":
        """Keep those in which an item stands: in a block, or as the cover."""
        ExhibitBlock = apps.get_model("history.ExhibitBlock")

        blocks = ExhibitBlock.objects.filter(Q(item=item) | Q(beside=item))
        return self.filter(Q(pk__in=blocks.values("exhibit")) | Q(cover=item))

    def in_order(self) -> "ExhibitQuerySet":
        """Order as the curators set it, the newest first among equals."""
        return self.order_by("position", "-pk")


class DayPictureQuerySet(models.QuerySet):
    """Choices for days by whether visitors see them."""

    def shown(self, *, on: date) -> "DayPictureQuerySet":
        """Keep the choice for a day whose picture any visitor may see uncovered."""
        return self.filter(
            day=on, item__status="published", item__sensitive="",
            item__media__position=0, item__media__duration_ms=None,
        )  # fmt: skip

    def with_items(self) -> "DayPictureQuerySet":
        """Fetch for cards: the item with its place and the first file, in two queries."""
        Media = apps.get_model("history.Media")

        return self.select_related("item__place").prefetch_related(
            Prefetch(
                "item__media",
                queryset=Media.objects.filter(position=0),
                to_attr="covers",
            )
        )


class EntryQuerySet(models.QuerySet):
    """Entries of collections by visibility of their items."""

    def published(self) -> "EntryQuerySet":
        """Keep entries whose item any visitor may see."""
        return self.filter(item__status="published")

    def count_published(self) -> int:
        """Count what visitors see: all but the few whose items are not published.

        Asking the item of each entry takes 70 ms for 20,000 entries, this 3 ms.
        """
        Item = apps.get_model("history.Item")
        others = [one for one in Item.Status.values if one != "published"]
        unseen = Item.objects.filter(status__in=others).values("pk")
        return self.count() - self.filter(item__in=unseen).count()

    def in_order(self) -> "EntryQuerySet":
        """Order as the curators set it."""
        return self.order_by("position", "pk")

    def with_neighbours(self) -> "EntryQuerySet":
        """Add `previous_item_id` and `next_item_id`: published, in the curator's order."""
        CollectionEntry = apps.get_model("history.CollectionEntry")

        beside = CollectionEntry.objects.published().filter(
            collection=OuterRef("collection")
        )
        before = Q(position__lt=OuterRef("position")) | Q(
            position=OuterRef("position"), pk__lt=OuterRef("pk")
        )
        after = Q(position__gt=OuterRef("position")) | Q(
            position=OuterRef("position"), pk__gt=OuterRef("pk")
        )
        return self.annotate(
            previous_item_id=Subquery(
                beside.filter(before).order_by("-position", "-pk").values("item_id")[:1]
            ),
            next_item_id=Subquery(
                beside.filter(after).order_by("position", "pk").values("item_id")[:1]
            ),
        )

    def with_items(self) -> "EntryQuerySet":
        """Fetch for cards: the item with its place and the first file, in two queries."""
        Media = apps.get_model("history.Media")

        return self.select_related("item__place").prefetch_related(
            Prefetch(
                "item__media",
                queryset=Media.objects.filter(position=0),
                to_attr="covers",
            )
        )


class OldMapQuerySet(models.QuerySet):
    """Scanned maps by who may lay them over the map."""

    def shown(self) -> "OldMapQuerySet":
        """Keep those that any visitor may: placed, and their picture is public."""
        Item = apps.get_model("history.Item")

        # As a question for each map: joined, SQLite would begin with all items.
        theirs = Item.objects.published().filter(media=OuterRef("media"), sensitive="")
        return self.filter(Exists(theirs), is_shown=True)

    def in_order(self) -> "OldMapQuerySet":
        """Order by year, the undated last."""
        return self.order_by(F("year").asc(nulls_last=True), "pk")


class ThenNowQuerySet(models.QuerySet):
    """Pairs of an old picture and today's by what visitors see of them."""

    def visible(self) -> "ThenNowQuerySet":
        """Keep published pairs of which any visitor may see both pictures at once."""
        return self.filter(
            state="published",
            then__item__status="published", then__item__sensitive="",
            now__item__status="published", now__item__sensitive="",
        )  # fmt: skip

    def with_shape(self) -> "ThenNowQuerySet":
        """Keep pairs that are to be aligned: visible ones, with enough points."""
        return self.visible().exclude(points=[])

    def of_item(self, item) -> "ThenNowQuerySet":
        """Keep those that an item is one side of."""
        return self.filter(Q(then__item=item) | Q(now__item=item))

    def of_media(self, files) -> "ThenNowQuerySet":
        """Keep those that one of these pictures is a side of."""
        return self.filter(Q(then__in=files) | Q(now__in=files))

    def unaligned(self, *, before) -> "ThenNowQuerySet":
        """Keep visible pairs whose aligned picture waits since before a moment."""
        waiting = self.with_shape().filter(aligned_state="needed")
        return waiting.filter(aligned_at__lt=before).order_by("aligned_at", "pk")

    def stuck(self) -> "ThenNowQuerySet":
        """Keep visible pairs whose aligned picture could not be made.

        Where a better scan came, nothing failed: a curator looks at the points first.
        """
        return (
            self.with_shape().filter(aligned_state="failed").exclude(problem="replaced")
        )

    def newest_first(self) -> "ThenNowQuerySet":
        """Order by publication, latest first."""
        return self.order_by("-published_at", "-pk")

    def with_sides(self) -> "ThenNowQuerySet":
        """Fetch both pictures with their items and places, in one query."""
        return self.select_related(
            "then__master", "then__item__place", "now__master", "now__item__place"
        ).defer(
            "then__master__text", "then__master__more_pages", "now__master__text",
            "now__master__more_pages",
        )  # fmt: skip
