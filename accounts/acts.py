"""The names of all acts that the audit may hold, in words; a test finds unnamed ones."""

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LABELS: dict[str, str | Promise] = {
    "admin.add": _("added in the catalogue"),
    "admin.change": _("changed in the catalogue"),
    "admin.delete": _("deleted in the catalogue"),
    "attachment.camera_data": _("read what the camera wrote into a file"),
    "consent.paper": _("read the signed paper of a consent"),
    "call.close": _("closed the call"),
    "call.edit": _("changed the call"),
    "call.open": _("opened a call"),
    "claim.kept": _("kept what somebody knows beside what is shown"),
    "claim.propose": _("wrote down what somebody knows"),
    "claim.refused": _("did not accept what somebody knows"),
    "claim.shown": _("accepted what somebody knows"),
    "collection.added": _("put items into the collection"),
    "collection.attach": _("put an item into the collection"),
    "collection.created": _("made the collection"),
    "collection.delete": _("deleted the collection"),
    "collection.edited": _("changed the collection"),
    "collection.merged": _("merged another collection into it"),
    "collection.noted": _("changed the note of an entry"),
    "collection.published": _("published the collection"),
    "collection.removed": _("took items out of the collection"),
    "collection.moved": _("changed the order of the collection"),
    "collection.unpublished": _("took the collection off the site"),
    "comment.decide": _("decided about the comment"),
    "comment.mark": _("marked words of a comment as something known"),
    "contribution.ask": _("asked a question"),
    "contribution.assign": _("assigned it"),
    "contribution.claim": _("took it in hand"),
    "contribution.decline": _("declined it"),
    "contribution.forget": _("forgot the person behind it"),
    "contribution.judge": _("compared it with a look-alike"),
    "contribution.keep": _("kept it public after a wish for removal"),
    "contribution.mark": _("marked words as something known"),
    "contribution.mark_spam": _("put it aside as spam"),
    "contribution.note": _("left a note for colleagues"),
    "contribution.pair": _("joined a back with its front"),
    "contribution.part": _("parted a back from its front"),
    "contribution.publish": _("published it"),
    "contribution.read": _("read what its giver wrote after the decision"),
    "contribution.reopen": _("opened it again"),
    "contribution.retouch": _("changed how a file is shown"),
    "contribution.submit": _("sent it"),
    "contribution.take_down": _("took down what came of it"),
    "contribution.undo": _("took the last act back"),
    "contribution.withdraw": _("withdrew it"),
    "shelf.close": _("closed the link of a shared shelf"),
    "shelf.open": _("opened the link of a shared shelf again"),
    "day.choose": _("chose the picture of a day"),
    "day.move": _("moved the picture of a day to another day"),
    "day.remove": _("left a day without a chosen picture"),
    "item.correct": _("corrected the item"),
    "item.hide": _("hid the item"),
    "item.mark": _("marked who is where on a picture"),
    "item.merge": _("merged a duplicate into the item"),
    "item.put_back_file": _("put the earlier file back"),
    "item.replace_file": _("replaced the file"),
    "item.restore": _("brought the item back"),
    "item.retouch": _("changed how the picture is shown"),
    "item.seal": _("closed the item to the archive"),
    "item.take_down": _("took the item down"),
    "item.unname": _("took a name off the item"),
    "oldmap.created": _("laid an old map over the map"),
    "oldmap.deleted": _("took an old map off the map"),
    "oldmap.edited": _("changed an old map"),
    "person.merge": _("merged another person into this one"),
    "place.merge": _("merged another place into this one"),
    "removal.decide": _("decided a wish for removal"),
    "sanction.impose": _("forbade something to the person for a while"),
    "sanction.lift": _("allowed it to the person again"),
    "spot_check.look": _("looked at what was published at once"),
    "story.block_added": _("added a block to the story"),
    "story.block_changed": _("changed a block of the story"),
    "story.block_moved": _("moved a block of the story"),
    "story.block_removed": _("took a block out of the story"),
    "story.created": _("began a story"),
    "story.deleted": _("deleted the story"),
    "story.edited": _("changed the head of the story"),
    "story.published": _("published the story"),
    "story.unpublished": _("took the story off the site"),
    "then_now.propose": _("proposed to show then and now together"),
    "then_now.remove": _("parted then and now"),
    "then_now.save": _("marked the points of then and now"),
    "then_now.turn": _("exchanged then and now"),
    "visitor.welcome": _("wrote down who stands at the desk"),
    "visitor.box": _("opened a box for somebody at the desk"),
    "visitor.slip": _("printed a slip with private links"),
}


def in_words(action: str) -> str:
    """Say what was done; an act that nobody named stands for itself."""
    return str(LABELS.get(action, action))


def thing_in_words(subject_type: str) -> str:
    """Say what kind of thing it was done to."""
    try:
        return str(apps.get_model(subject_type)._meta.verbose_name)
    except (LookupError, ValueError):  # a table that is no more
        return subject_type
