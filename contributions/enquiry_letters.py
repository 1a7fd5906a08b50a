"""The mails of a question to a librarian, and the signed links in them.

The links hold the number of a question and a purpose, signed; nothing of them is stored.
They end with the question.
"""

from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.urls import reverse

from contributions.models import Enquiry, EnquiryMessage, Letter

CONFIRM, OPEN = "enquiry confirm", "enquiry open"
VALID_SECONDS = {CONFIRM: 7 * 24 * 3600, OPEN: None}
PAGES = {CONFIRM: "contributions:ask_confirm", OPEN: "contributions:ask_mine"}
LONGEST_KEY = 200


def key(enquiry: Enquiry, purpose: str) -> str:
    """Make the key of one page for one question."""
    return signing.dumps(enquiry.pk, salt=purpose)


def path(enquiry: Enquiry, purpose: str) -> str:
    query = urlencode({"key": key(enquiry, purpose)})
    return f"{reverse(PAGES[purpose])}?{query}"


def find(token: str, purpose: str) -> Enquiry | None:
    """Find what a key opens; None says neither why nor whether it is."""
    if not token or len(token) > LONGEST_KEY:
        return None
    try:
        pk = signing.loads(token, salt=purpose, max_age=VALID_SECONDS[purpose])
    except (signing.BadSignature, ValueError):
        return None
    return Enquiry.objects.select_related("published").filter(pk=pk).first()


def has_words(letter: Letter) -> bool:
    """Say whether a letter still says what is so."""
    state = letter.enquiry.state
    if letter.kind == Letter.Kind.ASK_PROVE:
        return state == Enquiry.State.UNPROVEN
    if letter.kind == Letter.Kind.ASK_NEW:
        return state == Enquiry.State.WAITING
    return True


def context_of(letter: Letter) -> dict:
    """Collect what a mail about a question says, to the reader or to the library."""
    enquiry = letter.enquiry
    if letter.is_to_library:
        last = enquiry.messages.filter(is_from_library=False).last()
        url = f"{settings.SITE_URL}{enquiry.get_desk_url()}"
        return {"name": "", "words": last.body if last else "", "url": url}
    asks = letter.kind == Letter.Kind.ASK_PROVE
    found = EnquiryMessage.objects.filter(
        enquiry=enquiry, pk=letter.details.get("message")
    ).first()
    return {
        "name": enquiry.name,
        "words": found.body if found else "",
        "url": settings.SITE_URL + path(enquiry, CONFIRM if asks else OPEN),
    }
