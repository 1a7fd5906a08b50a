"""How often one address may knock; counts in the cache, keeps no address in clear."""

import hashlib
import ipaddress
import time

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache

from contributions import proof

HOUR = 3600
SHARED = 10  # times as much from the computers of the library
PROVEN = 5  # times as much from an address, for browsers that did their work


def within(
    request, what: str, *, amount: int, seconds: int = HOUR, rises: bool = False
) -> bool:
    """Count one more try and say whether it is still within the limit.

    Where the limit `rises`, browsers with a proof of work share more of it: the tries
    of those without do not use that up.
    """
    if request.user.is_authenticated:
        source = f"user-{request.user.pk}"
    else:
        source = _of_address(_address(request))
    if _count(what, source, 1, amount, seconds):
        return True
    if not (rises and proof.holds(request)):
        return False
    return _count(f"{what}-proven", source, 1, (PROVEN - 1) * amount, seconds)


def within_address(
    request, what: str, *, amount: int, step: int = 1, seconds: int = HOUR
) -> bool:
    """Count `step` for the address alone, whoever sits there; libraries share one."""
    address = _address(request)
    if _is_of_the_library(address):
        amount *= SHARED
    return _count(what, f"address-{_of_address(address)}", step, amount, seconds)


def until_next(seconds: int = HOUR) -> int:
    """Say in how many seconds counting begins anew."""
    return seconds - int(time.time()) % seconds


def _count(what: str, source: str, step: int, amount: int, seconds: int) -> bool:
    window = int(time.time()) // seconds
    name = f"limit:{what}:{window}:{source}"
    if cache.add(name, step, timeout=seconds):
        return step <= amount
    try:
        return cache.incr(name, step) <= amount
    except ValueError:  # it ran out between the two lines
        return True


def _address(request) -> str:
    """Give the address at the other end; only our own proxies may name another one."""
    return get_adapter().get_client_ip(request)


def _of_address(address: str) -> str:
    """Name an address without keeping it; a whole /64 of IPv6 counts as one."""
    try:
        if ipaddress.ip_address(address).version == 6:
            network = ipaddress.ip_network(f"{address}/64", strict=False)
            address = str(network.network_address)
    except ValueError:
        pass
    return hashlib.sha256(address.encode()).hexdigest()[:24]


def _is_of_the_library(address: str) -> bool:
    try:
        place = ipaddress.ip_address(address)
    except ValueError:
        return False
    networks = (
        ipaddress.ip_network(network, strict=False)
        for network in settings.LIBRARY_NETWORKS
    )
    return any(place in network for network in networks)
