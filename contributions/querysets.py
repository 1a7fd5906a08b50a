"""Every read rule of contributions: whose they are and what waits."""

from datetime import datetime

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, Min, OuterRef, Prefetch, Q

from contributions.states import DECIDED, UNSENT_OR_GONE, Status


class ContributionQuerySet(models.QuerySet):
    """Contributions by owner and by what the staff has to do."""

    def of(self, user) -> "ContributionQuerySet":
        """Keep those that this person gave."""
        return self.filter(contributor=user)

    def owned_by(self, actor) -> "ContributionQuerySet":
        """Keep what this person gave: by account, or by links opened in this browser."""
        mine = Q(pk__in=actor.holds)
        if actor.account is not None:
            mine |= Q(contributor=actor.account)
        return self.filter(mine)

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

    def set_aside(self) -> "ContributionQuerySet":
        """Keep what was declined or is spam."""
        return self.filter(status__in=[Status.DECLINED, Status.SPAM])

    def decided_lately_by(self, user, *, since: datetime) -> "ContributionQuerySet":
        """Keep what this colleague decided since the moment."""
        return self.decided().filter(decided_by=user, decided_at__gte=since)

    def removal_asked(self) -> "ContributionQuerySet":
        """Keep what is public still although its giver asked to remove it."""
        return self.filter(
            status=Status.PUBLISHED, removal_requested_at__isnull=False
        ).exclude(item__status="removed")

    def with_unread_words(self) -> "ContributionQuerySet":
        """Keep what its giver wrote to after the decision, and nobody has read yet."""
        return self.filter(unread_since__isnull=False)

    def decidable_by(self, actor) -> "ContributionQuerySet":
        """Keep what this person may decide: never their own, unless one works alone."""
        found = self.for_staff(actor.user)
        if not settings.FOUR_EYES or found.query.is_empty():
            return found
        own = Q(pk__in=actor.holds) | Q(email__iexact=actor.user.email)
        return (
            found.exclude(own)
            .exclude(contributor__isnull=False, contributor=actor.user)
            .exclude(entered_by__isnull=False, entered_by=actor.user)
        )

    def free_for(self, user, *, at: datetime) -> "ContributionQuerySet":
        """Leave out what a colleague is looking at."""
        return self.exclude(Q(claimed_until__gt=at) & ~Q(claimed_by=user))

    def of_the_giver_of(self, contribution) -> "ContributionQuerySet":
        """Keep everything sent by the same person: by account or by address."""
        same = Q(email__iexact=contribution.email) & ~Q(email="")
        if contribution.contributor_id:
            same |= Q(contributor=contribution.contributor_id)
        return self.filter(same).exclude(status__in=UNSENT_OR_GONE)

    def of_one_person(self, contribution) -> "ContributionQuerySet":
        """Keep what the giver of this one gave, drafts as well.

        By account or by a proven address: what anybody may type proves nothing.
        """
        same = Q(pk=contribution.pk)
        if contribution.contributor_id:
            same |= Q(contributor=contribution.contributor_id)
        elif contribution.email and contribution.email_proven_at:
            same |= Q(email__iexact=contribution.email, email_proven_at__isnull=False)
        return self.filter(same)

    def counts_for_queue(self, user, *, since: datetime) -> dict[str, int]:
        """Count what each view of the queue holds, in one query."""
        return self.aggregate(
            waiting=Count("pk", filter=Q(status=Status.SUBMITTED)),
            asked=Count("pk", filter=Q(status=Status.NEEDS_INFO)),
            mine=Count(
                "pk",
                filter=Q(status__in=DECIDED, decided_by=user, decided_at__gte=since),
            ),
            removal=Count(
                "pk",
                filter=Q(status=Status.PUBLISHED, removal_requested_at__isnull=False)
                & ~Q(item__status="removed"),
            ),
            unread=Count("pk", filter=Q(unread_since__isnull=False)),
            aside=Count("pk", filter=Q(status__in=[Status.DECLINED, Status.SPAM])),
        )

    def promise_figures(self, *, at: datetime, since: datetime) -> dict:
        """Count promises kept and broken since the moment, and find who waits longest.

        Shape: `kept`, `broken` (decided too late, or still waiting past the promise),
        `oldest` (when the longest waiting one arrived, or None).
        """
        decided = Q(status__in=DECIDED, decided_at__gte=since)
        late = Q(decided_at__gt=F("promise_at"))
        return self.aggregate(
            kept=Count("pk", filter=decided & Q(decided_at__lte=F("promise_at"))),
            broken=Count(
                "pk",
                filter=(decided & late) | Q(status=Status.SUBMITTED, promise_at__lt=at),
            ),
            oldest=Min("submitted_at", filter=Q(status=Status.SUBMITTED)),
        )

    def record_of_giver(self) -> dict[str, int]:
        """Count what one person gave and what became of it."""
        return self.aggregate(
            given=Count("pk"),
            published=Count("pk", filter=Q(status=Status.PUBLISHED)),
            declined=Count("pk", filter=Q(status__in=[Status.DECLINED, Status.SPAM])),
        )

    def with_answers(self) -> "ContributionQuerySet":
        """Add `has_answer`: the resident wrote in the thread."""
        Message = apps.get_model("contributions.Message")

        return self.annotate(
            has_answer=Exists(
                Message.objects.filter(
                    contribution=OuterRef("pk"), is_from_library=False
                )
            )
        )

    def like_another(self) -> "ContributionQuerySet":
        """Keep those with a file that resembles one which nobody called unrelated."""
        alike = _resemblances()
        return self.filter(
            Q(pk__in=alike.values("attachment__contribution"))
            | Q(pk__in=alike.filter(other__isnull=False).values("other__contribution"))
        )

    def with_likeness(self) -> "ContributionQuerySet":
        """Add `is_like_another`: a file resembles one that nobody called unrelated."""
        alike = _resemblances()
        return self.annotate(
            is_like_another=Exists(
                alike.filter(attachment__contribution=OuterRef("pk"))
            )
            | Exists(alike.filter(other__contribution=OuterRef("pk")))
        )

    def answered(self) -> "ContributionQuerySet":
        """Keep those in whose thread the resident wrote."""
        Message = apps.get_model("contributions.Message")

        theirs = Message.objects.filter(is_from_library=False)
        return self.filter(pk__in=theirs.values("contribution"))

    def giver_is(self, record: str) -> Q:
        """Say whose giver is `new` here, `known` to us, or was `refused` before.

        By account or by address; two look-ups for a whole list, not one a row.
        """
        before = self.filter(status=Status.PUBLISHED)
        if record == "refused":
            before = self.set_aside()
        has = Q(email__in=before.exclude(email="").values("email")) | Q(
            contributor__isnull=False,
            contributor__in=before.filter(contributor__isnull=False).values(
                "contributor"
            ),
        )
        return ~has if record == "new" else has

    def most_urgent_first(self) -> "ContributionQuerySet":
        """Order by what is left of the promise to answer."""
        return self.order_by("promise_at", "pk")

    def decided_last_first(self) -> "ContributionQuerySet":
        """Order by the decision, the latest first."""
        return self.order_by("-decided_at", "-pk")

    def newest_first(self) -> "ContributionQuerySet":
        """Order by the last touch."""
        return self.order_by("-touched_at", "-pk")

    def with_thumbnails(self) -> "ContributionQuerySet":
        """Fetch for lists: the first file, how many there are, and whose task it is."""
        Attachment = apps.get_model("contributions.Attachment")

        return (
            self.select_related("claimed_by", "assigned_to")
            .annotate(attachment_count=Count("attachments", distinct=True))
            .prefetch_related(
                Prefetch(
                    "attachments",
                    queryset=Attachment.objects.filter(position=0)
                    .select_related("master")
                    .defer("master__text", "master__more_pages"),
                    to_attr="covers",
                )
            )
        )

    def untouched_since(self, moment: datetime) -> "ContributionQuerySet":
        """Keep drafts that nobody touched since the moment."""
        return self.filter(status=Status.DRAFT, touched_at__lt=moment)

    def to_be_reminded(self, moment: datetime) -> "ContributionQuerySet":
        """Keep untouched drafts whose owner was not told yet that they will go."""
        return self.untouched_since(moment).exclude(email="").exclude(_reminded())

    def given_up(
        self, moment: datetime, *, told_by: datetime
    ) -> "ContributionQuerySet":
        """Keep untouched drafts that may go: nobody to tell, or told in good time."""
        return self.untouched_since(moment).filter(
            Q(email="") | _reminded(created_at__lte=told_by)
        )


