"""The shape of what residents type: it validates and cleans, and writes nothing."""

from contributions.forms.check import CheckForm
from contributions.forms.choose import ChooseForm
from contributions.forms.fields import FilesField, HoneypotMixin, is_blank
from contributions.forms.following import (
    AddressForm,
    AnswerForm,
    RemovalForm,
    WriteForm,
)
from contributions.forms.improving import ImproveForm
from contributions.forms.rights import RightsForm
from contributions.forms.steps import StepForm
from contributions.forms.tell import STORY_LETTERS, TellForm
from contributions.states import Step

STEPS: dict[Step, type[StepForm]] = {
    Step.CHOOSE: ChooseForm,
    Step.TELL: TellForm,
    Step.RIGHTS: RightsForm,
    Step.CHECK: CheckForm,
}

__all__ = [
    "STEPS",
    "STORY_LETTERS",
    "AddressForm",
    "AnswerForm",
    "FilesField",
    "HoneypotMixin",
    "ImproveForm",
    "RemovalForm",
    "StepForm",
    "WriteForm",
    "is_blank",
]
