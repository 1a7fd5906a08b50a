"""Read one letter as it came over the wire, whatever state it is in."""

import re
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parseaddr

from contributions.inbound import markup

LONGEST_TEXT = 2_000_000
FILES_AT_MOST = 50
PARTS_AT_MOST = 500
TO_HEADERS = ("delivered-to", "x-original-to", "envelope-to", "to", "cc")
AUTO_SUBJECTS = re.compile(
    r"^\s*(automatic reply|auto[- ]?reply|autoreply|out of office|автовідповідь|"
    r"автоматична відповідь|автоматический ответ|автоответ|відсутн|отсутству)",
    re.IGNORECASE,
)


@dataclass
class File:
    """Something attached to a letter."""

    name: str
    media_type: str
    data: bytes


@dataclass
class Incoming:
    """What we need of a letter."""

    message_id: str
    sender: str
    to: list[str]
    subject: str
    text: str = ""
    files: list[File] = field(default_factory=list)
    is_automatic: bool = False
    bounced: list[str] = field(default_factory=list)
    """Addresses that a delivery report says are no good for ever (RFC 3464)."""
    is_report: bool = False
    about: str = ""
    """The Message-ID of the letter that a delivery report is about."""


def read(raw: bytes) -> Incoming:
    """Read a letter; what is broken in it is left out, never an exception."""
    message = message_from_bytes(raw, policy=policy.compat32)
    to = [
        address.lower()
        for name in TO_HEADERS
        for _name, address in getaddresses(
            [str(value) for value in message.get_all(name, [])]
        )
        if address
    ]
    found = Incoming(
        message_id=_storable(" ".join(str(message.get("Message-ID", "")).split()))[
            :500
        ],
        sender=_storable(parseaddr(str(message.get("From", "")))[1])
        .strip()
        .lower()[:320],
        to=list(dict.fromkeys(to)),
        subject=_header(message, "Subject"),
    )
    found.is_report = (
        message.get_content_type() == "multipart/report"
        and str(message.get_param("report-type", "delivery-status")).lower()
        == "delivery-status"
    )
    found.is_automatic = _is_automatic(message, found.subject)
    if found.is_report:
        _read_report(message, found)
    else:
        _read_parts(message, found)
    return found


def _storable(text: str) -> str:
    """Leave out what PostgreSQL has no text for: NUL and halves of a surrogate pair."""
    return text.replace("\x00", "").encode(errors="ignore").decode()


def _header(message: Message, name: str) -> str:
    try:
        value = str(make_header(decode_header(str(message.get(name, "")))))
    except (LookupError, ValueError, UnicodeError):
        value = str(message.get(name, ""))
    return _storable(" ".join(value.split()))[:300]


def _is_automatic(message: Message, subject: str) -> bool:
    says = str(message.get("Auto-Submitted", "no")).split(";")[0].strip().lower()
    if says not in ("no", ""):
        return True
    if str(message.get("Precedence", "")).strip().lower() in ("bulk", "junk", "list"):
        return True
    names = (
        "X-Autoreply",
        "X-Autorespond",
        "X-Autoresponder",
        "List-Id",
        "List-Unsubscribe",
    )
    if any(message.get(name) for name in names):
        return True
    if str(message.get("Return-Path", "")).strip() == "<>":
        return True
    return bool(AUTO_SUBJECTS.match(subject))


def _read_report(message: Message, found: Incoming) -> None:
    for part in list(message.walk())[:PARTS_AT_MOST]:
        if part.get_content_type() == "message/delivery-status":
            blocks = part.get_payload()
            for block in blocks if isinstance(blocks, list) else []:
                action = str(block.get("Action", "")).strip().lower()
                status = str(block.get("Status", "")).strip()
                if action == "failed" and status.startswith("5"):
                    name = block.get("Original-Recipient") or block.get(
                        "Final-Recipient"
                    )
                    address = str(name or "").rpartition(";")[2].strip().strip("<>")
                    found.bounced.append(address.lower())
        elif part.get_content_type() in ("message/rfc822", "text/rfc822-headers"):
            payload = part.get_payload()
            inner = payload[0] if isinstance(payload, list) else None
            if inner is None:
                inner = message_from_bytes(part.get_payload(decode=True) or b"")
            found.about = (
                found.about or _storable(str(inner.get("Message-ID", ""))).strip()
            )


def _read_parts(message: Message, found: Incoming) -> None:
    plain: list[str] = []
    html: list[str] = []
    for part in list(message.walk())[:PARTS_AT_MOST]:
        kind = part.get_content_type()
        if part.is_multipart():
            continue
        name = part.get_filename()
        is_file = bool(name) or part.get_content_disposition() == "attachment"
        if kind == "text/plain" and not is_file:
            plain.append(_words(part))
        elif kind == "text/html" and not is_file:
            html.append(_words(part))
        elif len(found.files) < FILES_AT_MOST and not kind.startswith("text/"):
            data = part.get_payload(decode=True)
            if isinstance(data, bytes) and data:
                found.files.append(File(_name(name), kind, data))
    text = "\n".join(plain).strip()
    found.text = _storable(text or markup.to_words("\n".join(html)))


def _name(name: str | None) -> str:
    try:
        return _storable(str(make_header(decode_header(name or ""))))
    except (LookupError, ValueError, UnicodeError):
        return _storable(name or "")


def _words(part: Message) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    data = data[: LONGEST_TEXT * 2]
    charset = str(part.get_content_charset() or "")
    if charset not in ("", "us-ascii", "ascii"):
        try:
            return data.decode(charset)[:LONGEST_TEXT]
        except (LookupError, UnicodeError):
            pass
    return decoded(data)[:LONGEST_TEXT]


def decoded(data: bytes) -> str:
    """Read bytes that do not say, or say wrongly, how their letters are written.

    In the wrong one of the two old Cyrillic codes small letters become large ones.
    """
    try:
        return data.decode("utf-8")
    except UnicodeError:
        candidates = [data.decode(code, "replace") for code in ("cp1251", "koi8-u")]
        return max(candidates, key=_small_cyrillic)


def _small_cyrillic(text: str) -> int:
    return sum("а" <= letter <= "я" or letter in "іїєґё" for letter in text[:5000])
