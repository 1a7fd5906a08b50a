"""The forms of the moderators' desk: what is published, asked, declined or noted.

`publishing` is the large one, `placing` its collections, `finding` its item; `answers`
holds the small ones, `reading` what was sent as the desk understands it.
"""

from contributions.desk.answers import (
    AskForm,
    DeclineForm,
    KeepForm,
    MarkForm,
    NoteForm,
    ReopenForm,
    TakeDownForm,
)
from contributions.desk.finding import found_items, likely_items
from contributions.desk.publishing import (
    EACH,
    EXTEND,
    MEMORY,
    ONE,
    REPLACE,
    PublishForm,
)
from contributions.desk.reading import (
    date_echo,
    rights_doubt,
    starting_words,
)

__all__ = [
    "EACH",
    "EXTEND",
    "MEMORY",
    "ONE",
    "REPLACE",
    "AskForm",
    "DeclineForm",
    "KeepForm",
    "MarkForm",
    "NoteForm",
    "PublishForm",
    "ReopenForm",
    "TakeDownForm",
    "date_echo",
    "found_items",
    "likely_items",
    "rights_doubt",
    "starting_words",
]
