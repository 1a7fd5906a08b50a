"""How a contribution's reference and the steps of a draft stand in an address."""

from contributions.states import Step


class ReferenceConverter:
    """Letters and digits only; small letters, as people type them, are fine."""

    regex = r"[0-9A-Za-z]{6,12}"

    def to_python(self, value: str) -> str:
        return value.upper()

    def to_url(self, value: str) -> str:
        return value


class StepConverter:
    """One of the screens of a draft."""

    regex = "|".join(Step.values)

    def to_python(self, value: str) -> Step:
        return Step(value)

    def to_url(self, value: str) -> str:
        return str(value)
