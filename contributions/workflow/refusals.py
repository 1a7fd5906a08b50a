"""Why an act does not happen: four kinds, each with a sentence for the person acting."""

from typing import Any

from django.utils.translation import gettext_lazy


class Refusal(Exception):
    """An act that does not happen; `sentence` tells the person acting why."""

    code = "refused"
    default: Any = ""

    def __init__(self, sentence: Any = "") -> None:
        self.sentence = sentence or self.default
        super().__init__(str(self.sentence))


class NotAllowed(Refusal):
    """The person may not do this, whatever the state: 403."""

    code = "not_allowed"
    default = gettext_lazy("You may not do this with this contribution.")


class WrongState(Refusal):
    """The contribution is not where it was: 409."""

    code = "wrong_state"
    default = gettext_lazy("This is no longer possible: look at the status above.")


class Incomplete(Refusal):
    """Something is missing: 400; `field` names where."""

    code = "incomplete"

    def __init__(self, sentence: Any, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field
