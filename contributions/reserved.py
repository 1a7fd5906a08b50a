"""Names that only the staff may sign with, whatever alphabet they are written in."""

import unicodedata

LOOK_ALIKES = str.maketrans("abcehikmoptxyu03ё", "авсенікмортхуи0зе")
WORDS = (
    "модератор", "бібліотека", "библиотека", "бібліотекар", "библиотекарь",
    "адміністратор", "администратор", "moderator", "library", "librarian",
    "administrator", "admin", "адмін", "админ", "редактор", "куратор", "mistok",
    "місток", "мисток",
)  # fmt: skip


def _bare(name: str) -> str:
    """Fold a name until letters that look alike are one letter."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(one for one in plain if one.isalnum())
    return letters.translate(LOOK_ALIKES)


RESERVED = frozenset(map(_bare, WORDS))


def is_reserved(name: str) -> bool:
    """Say whether a name passes for one of the library's own."""
    whole = _bare(name)
    words = {_bare(word) for word in name.replace("-", " ").split()}
    return whole in RESERVED or bool(words & RESERVED)
