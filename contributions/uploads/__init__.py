"""Resumable uploads: a file comes in pieces and becomes one file of a contribution."""

from .finishing import NotComplete, PiecesLost, TakenOut, finish
from .parts import TooLong
from .receiving import WrongOffset, append, begin
from .sweeping import cancel, sweep

__all__ = [
    "NotComplete",
    "PiecesLost",
    "TakenOut",
    "TooLong",
    "WrongOffset",
    "append",
    "begin",
    "cancel",
    "finish",
    "sweep",
]