def _resemblances():
    return apps.get_model("contributions.Resemblance").objects.exclude(
        verdict="unrelated"
    )


def _reminded(**more) -> Exists:
    """Say whether a reminder was written since the last change."""
    Letter = apps.get_model("contributions.Letter")

    return Exists(
        Letter.objects.filter(
            contribution=OuterRef("pk"),
            kind="waiting",
            created_at__gte=OuterRef("touched_at"),
            **more,
        )
    )


class UploadQuerySet(models.QuerySet):
    """Uploads by whose they are and by how far they came."""

    def owned_by(self, actor) -> "UploadQuerySet":
        """Keep those of contributions that this person gave."""
        Contribution = apps.get_model("contributions.Contribution")

        return self.filter(contribution__in=Contribution.objects.owned_by(actor))

    def receiving(self) -> "UploadQuerySet":
        """Keep those of which bytes or the last check are missing."""
        return self.filter(state="receiving")

    def alive(self, *, at: datetime) -> "UploadQuerySet":
        """Keep those that may still go on."""
        return self.filter(expires_at__gt=at)

    def expired(self, *, at: datetime) -> "UploadQuerySet":
        """Keep those that nobody went on with in time."""
        return self.filter(expires_at__lte=at)


class AttachmentQuerySet(models.QuerySet):
    """Files of contributions by what remains to be done with them."""

    def uncompared(self) -> "AttachmentQuerySet":
        """Keep files that are prepared and undecided, and were never compared."""
        return self.filter(
            compared_at__isnull=True,
            master__state="ready",
            contribution__status__in=[
                Status.DRAFT, Status.SUBMITTED, Status.NEEDS_INFO,
            ],
        )  # fmt: skip

    def sent_before_by(self, actor, contribution) -> "AttachmentQuerySet":
        """Keep what the same person sent elsewhere: by account, link or proven address.

        An address that somebody only typed opens nothing.
        """
        Contribution = apps.get_model("contributions.Contribution")

        theirs = Contribution.objects.owned_by(actor)
        if contribution.email and contribution.email_proven_at:
            theirs = theirs | Contribution.objects.filter(
                email__iexact=contribution.email, email_proven_at__isnull=False
            )
        return self.filter(contribution__in=theirs).exclude(
            Q(contribution=contribution)
            | Q(contribution__status__in=[Status.WITHDRAWN, Status.SPAM])
        )


