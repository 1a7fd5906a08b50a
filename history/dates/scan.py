"""Own the cutting of a text into tokens of time; refuse what has no meaning here."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from history.dates import lexicon
from history.dates.fold import plain, roman
from history.dates.refusal import NotADate
from history.dates.value import Period

_DAYS = r"(\d{1,2})\s?([./\-–])\s?(\d{1,2})\s?\2\s?'?(\d{4}|\d{2})(?!\d)"
_SHAPES = [
    ("ymd", re.compile(r"(\d{4})([.\-–/])(\d{1,2})\2(\d{1,2})(?!\d)")),
    ("dmy", re.compile(_DAYS)),
    ("droman", re.compile(
        r"(\d{1,2})\s?[./\-– ]\s?([ivxіх]{1,4})\s?[./\-– ]\s?'?(\d{4}|\d{2})(?!\d)")),
    ("season", re.compile(r"(\d{4})-(2[1-4])(?![\d\-–])")),
    ("my", re.compile(r"(?<!\d)(\d{1,2})([./\-])(\d{4})(?!\d)")),
    ("ym", re.compile(r"(\d{4})([.\-])(\d{2})(?![\d\-–]|[^\W\d_])")),
    ("dm", re.compile(r"(\d{1,2})\.(\d{1,2})(?!\d|\.?\s?\d)")),
    ("decadex", re.compile(r"(\d{3})[xх](?![^\W_])")),
    ("centuryx", re.compile(r"(\d{2})(?:xx|хх)(?![^\W_])")),
    ("suffixed", re.compile(r"'?(\d{1,4})\s?(?:'|-|–|\s-\s?)?([^\W\d_]{1,3})(?![^\W_]|')")),
    ("number", re.compile(r"'?(\d+)")),
    ("word", re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*'?")),
    ("mark", re.compile(r"\.\.+|--+|[–\-/,?~≈±&!.;:'=+#%№@^$\\]")),
]  # fmt: skip
_PLURAL = {"х", "ти", "тих", "ни", "них", "ви", "вих", "их", "ми", "ие", "s", "тие",
           "ним", "тим", "ах", "тех", "ix", "x"}  # fmt: skip
_SINGLE = {"й", "ий", "го", "ого", "му", "ому", "м", "ом", "им", "те", "я", "а", "ша",
           "га", "тя", "ше", "ге", "тє", "ои", "ой", "st", "nd", "rd", "th", "у", "ю",
           "ая", "ую", "шои", "гои", "тьо", "ту", "шу", "гу"}  # fmt: skip
_EITHER = {"е", "и"}
_SPACED = {"х", "x", "ти", "тих", "е", "ие"}
_MARKS = {
    "–": ("dash", "–"), "-": ("dash", "-"), "..": ("dash", "–"), "--": ("dash", "–"),
    "/": ("slash", "/"), ",": ("comma", ","), ";": ("comma", ","), "?": ("unsure", "?"),
    "~": ("circa", ""), "≈": ("circa", ""), "±": ("circa", ""), "&": ("and", ""),
    "!": ("fill", ""), ".": ("fill", ""), ":": ("fill", ""), "'": ("fill", ""),
    "%": ("both", ""),
}  # fmt: skip


@dataclass(frozen=True)
class Token:
    """Hold one meaningful piece of the text."""

    kind: str
    value: int | str | tuple[int, ...] | Period
    text: str
    digits: int = 0


def tokens(
    text: str, language: str, town: Sequence[Period], world: Sequence[Period]
) -> list[Token]:
    """Cut the text into tokens, or refuse and name the words not understood."""
    found: list[Token] = []
    strange: list[str] = []
    pieces = _pieces(plain(text))
    at = 0
    while at < len(pieces):
        shape, match = pieces[at]
        taken = 1
        if shape == "word" or (shape == "number" and _names_period(pieces, at)):
            token, taken = _phrase(pieces, at, language, town, world)
        elif shape == "suffixed":
            token = _suffixed(match, language)
        else:
            token = _shaped(shape, match)
        if token is None:
            strange.append(match.group())
        elif token.kind != "fill":
            found.append(token)
        at += taken
    if strange:
        _refuse(strange, found)
    return found


def _pieces(text: str) -> list[tuple[str, re.Match[str]]]:
    pieces: list[tuple[str, re.Match[str]]] = []
    at = 0
    while at < len(text):
        if text[at] == " ":
            at += 1
            continue
        for shape, pattern in _SHAPES:
            match = pattern.match(text, at)
            if match and _plausible(shape, match):
                pieces.append((shape, match))
                at = match.end()
                break
        else:
            raise NotADate("not_understood")
    return pieces


def _plausible(shape: str, match: re.Match[str]) -> bool:
    if shape == "suffixed":
        suffix = lexicon.folded(match[2])
        known = _SPACED if " " in match.group() else _PLURAL | _SINGLE | _EITHER
        return suffix in known
    if shape == "season":
        return int(match[1]) % 100 >= int(match[2])
    if shape == "my" and match[2] == "-":
        return int(match[1]) <= 12
    if shape == "ym":
        return match[2] == "." or 1 <= int(match[3]) <= 12
    if shape == "droman":
        return roman(match[2]) is not None
    return True


def _names_period(pieces: list[tuple[str, re.Match[str]]], at: int) -> bool:
    follows = pieces[at + 1 : at + 2]
    return bool(follows) and follows[0][0] == "word" and (
        lexicon.folded(follows[0][1].group())[:5] in ("свито", "миров")
    )  # fmt: skip


def _phrase(
    pieces: list[tuple[str, re.Match[str]]],
    at: int,
    language: str,
    town: Sequence[Period],
    world: Sequence[Period],
) -> tuple[Token | None, int]:
    words, ends = _run_of_words(pieces, at)
    text = words[0]
    for known, is_world in ((town, False), (world, True)):
        if is_world:
            for size in range(len(words), 1, -1):
                if found := lexicon.meaning(words[:size], language):
                    return Token(*found, " ".join(words[:size])), ends[size - 1]
        if named := lexicon.period(words, known):
            period, size = named
            single = lexicon.meaning(words[:1], language) if size == 1 else None
            if not is_world or not single:
                return Token("period", period, text), ends[size - 1]
    if text in ("c", "с"):
        return Token("c", "", text), 1
    if found := lexicon.meaning(words[:1], language):
        number = roman(text) if found[0] == "and" else None
        return Token(*found, text, digits=number or 0), 1
    if number := roman(text):
        return Token("roman", number, text), 1
    if found := lexicon.slip(text, language):
        return Token(*found, text), 1
    return None, 1


def _run_of_words(
    pieces: list[tuple[str, re.Match[str]]], at: int
) -> tuple[list[str], list[int]]:
    words: list[str] = []
    ends: list[int] = []
    position = at
    while position < len(pieces) and len(words) < lexicon.LONGEST:
        shape, match = pieces[position]
        if shape == "word" or (shape == "number" and not words):
            words.append(match.group().rstrip("'"))
            ends.append(position - at + 1)
        elif shape == "number" and re.fullmatch(r"\d{1,2}", match.group()):
            words.append(match.group())
            ends.append(position - at + 1)
        elif match.group() not in ("-", ".", "/"):
            break
        position += 1
    return words, ends


def _suffixed(match: re.Match[str], language: str) -> Token:
    number, suffix = int(match[1]), lexicon.folded(match[2])
    digits = len(match[1])
    round_one = number % 10 == 0 and digits in (2, 4)
    if round_one and (suffix in _PLURAL or suffix in _EITHER):
        if suffix == "s" and digits == 4 and number % 100 == 0 and number < 2000:
            return Token("century", number // 100 + 1, match.group())
        return Token("decade", number, match.group(), digits)
    if suffix in _PLURAL and digits in (2, 4):
        raise NotADate("not_understood")
    return Token("number", number, match.group(), digits)


def _shaped(shape: str, match: re.Match[str]) -> Token | None:
    text = match.group()
    if shape == "mark":
        found = _MARKS.get(text[:2])
        return Token(*found, text) if found else None
    if shape == "number":
        return Token("number", int(text.strip("'")[:9]), text, len(text.strip("'")))
    if shape == "ymd":
        return Token("day", (int(match[1]), int(match[3]), int(match[4])), text)
    if shape == "dmy":
        return Token("dmy", (int(match[1]), int(match[3]), int(match[4])), text,
                     len(match[4]))  # fmt: skip
    if shape == "droman":
        value = int(match[1]), roman(match[2]) or 0, int(match[3])
        return Token("dmy", value, text, len(match[3]))
    if shape == "season":
        return Token("yseason", (int(match[1]), int(match[2])), text)
    if shape == "my":
        return Token("ym", (int(match[3]), int(match[1])), text)
    if shape == "ym":
        return _month_or_years(match)
    if shape == "dm":
        return Token("dm", (int(match[1]), int(match[2])), text)
    if shape == "decadex":
        return Token("decade", int(match[1]) * 10, text, 4)
    return Token("century", int(match[1]) + 1, text)


def _month_or_years(match: re.Match[str]) -> Token:
    year, month = int(match[1]), int(match[3])
    if match[2] == "-" and month > year % 100:
        years = f"{year}–{year // 100}{month:02}"
        raise NotADate(
            "month_or_range", said=match.group(), month=f"{month:02}.{year}",
            range=years,
        )  # fmt: skip
    return Token("ym", (year, month), match.group())


def _refuse(strange: list[str], found: list[Token]) -> None:
    words = [word for word in strange if re.search(r"\w", word)]
    timely = {"number", "day", "dmy", "ym", "decade", "month", "season", "period"}
    if words and any(token.kind in timely for token in found):
        raise NotADate("words", words=" ".join(words)[:60])
    raise NotADate("not_understood")
