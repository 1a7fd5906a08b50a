"""Every read rule of comments: what visitors read, what waits, what is one thread."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef, Q


class CommentQuerySet(models.QuerySet):
    """Comments by visibility."""

    def about(self, target: models.Model) -> "CommentQuerySet":
        """Keep what was written under this thing."""
        return self.filter(
            content_type=ContentType.objects.get_for_model(target),
            object_id=target.pk,
        )

    def decided_last_first(self) -> "CommentQuerySet":
        """Order by the decision, the latest first."""
        return self.order_by("-decided_at", "-pk")

    def visible(self) -> "CommentQuerySet":
        """Keep what any visitor may read."""
        return self.filter(state="visible")

    def held(self) -> "CommentQuerySet":
        """Keep what waits for the moderators."""
        return self.filter(state="held")

    def unproven(self) -> "CommentQuerySet":
        """Keep what waits for a press in a letter; the staff do not see it."""
        return self.filter(state="unproven")

    def opening(self) -> "CommentQuerySet":
        """Keep what opens a thread that visitors see: read itself, or answered."""
        answered = self.model.objects.visible().filter(parent=OuterRef("pk"))
        return self.filter(Q(state="visible") | Q(Exists(answered)), parent=None)

    def in_thread(self, comment) -> "CommentQuerySet":
        """Keep the thread that a comment stands in, its beginning and all replies."""
        top = comment.parent_id or comment.pk
        return self.filter(Q(pk=top) | Q(parent=top))

    def listening(self) -> "CommentQuerySet":
        """Keep those whose proven writers want to know what is answered."""
        return self.filter(
            wants_answers=True, proved_at__isnull=False, state__in=("visible", "held")
        ).exclude(email="")

    def oldest_first(self) -> "CommentQuerySet":
        return self.order_by("created_at", "pk")