class ResemblanceQuerySet(models.QuerySet):
    """Look-alikes by who may learn of them."""

    def for_contributor(self) -> "ResemblanceQuerySet":
        """Keep likenesses to what any visitor may see: nothing else is ever told."""
        return self.filter(media__item__status="published")

    def for_staff(self, user) -> "ResemblanceQuerySet":
        """Keep what a moderator may see: everything but drafts and what was withdrawn."""
        if not user.has_perm("contributions.moderate"):
            return self.none()
        return self.exclude(
            Q(other__isnull=False)
            & (
                Q(other__contribution__status__in=UNSENT_OR_GONE)
                | Q(attachment__contribution__status__in=UNSENT_OR_GONE)
            )
        )

    def around(self, contribution) -> "ResemblanceQuerySet":
        """Keep what concerns the files of a contribution, from either side."""
        return self.filter(
            Q(attachment__contribution=contribution)
            | Q(other__contribution=contribution)
        )

    def nearest_first(self) -> "ResemblanceQuerySet":
        return self.order_by("distance", "pk")


class MessageQuerySet(models.QuerySet):
    """Letters of a thread by who may read them."""

    def for_contributor(self) -> "MessageQuerySet":
        """Leave out the notes of the staff."""
        return self.filter(is_staff_only=False)

    def oldest_first(self) -> "MessageQuerySet":
        return self.order_by("created_at", "pk")


class RemovalCaseQuerySet(models.QuerySet):
    """Wishes for removal by where they stand, and whose they are."""

    def waiting(self) -> "RemovalCaseQuerySet":
        """Keep what waits for a decision, the oldest promise first."""
        return self.filter(state="open").order_by("promise_at", "pk")

    def answered(self) -> "RemovalCaseQuerySet":
        """Keep what was decided or taken back, the latest first."""
        return self.filter(state__in=["decided", "withdrawn"]).order_by(
            F("decided_at").desc(nulls_last=True), "-pk"
        )

    def counted(self) -> "RemovalCaseQuerySet":
        """Count by year of asking what came of it; no word of who or what."""
        decided = {
            f"as_{decision}": Count("pk", filter=Q(decision=decision))
            for decision in ("keep", "blur", "hide_name", "archive", "take_down")
        }
        return (
            self.exclude(state="unproven")
            .values("opened_at__year")
            .annotate(
                asked=Count("pk"), covered=Count("pk", filter=Q(was_covered=True)),
                waiting=Count("pk", filter=Q(state="open")), **decided,
            )
            .order_by("-opened_at__year")
        )  # fmt: skip
