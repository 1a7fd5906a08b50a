"""The mails of a wish for removal, and the signed link that opens its page.

The link holds the case and its purpose, signed; nothing of it is stored, and it dies
after two months. It opens that one page and nothing else.
"""

from urllib.parse import urlencode

from django.conf import settings
from django.core import signing

from contributions.models import Letter, RemovalCase

SALT = "removal case"
VALID_SECONDS = 60 * 24 * 3600
SESSION_NAME = "removal cases"
HELD_AT_ONCE = 20


def key(case: RemovalCase) -> str:
    """Make the key of the page of a case."""
    return signing.dumps([case.pk, case.email], salt=SALT)


def link(case: RemovalCase) -> str:
    """Write the whole address that goes into a mail."""
    query = urlencode({"key": key(case)})
    return f"{settings.SITE_URL}{case.get_absolute_url()}?{query}"


def find(reference: str, token: str) -> RemovalCase | None:
    """Find the case that a key opens; None says neither why nor whether it is."""
    if not token or len(token) > 500:
        return None
    try:
        pk, email = signing.loads(token, salt=SALT, max_age=VALID_SECONDS)
    except (signing.BadSignature, ValueError):
        return None
    return (
        RemovalCase.objects.select_related("item", "contribution")
        .filter(pk=pk, email=email, reference=reference)
        .exclude(email="")
        .first()
    )


def remember(request, case: RemovalCase) -> None:
    """Let this browser open the case from now on."""
    held = [pk for pk in request.session.get(SESSION_NAME, []) if pk != case.pk]
    request.session[SESSION_NAME] = [*held, case.pk][-HELD_AT_ONCE:]


def held(request) -> list[int]:
    """List the cases that were opened in this browser."""
    return list(request.session.get(SESSION_NAME, []))


def context_of(letter: Letter) -> dict:
    """Collect what a mail about a case says, to who asked or to the library."""
    case = letter.case
    words = {
        Letter.Kind.CASE_OPEN: case.words,
        Letter.Kind.CASE_DONE: case.reason,
    }
    return {
        "case": case,
        "name": "" if letter.is_to_library else case.name,
        "words": words.get(letter.kind, ""),
        "item_url": f"{settings.SITE_URL}{case.item.get_absolute_url()}",
        "url": f"{settings.SITE_URL}{case.get_desk_url()}"
        if letter.is_to_library
        else link(case),
    }
