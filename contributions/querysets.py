"""Every read rule of contributions: whose they are and what waits."""

from datetime import datetime

from django.db import models
from django.db.models import Count, Prefetch, Q

from contributions.states import DECIDED, UNSENT_OR_GONE, Status


class ContributionQuerySet(models.QuerySet):
    """Contributions by owner and by what the staff has to do."""

    def of(self, user) -> "ContributionQuerySet":
        """Keep those that this person gave."""
        return self.filter(contributor=user)

    def for_staff(self, user) -> "ContributionQuerySet":
        """Keep what a moderator may open: everything once it was sent.

        Drafts and withdrawn things stay with their owner.
        """
        if not user.has_perm("contributions.moderate"):
            return self.none()
        return self.exclude(status__in=UNSENT_OR_GONE)

    def awaiting_review(self) -> "ContributionQuerySet":
        """Keep what waits for a decision."""
        return self.filter(status=Status.SUBMITTED)

    def waiting_for_answer(self) -> "ContributionQuerySet":
        """Keep what waits for the resident."""
        return self.filter(status=Status.NEEDS_INFO)

    def decided(self) -> "ContributionQuerySet":
        """Keep what was decided."""
        return self.filter(status__in=DECIDED)

    def most_urgent_first(self) -> "ContributionQuerySet":
        """Order by what is left of the promise to answer."""
        return self.order_by("promise_at", "pk")

    def newest_first(self) -> "ContributionQuerySet":
        """Order by the last touch."""
        return self.order_by("-touched_at", "-pk")

    def with_thumbnails(self) -> "ContributionQuerySet":
        """Fetch for lists: the first file and how many there are."""
        from contributions.models import Attachment  # noqa: PLC0415 (models import querysets)

        return self.annotate(
            attachment_count=Count("attachments", distinct=True)
        ).prefetch_related(
            Prefetch(
                "attachments",
                queryset=Attachment.objects.filter(position=0).select_related("master"),
                to_attr="covers",
            )
        )

    def untouched_since(self, moment: datetime) -> "ContributionQuerySet":
        """Keep drafts that nobody touched since the moment."""
        return self.filter(status=Status.DRAFT, touched_at__lt=moment)


class MessageQuerySet(models.QuerySet):
    """Letters of a thread by who may read them."""

    def for_contributor(self) -> "MessageQuerySet":
        """Leave out the notes of the staff."""
        return self.filter(is_staff_only=False)

    def oldest_first(self) -> "MessageQuerySet":
        return self.order_by("created_at", "pk")


class LetterQuerySet(models.QuerySet):
    """Mails by whether they are to be sent."""

    def due(self, *, at: datetime) -> "LetterQuerySet":
        """Keep mails whose time has come and that nobody sends at this moment."""
        return self.filter(
            Q(claimed_until__isnull=True) | Q(claimed_until__lt=at),
            sent_at__isnull=True,
            cancelled_at__isnull=True,
            due_at__lte=at,
        ).order_by("due_at", "pk")


class CommentQuerySet(models.QuerySet):
    """Comments by visibility."""

    def visible(self) -> "CommentQuerySet":
        """Keep what any visitor may read."""
        return self.filter(state="visible")

    def held(self) -> "CommentQuerySet":
        """Keep what waits for the moderators."""
        return self.filter(state="held")

    def oldest_first(self) -> "CommentQuerySet":
        return self.order_by("created_at", "pk")
