"""Find what somebody wrote in a reply: without the letter they quote, without signature.

One rule finds nearly every heading of a quotation, in any language: a line that ends with
a colon and holds an address and a year or an hour. The tables hold the others.
"""

import re

LONGEST_LINE = 400
LONGEST_LOOKED_AT = 200_000

ADDRESS = re.compile(r"[<\[(]?[^\s<>@]{1,64}@[^\s<>@]{1,255}[>\])]?")
YEAR_OR_HOUR = re.compile(r"\b(19|20)\d\d\b|\b\d{1,2}[:.]\d\d\b")
HOUR = re.compile(r"\b\d{1,2}[:.]\d\d\b")
WROTE = re.compile(
    r"\b(wrote|writes|пише|написав|написала|написав\(ла\)|написав\(-ла\)|пишет|написал|"
    r"написала|написал\(а\)|писал\(а\)|писав|писала|писал)\s*:$",
    re.IGNORECASE,
)
RULED_OFF = re.compile(
    r"^[-_=*\s]{2,}\s*(original message|forwarded message|reply message|"
    r"исходное сообщение|пересылаемое сообщение|оригинальное сообщение|"
    r"первоначальное сообщение|начало переадресованного сообщения|"
    r"оригінальне повідомлення|початкове повідомлення|вихідне повідомлення|"
    r"переслане повідомлення|повідомлення, що пересилається)\s*[-_=*\s]{0,}:?$",
    re.IGNORECASE,
)
FROM_LINE = re.compile(r"^\**(from|від|от|від кого|от кого)\**\s*:\s*\S", re.IGNORECASE)
SENT_LINE = re.compile(
    r"^\**(sent|date|to|subject|надіслано|відправлено|дата|кому|тема|отправлено)"
    r"\**\s*:\s*\S",
    re.IGNORECASE,
)
LONG_RULE = re.compile(r"^_{8,}$")
SIGNED = re.compile(
    r"^(--|—|__)\s*$|"
    r"^(sent from|get outlook|sent via|надіслано з|надіслано через|відправлено з|"
    r"відіслано з|отримати outlook|завантажити outlook|отправлено (из|с)\b|"
    r"получить outlook|скачать outlook|отправлено через)\b.{0,120}$",
    re.IGNORECASE,
)


def own_words(text: str) -> str:
    """Give the writer's own words; "" when there are none."""
    text = text[:LONGEST_LOOKED_AT].replace("\r\n", "\n").replace("\r", "\n")
    lines = [line.rstrip().replace("\xa0", " ") for line in text.split("\n")]
    heading = _heading(lines)
    above = _unquoted(lines[: heading[0]] if heading else lines)
    if above or not heading:
        return above
    below = lines[heading[1] :]
    if any(line.lstrip().startswith(">") for line in below):
        return _unquoted(below)  # they answer under the quotation
    return ""


def _heading(lines: list[str]) -> tuple[int, int] | None:
    """Find where a quotation begins: the first line of its heading, and the one after."""
    for at, line in enumerate(lines):
        bare = line.strip().lstrip(">").strip()
        if not bare or len(bare) > LONGEST_LINE:
            continue
        if RULED_OFF.match(bare) or _is_outlook(lines, at, bare):
            return at, at + 1
        if line.lstrip().startswith(">"):
            continue
        following = ""
        for length in (1, 2, 3):
            following = " ".join(one.strip() for one in lines[at : at + length])
            if len(following) <= LONGEST_LINE and _is_attribution(following):
                return at, at + length
            if at + length >= len(lines) or not lines[at + length - 1].strip():
                break
    return None


def _is_attribution(line: str) -> bool:
    if not line.endswith(":"):
        return False
    if ADDRESS.search(line):
        return bool(YEAR_OR_HOUR.search(line))
    # Without an address a story could say it as well: “In 1962 he wrote:”.
    return bool(WROTE.search(line) and HOUR.search(line))


def _is_outlook(lines: list[str], at: int, bare: str) -> bool:
    if LONG_RULE.match(bare):
        return any(FROM_LINE.match(line.strip()) for line in lines[at + 1 : at + 4])
    if not FROM_LINE.match(bare):
        return False
    near = [line.strip() for line in lines[at + 1 : at + 5]]
    return sum(bool(SENT_LINE.match(line)) for line in near) >= 2


def _unquoted(lines: list[str]) -> str:
    kept: list[str] = []
    for line in lines:
        if line.lstrip().startswith(">"):
            continue
        if SIGNED.match(line.strip()) and line.strip():
            break
        kept.append(line)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()
