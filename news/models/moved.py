"""What came from the library's blog before: which entry became which post, and from where."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from news.models.post import Post
from news.models.tag import Tag


class MovedPost(models.Model):
    """An entry of another blog that is a post here; it stays when the post is deleted.

    `taken_from` and `left_as` are digests: of the entry as it was read, and of the
    post as it was left, so that nobody's work is written over.
    """

    old_id = models.CharField(max_length=300, unique=True)
    post = models.OneToOneField(
        Post, models.SET_NULL, null=True, blank=True, related_name="moved"
    )
    taken_from = models.CharField(max_length=64)
    left_as = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.old_id


class OldAddress(models.Model):
    """A path of the blog before; whoever noted it down, or linked to it, still arrives."""

    address = models.CharField(_("address before"), max_length=400, unique=True)
    post = models.ForeignKey(
        Post, models.CASCADE, null=True, blank=True, related_name="old_addresses"
    )
    tag = models.ForeignKey(
        Tag, models.CASCADE, null=True, blank=True, related_name="old_addresses"
    )

    class Meta:
        verbose_name = _("address of the blog before")
        verbose_name_plural = _("addresses of the blog before")
        constraints = [
            models.CheckConstraint(
                condition=Q(post__isnull=False) ^ Q(tag__isnull=False),
                name="old_address_leads_somewhere",
            ),
        ]

    def __str__(self) -> str:
        return self.address
