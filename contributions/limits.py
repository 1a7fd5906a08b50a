"""How often one address may knock; counts in the cache, keeps no address in clear."""

import hashlib
import ipaddress
import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache

HOUR = 3600


def within(request, what: str, *, amount: int, seconds: int = HOUR) -> bool:
    """Count one more try and say whether it is still within the limit."""
    window = int(time.time()) // seconds
    name = f"limit:{what}:{window}:{_source(request)}"
    if cache.add(name, 1, timeout=seconds):
        return True
    try:
        return cache.incr(name) <= amount
    except ValueError:  # it ran out between the two lines
        return True


def _source(request) -> str:
    """Name where a request comes from; a whole /64 of IPv6 counts as one."""
    if request.user.is_authenticated:
        return f"user-{request.user.pk}"
    address = get_adapter().get_client_ip(request)
    try:
        if ipaddress.ip_address(address).version == 6:
            network = ipaddress.ip_network(f"{address}/64", strict=False)
            address = str(network.network_address)
    except ValueError:
        pass
    return hashlib.sha256(address.encode()).hexdigest()[:24]
