"""How an item's public reference stands in an address."""

from django.conf import settings


class ReferenceConverter:
    """`ST-000123` in the address, 123 in the view; the prefix is a setting."""

    regex = r"[A-Za-z]{1,8}-[0-9]{6,12}"

    def to_python(self, value: str) -> int:
        prefix, _dash, number = value.partition("-")
        if prefix != settings.ITEM_PREFIX or number != f"{int(number):06d}":
            raise ValueError(value)
        return int(number)

    def to_url(self, value: int) -> str:
        return f"{settings.ITEM_PREFIX}-{value:06d}"
