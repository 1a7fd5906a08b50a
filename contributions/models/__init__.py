"""What residents send in, the conversation about it, what was done; all private."""

from contributions.models.attachment import Attachment, Resemblance
from contributions.models.beginning import Beginning
from contributions.models.bulk import Batch, BatchEntry
from contributions.models.comment import Comment
from contributions.models.consent import AccessKey, Consent
from contributions.models.contribution import Contribution, new_reference
from contributions.models.enquiry import Enquiry, EnquiryMessage
from contributions.models.following import Follow, Follower
from contributions.models.inbound import InboundMail
from contributions.models.invitation import Invitation
from contributions.models.letter import Letter, Mailbox
from contributions.models.moved import MovedComment
from contributions.models.newsletter import LONGEST_FOREWORD, Issue
from contributions.models.question import ReadyQuestion
from contributions.models.removal import RemovalCase
from contributions.models.report import Report
from contributions.models.reservation import Reservation
from contributions.models.saved_view import SavedView
from contributions.models.standing import Sanction, SpotCheck
from contributions.models.talk_lock import TalkLock
from contributions.models.thanks import Thanks
from contributions.models.thread import Message, ModerationEvent
from contributions.models.upload import Upload, UploadPart, new_upload_key
from contributions.models.visitor import PhoneKey, Visitor

__all__ = [
    "LONGEST_FOREWORD",
    "AccessKey",
    "Attachment",
    "Batch",
    "BatchEntry",
    "Beginning",
    "Comment",
    "Consent",
    "Contribution",
    "Enquiry",
    "EnquiryMessage",
    "Follow",
    "Follower",
    "InboundMail",
    "Invitation",
    "Issue",
    "Letter",
    "Mailbox",
    "Message",
    "ModerationEvent",
    "MovedComment",
    "PhoneKey",
    "ReadyQuestion",
    "RemovalCase",
    "Report",
    "Resemblance",
    "Reservation",
    "Sanction",
    "SavedView",
    "SpotCheck",
    "TalkLock",
    "Thanks",
    "Upload",
    "UploadPart",
    "Visitor",
    "new_reference",
    "new_upload_key",
]
