"""Own years said in words ("nineteen sixty-two"): they become numbers."""

from collections.abc import Sequence

from history.dates.scan import Token


def with_numbers(found: Sequence[Token]) -> list[Token]:
    """Give the tokens with every run of number words made one number."""
    result: list[Token] = []
    at = 0
    while at < len(found):
        end = at
        while end < len(found) and _is_card(found, end):
            end += 1
        if end == at:
            result.append(found[at])
            at += 1
            continue
        cards = [int(str(t.value)) for t in found[at:end] if t.kind == "card"]
        total = _total(cards)
        kind, text = "number", " ".join(t.text for t in found[at:end])
        if end < len(found) and found[end].kind in ("ord", "decade"):
            last = int(str(found[end].value))
            if last > 0 and (found[end].kind == "decade" or last < 100 or last == 1000):
                kind = "decade" if found[end].kind == "decade" else "number"
                total = _total([*cards, last])
                text += " " + found[end].text
                end += 1
        result.append(Token(kind, total, text, len(str(total))))
        at = end
    return [_ordinal(token) for token in result]


def _is_card(found: Sequence[Token], at: int) -> bool:
    if found[at].kind == "card":
        return True
    joins = found[at].kind in ("dash", "and") and found[at].text in ("-", "and")
    around = at > 0 and found[at - 1].kind == "card" and at + 1 < len(found)
    return joins and around and found[at + 1].kind == "card" and (
        found[at].text == "-" or found[at - 1].value in (100, 1000, 2000)
    )  # fmt: skip


def _total(cards: Sequence[int]) -> int:
    total = 0
    for card in cards:
        if card == 1000:
            total = max(total, 1) * 1000
        elif card == 100:
            total = max(total, 1) * 100
        elif 17 <= total <= 20 and card >= 10:
            total = total * 100 + card  # nineteen sixty
        elif card < 100 and total % 100 and card >= 10:
            return 0  # "sixty fifty" is no number; the year 0 is refused later
        else:
            total += card
    return total


def _ordinal(token: Token) -> Token:
    if token.kind == "decade" and not token.digits:
        return Token("decade", token.value, token.text, 4 if token.value in (
            1800, 1900, 2000) else 2)  # fmt: skip
    if token.kind == "ord" and int(str(token.value)) > 0:
        return Token("ord", token.value, token.text, len(str(token.value)))
    return token
