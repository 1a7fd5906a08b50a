"""Listen to and repack sound files safely: pure functions, no database, no Django.

Owns how long a recording is, the shape of its loudness and the copy that may be
public; refuses to decode anything in the calling process. Which kind of file it is
tells `history.images.signatures`, as for every file that comes in.
"""

from .results import BARS, Prepared, Sound
from .sandbox import derive, inspect
from .table import SUFFIXES, is_sound

__all__ = [
    "BARS",
    "SUFFIXES",
    "Prepared",
    "Sound",
    "derive",
    "inspect",
    "is_sound",
]
