"""The names of the statuses and actions; tools rely on the values."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Status(models.TextChoices):
    """Where a contribution stands."""

    DRAFT = "draft", _("not sent yet")
    SUBMITTED = "submitted", _("with the library")
    NEEDS_INFO = "needs_info", _("waiting for an answer")
    PUBLISHED = "published", _("published")
    DECLINED = "declined", _("not taken")
    WITHDRAWN = "withdrawn", _("withdrawn")
    SPAM = "spam", _("spam")


class Action(models.TextChoices):
    """What a person may do with a contribution."""

    SUBMIT = "submit", _("Send to the library")
    ASK = "ask", _("Ask a question")
    PUBLISH = "publish", _("Publish")
    DECLINE = "decline", _("Decline")
    MARK_SPAM = "mark_spam", _("Mark as spam")
    REOPEN = "reopen", _("Open again")
    UNDO = "undo", _("Undo")
    WITHDRAW = "withdraw", _("Withdraw")


class Step(models.TextChoices):
    """A screen of a draft; the value stands in its address."""

    CHOOSE = "choose", pgettext_lazy("step of a form", "Choose")
    TELL = "tell", pgettext_lazy("step of a form", "Tell")
    RIGHTS = "rights", pgettext_lazy("step of a form", "Rights")
    CHECK = "check", pgettext_lazy("step of a form", "Check")


DECIDED = frozenset({Status.PUBLISHED, Status.DECLINED, Status.SPAM})
UNSENT_OR_GONE = frozenset({Status.DRAFT, Status.WITHDRAWN})


class Reason(models.TextChoices):
    """Why something is declined; the words go to the resident."""

    DUPLICATE = "duplicate", _("We already have this picture.")
    UNCLEAR = "unclear", _("The picture is too small or too damaged to show.")
    OTHER_TOWN = "other_town", _("This is about another town.")
    RIGHTS = "rights", _("We may not show it: the rights belong to somebody else.")
    PERSONAL = "personal", _("It shows people who did not agree to be shown.")
    OTHER = "other", _("Another reason, in the words below.")


class Likeness(models.TextChoices):
    """What a file is beside a picture that looks like it."""

    SAME = "same", _("the same")
    BETTER = "better", _("a better scan")
    BACK = "back", _("the back")
    PRINT = "print", _("another print")
    MOMENT = "moment", _("another moment")
    UNRELATED = "unrelated", _("not the same")


# A giver is not asked whether it is just the same: that is what “Remove” is for.
ANSWERS = frozenset(set(Likeness) - {Likeness.SAME})
