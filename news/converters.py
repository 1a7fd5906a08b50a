"""How a year and a month of posts stand in an address."""

FIRST, LAST = 1990, 2100


class YearConverter:
    """Four digits; so no post has an address of four digits."""

    regex = r"[0-9]{4}"

    def to_python(self, value: str) -> int:
        year = int(value)
        if not FIRST <= year <= LAST:
            raise ValueError(value)
        return year

    def to_url(self, value: int) -> str:
        return f"{value:04d}"


class MonthConverter:
    """Two digits, so that each month has one address."""

    regex = r"0[1-9]|1[0-2]"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:02d}"


class WrittenConverter:
    """What editors write, by its word: posts or events."""

    regex = "posts|events"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
