"""Every read rule of the questions to a librarian."""

from django.db import models


class EnquiryQuerySet(models.QuerySet):
    """Questions by where they stand; one of an unproven address is seen by nobody."""

    def counted(self) -> "EnquiryQuerySet":
        """Keep those whose address is proven."""
        return self.exclude(state="unproven")

    def waiting(self) -> "EnquiryQuerySet":
        """Keep what waits for an answer, the longest first."""
        return self.filter(state="waiting").order_by("touched_at", "pk")

    def answered(self) -> "EnquiryQuerySet":
        """Keep what was answered, the latest first."""
        return self.filter(state="answered").order_by("-touched_at", "-pk")
