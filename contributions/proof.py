"""Proof of work: a browser computes for some seconds and may knock oftener for an hour.

There is no puzzle and no service of others: the protocol is altcha's, both ends are
here. A question and what it earns belong to one browser, known by its CSRF secret.
"""

import secrets
import time

import altcha
from django.conf import settings
from django.core.cache import cache
from django.middleware.csrf import get_token
from django.utils.crypto import constant_time_compare, salted_hmac

COOKIE = "proof"
SALT = "contributions.proof"
HOUR = 3600
ANSWERED_WITHIN = 300  # seconds
LONGEST_ANSWER = 4000
# About two million rounds of SHA-256: two or three seconds of a cheap phone.
COST = 2000
LEAST, MOST = 600, 1400


def ask(request) -> dict:
    """Give this browser a question of its own."""
    get_token(request)
    return altcha.create_challenge(
        "PBKDF2/SHA-256",
        COST,
        counter=LEAST + secrets.randbelow(MOST - LEAST),
        expires_at=int(time.time()) + ANSWERED_WITHIN,
        data={"browser": _browser(request)},
        hmac_secret=_key(),
    ).to_dict()


def accept(request, answer: str) -> bool:
    """Say whether this is the first right answer to a question of this browser."""
    if len(answer) > LONGEST_ANSWER:
        return False
    if not altcha.verify_solution(answer, _key()).verified:
        return False
    question = altcha.Payload.from_base64(answer).challenge  # signed by us
    asked = question.parameters.data["browser"]
    return constant_time_compare(asked, _browser(request)) and cache.add(
        f"proof:{question.signature}", 1, timeout=2 * ANSWERED_WITHIN
    )


def give(request, response) -> None:
    """Let this browser knock oftener for an hour."""
    response.set_signed_cookie(
        COOKIE,
        _browser(request),
        salt=SALT,
        max_age=HOUR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def holds(request) -> bool:
    """Say whether this browser, and no other one, has computed in the last hour."""
    said = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=HOUR)
    own = _browser(request)
    return bool(own) and constant_time_compare(said, own)


def _browser(request) -> str:
    """Name a browser by what its forms are protected with; nothing of a person."""
    secret = request.META.get("CSRF_COOKIE", "")
    return salted_hmac(SALT, secret).hexdigest() if secret else ""


def _key() -> bytes:
    return salted_hmac(SALT, "key", algorithm="sha256").digest()
