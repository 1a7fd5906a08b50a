"""What the door keeps about a thing of the archive goes along when it is merged."""

from django.contrib.contenttypes.models import ContentType

from contributions import thanking
from contributions.models import Attachment, Comment, Contribution, RemovalCase
from history.models import Collection, Item, Place


def follow(sender, source, target, **kwargs) -> None:
    """Point contributions, files, cases, thanks and comments to what stays."""
    if sender is Place:
        Contribution.objects.filter(place=source).update(place=target)
        Contribution.objects.filter(about_place=source).update(about_place=target)
        Attachment.objects.filter(place=source).update(place=target)
        return
    if sender is Collection:
        Contribution.objects.filter(collection=source).update(collection=target)
        return
    RemovalCase.objects.filter(item=source).update(item=target)
    Contribution.objects.filter(item=source).update(item=target)
    Contribution.objects.filter(about_item=source).update(about_item=target)
    Contribution.objects.filter(then_item=source).update(then_item=target)
    Attachment.objects.filter(item=source).update(item=target)
    thanking.follow(source, target)
    about = Comment.objects.filter(
        content_type=ContentType.objects.get_for_model(Item), object_id=source.pk
    )
    about.update(object_id=target.pk)
