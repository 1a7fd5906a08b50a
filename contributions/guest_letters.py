"""The mails to a guest who writes for us, and the signed link in them."""

from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.urls import reverse

from contributions.models import Invitation, Letter

SALT = "guest of the exchange"
LONGEST_KEY = 200


def key(invitation: Invitation) -> str:
    """Make the key of the page on which one guest writes."""
    return signing.Signer(salt=SALT).sign_object(invitation.pk)


def path(invitation: Invitation) -> str:
    return f"{reverse('contributions:guest')}?{urlencode({'key': key(invitation)})}"


def find(token: str) -> Invitation | None:
    """Find what a key opens; None says neither why nor whether it is."""
    if not token or len(token) > LONGEST_KEY:
        return None
    try:
        pk = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError):
        return None
    found = Invitation.objects.filter(pk=pk, withdrawn_at=None)
    return found.select_related("post").first()


def has_words(letter: Letter) -> bool:
    """Say whether a letter still says what is so."""
    invitation = letter.invitation
    if letter.kind == Letter.Kind.GUEST_SHOWN:
        return invitation.post is not None and invitation.post.is_public
    return invitation.is_open


def context_of(letter: Letter) -> dict:
    """Collect what a mail to a guest says, in the language that is active."""
    invitation = letter.invitation
    is_shown = letter.kind == Letter.Kind.GUEST_SHOWN and invitation.post
    address = invitation.post.get_absolute_url() if is_shown else path(invitation)
    return {
        "name": invitation.name,
        "title": " ".join(invitation.post.title.split()) if is_shown else "",
        "until": invitation.ends_at,
        "url": f"{settings.SITE_URL}{address}",
    }
