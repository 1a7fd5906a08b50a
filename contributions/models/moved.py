"""Which comment of the library's blog before became which comment here."""

from django.db import models

from contributions.models.comment import Comment


class MovedComment(models.Model):
    """A comment of another blog; it stays when the comment is deleted here."""

    old_id = models.CharField(max_length=300, unique=True)
    comment = models.OneToOneField(
        Comment, models.SET_NULL, null=True, blank=True, related_name="moved"
    )

    def __str__(self) -> str:
        return self.old_id
