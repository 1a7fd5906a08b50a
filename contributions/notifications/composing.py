"""Write a mail: in the resident's language, as plain text and as HTML, with one button.

Each kind has one template of blocks; two frames put them on paper, `emails/frame.txt` and
`emails/frame.html`, so that both always say the same.
"""

import re
from dataclasses import dataclass
from email.mime.image import MIMEImage
from email.utils import parseaddr
from hashlib import sha256

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import ngettext, override

from accounts.sender import sender
from contributions import (
    access,
    case_letters,
    enquiry_letters,
    follow_letters,
    guest_letters,
    newsletter_letters,
    replying,
    seat_letters,
    talk_letters,
)
from contributions.models import Contribution, Letter, ModerationEvent
from contributions.notifications import pictures
from contributions.notifications.writing import NOTICE
from contributions.states import Reason

LONGEST_QUOTE = 2000
QUOTING = (Letter.Kind.QUESTION, Letter.Kind.DECLINED)
PICTURE_ID = "picture"
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""Characters that end a line elsewhere, or turn its direction."""


@dataclass(frozen=True)
class Composed:
    """A letter as it is read: what leaves, and what the staff look at beforehand."""

    subject: str
    text: str
    html: str
    picture: bytes | None = None


def compose(letter: Letter) -> EmailMultiAlternatives:
    """Write one mail, with a fresh private link."""
    return compose_together([letter])


def compose_together(letters: list[Letter]) -> EmailMultiAlternatives:
    """Write one mail of one or several letters for the same address."""
    first = letters[0]
    tokens = {
        one.pk: access.issue(one.contribution)
        for one in letters
        if one.contribution is not None and not one.is_to_library
    }
    with override(first.language):
        if len(letters) == 1:
            token = tokens.get(first.pk, "")
            composed = written(first, token=token)
            answers_to = replying.address_for(token) if token else ""
        else:
            composed = written_together(letters, tokens)
            answers_to = ""
        from_email = sender()
    to = settings.LIBRARY_EMAIL if first.is_to_library else first.address
    return _mail(composed, first, to=to, from_email=from_email, answers_to=answers_to)


def addressed(composed: Composed, letter: Letter) -> EmailMultiAlternatives:
    """Put words that are written already into the mail of one letter of the library."""
    return _mail(
        composed, letter, to=letter.address, from_email=sender(), answers_to=""
    )


def written(letter: Letter, *, token: str, sample_picture: str = "") -> Composed:
    """Write the words of one letter in the language that is active.

    A sample for the staff brings a picture as an address of its own.
    """
    context, picture = context_of(letter, token=token), None
    if sample_picture:
        context |= {"picture": sample_picture, "picture_alt": context["title"]}
    elif letter.kind == Letter.Kind.PUBLISHED and context["item_url"]:
        picture = pictures.of(letter.contribution.item)
    if picture:
        context |= {"picture": f"cid:{PICTURE_ID}", "picture_alt": picture[1]}
    return _composed(letter.kind, context, picture[0] if picture else None)


def written_together(letters: list[Letter], tokens: dict[int, str]) -> Composed:
    """Write several letters for one address as one, in the language that is active."""
    parts = [context_of(one, token=tokens[one.pk]) for one in letters]
    context = parts[0] | {
        "parts": parts,
        "count": len(parts),
        "is_together": True,
        "has_quote": False,
        "main_url": "",
    }
    return _composed("together", context, None)


def _composed(name: str, context: dict, picture: bytes | None) -> Composed:
    subject = render_to_string(f"emails/{name}_subject.txt", context)
    body, frames = f"emails/{name}.txt", {}
    for frame in ("txt", "html"):
        frames[frame] = render_to_string(
            body, context | {"frame": f"emails/frame.{frame}"}
        )
    text = re.sub(r"[ \t]+\n", "\n", frames["txt"])
    text = re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
    return Composed(
        subject=" ".join(UNSEEN.sub(" ", subject).split()),
        text=UNSEEN.sub("", text),
        html=frames["html"],
        picture=picture,
    )


def context_of(letter: Letter, *, token: str) -> dict:
    """Collect what the templates of a letter say."""
    if letter.case is not None:
        about = case_letters.context_of(letter)
        about["words"] = _quote(about["words"])
    elif letter.issue is not None:
        about = newsletter_letters.context_of(letter)
    elif letter.follower is not None:
        about = follow_letters.context_of(letter)
    elif letter.reservation is not None:
        about = seat_letters.context_of(letter)
    elif letter.invitation is not None:
        about = guest_letters.context_of(letter)
    elif letter.comment is not None:
        about = talk_letters.context_of(letter)
    elif letter.enquiry is not None:
        about = enquiry_letters.context_of(letter)
        about["words"] = _quote(about["words"])
    else:
        about = _about_contribution(letter, token)
    about.setdefault("main_url", about["url"])
    about.setdefault("can_reply", False)
    about["has_quote"] = any(
        about.get(name) for name in ("words", "reason", "removal_reason")
    )
    return about | {
        "letter": letter,
        "language": letter.language,
        "SITE_NAME": settings.SITE_NAME,
        "LIBRARY_NAME": settings.LIBRARY_NAME,
        "LIBRARY_ADDRESS": settings.LIBRARY_ADDRESS,
        "LIBRARY_EMAIL": settings.LIBRARY_EMAIL,
        "PROMISE_DAYS": settings.ANSWER_PROMISE_DAYS,
    }


def _about_contribution(letter: Letter, token: str) -> dict:
    contribution = letter.contribution
    item, event = contribution.item, letter.event
    is_shown = item is not None and item.status == item.Status.PUBLISHED
    item_url = settings.SITE_URL + item.get_absolute_url() if is_shown else ""
    page_url = f"{settings.SITE_URL}{contribution.get_absolute_url()}"
    url = page_url if letter.is_to_library else access.link(contribution, token)
    is_asked = letter.kind == Letter.Kind.REMOVAL
    return {
        "contribution": contribution,
        "title": _title(contribution),
        "name": contribution.name,
        "event": event,
        "words": _quote(event.note) if event and letter.kind in QUOTING else "",
        "reason": _reason(event) if letter.kind == Letter.Kind.DECLINED else "",
        "removal_reason": _quote(contribution.removal_reason) if is_asked else "",
        "kept_until": letter.created_at + NOTICE,
        "item": item,
        "item_url": item_url,
        "opens_on": item.visible_from if item else None,
        "url": url,
        "main_url": item_url
        if letter.kind == Letter.Kind.PUBLISHED and is_shown
        else url,
        "can_reply": not letter.is_to_library
        and replying.PLACE in settings.REPLY_ADDRESS,
    }


def _title(contribution: Contribution) -> str:
    return " ".join(UNSEEN.sub(" ", contribution.title).split())


def _quote(words: str) -> str:
    """Cut what is quoted, and say so: a letter is no place for a whole book."""
    words = UNSEEN.sub("", words.strip().replace("\r\n", "\n"))
    if len(words) <= LONGEST_QUOTE:
        return words
    left = len(words) - LONGEST_QUOTE
    rest = ngettext(
        "%(n)s more letter is on your page", "%(n)s more letters are on your page", left
    ) % {"n": left}
    return f"{words[:LONGEST_QUOTE].rstrip()}… ({rest})"


def _reason(event: ModerationEvent | None) -> str:
    code = event.details.get("reason", "") if event else ""
    if code not in Reason.values or code == Reason.OTHER:
        return ""
    return str(Reason(code).label)


def _mail(
    composed: Composed, letter: Letter, *, to: str, from_email: str, answers_to: str
) -> EmailMultiAlternatives:
    mail = EmailMultiAlternatives(
        subject=composed.subject,
        body=composed.text,
        from_email=from_email,
        to=[to],
        reply_to=[answers_to or settings.LIBRARY_EMAIL],
        headers={
            "Message-ID": message_id(letter),
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            **follow_letters.headers_of(letter),
            **talk_letters.headers_of(letter),
            **newsletter_letters.headers_of(letter),
        },
    )
    mail.attach_alternative(composed.html, "text/html")
    if composed.picture:
        image = MIMEImage(composed.picture, "jpeg")
        image.add_header("Content-ID", f"<{PICTURE_ID}>")
        image.add_header("Content-Disposition", "inline", filename="picture.jpg")
        mail.mixed_subtype = "related"
        mail.attach(image)
    return mail


def message_id(letter: Letter) -> str:
    """Name a letter the same way every time, so that mailboxes know a second copy."""
    secret = f"{settings.SECRET_KEY}:letter:{letter.pk}:{letter.created_at.isoformat()}"
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<letter.{letter.pk}.{sha256(secret.encode()).hexdigest()[:20]}@{host}>"


def letter_of(message_id_header: str) -> Letter | None:
    """Find the letter that a Message-ID names; None for what we did not write."""
    found = re.search(r"<?letter\.(\d{1,18})\.[0-9a-f]{20}@", message_id_header)
    letter = found and Letter.objects.filter(pk=int(found[1])).first()
    if not letter or message_id(letter) != f"<{message_id_header.strip().strip('<>')}>":
        return None
    return letter
