"""How a contribution's reference stands in an address."""


class ReferenceConverter:
    """Letters and digits only; small letters, as people type them, are fine."""

    regex = r"[0-9A-Za-z]{6,12}"

    def to_python(self, value: str) -> str:
        return value.upper()

    def to_url(self, value: str) -> str:
        return value
