"""What stops a file at the door: one kind of answer, with a sentence and a status."""

STATUS_CODES = {
    "too_many_bytes": 413,
    "too_much_together": 413,
    "too_many": 409,
    "not_open": 409,
    "too_much_today": 429,
    "too_often": 429,
    "disk_full": 429,
    "wrong_checksum": 460,
    "storage": 503,
}
"""HTTP status by code; whatever else is wrong with a file is 400."""


class Refused(Exception):
    """A file was not taken; `sentence` says why and what to do.

    `can_keep` says that it is damaged but something of it shows: its owner may want
    it kept all the same.
    """

    def __init__(self, code: str, sentence: str, *, can_keep: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence
        self.can_keep = can_keep

    @property
    def status(self) -> int:
        """The HTTP status that goes with it."""
        return STATUS_CODES.get(self.code, 400)
