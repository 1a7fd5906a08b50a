"""Ask one site whether it is there: politely, briefly, and never inside our own walls.

The name is looked up here and the connection goes to the very address that was found
public, so that no name can lead to a machine of the library's network, not even one that
changes between two questions. Nothing of the page is read.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

SECONDS = 10
TOGETHER_SECONDS = 25
MOST_REDIRECTS = 5
PORTS = frozenset({80, 443})
LETS_NOBODY_LOOK = frozenset({401, 403, 405, 406, 429, 451})
"""Answers of a site that is there, and only turns programs away."""
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PATH_SAFE = "/%:@!$&'()*+,;=~-._?"


@dataclass(frozen=True)
class Answer:
    """What came: a status or a problem (a code of `PROBLEMS`), and where it led."""

    status: int | None
    problem: str
    final_url: str

    @property
    def is_there(self) -> bool:
        """Whether a reader would find something."""
        return not self.problem


class _Refused(Exception):
    """A problem that we found ourselves; its argument is the code."""


def resolve(host: str, port: int) -> str:
    """Find the public address of a name; private ones are refused. Raises: OSError."""
    if port not in PORTS:
        raise _Refused("private")
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [ipaddress.ip_address(row[4][0]) for row in found]
    if any(one.is_multicast or not one.is_global for one in addresses):
        raise _Refused("private")
    # Where the server has no IPv6, the older address is the one that answers.
    return str(min(addresses, key=lambda one: one.version))


def look(url: str, *, agent: str, resolve=resolve, seconds: float = SECONDS) -> Answer:
    """Follow an address to its end and say what came; never raises."""
    status, seen = None, set()
    try:
        for _step in range(MOST_REDIRECTS + 1):
            if url in seen:
                return Answer(status, "redirects", url)
            seen.add(url)
            status, onward = _ask(url, agent, resolve, seconds)
            if status not in REDIRECTS or not onward:
                return Answer(status, _problem_of(status), url)
            url = urljoin(url, onward)
        return Answer(status, "redirects", url)
    except _Refused as refusal:
        return Answer(None, str(refusal), url)
    except TimeoutError:
        return Answer(None, "timeout", url)
    except ssl.SSLError:
        return Answer(None, "tls", url)
    except socket.gaierror:
        return Answer(None, "name", url)
    except (OSError, http.client.HTTPException, ValueError):
        return Answer(None, "connection", url)


def _problem_of(status: int) -> str:
    if status < 400 or status in LETS_NOBODY_LOOK:
        return ""
    if status in (404, 410):
        return "gone"
    return "server" if status >= 500 else "refused"


def _ask(url: str, agent: str, resolve, seconds: float) -> tuple[int, str]:
    parts = urlsplit(url)
    is_tls = parts.scheme == "https"
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise _Refused("private")
    host = parts.hostname.encode("idna").decode()
    port = parts.port or (443 if is_tls else 80)
    connection = _Pinned(host, port, resolve(host, port), is_tls, seconds)
    # A site that sends a letter now and then would hold us for ever.
    watch = threading.Timer(min(TOGETHER_SECONDS, 3 * seconds), connection.cut)
    watch.daemon = True
    watch.start()
    try:
        path = quote(parts.path or "/", safe=PATH_SAFE)
        query = quote(parts.query, safe=PATH_SAFE)
        connection.request(
            "GET", f"{path}?{query}" if query else path,
            headers={"User-Agent": agent, "Accept": "text/html,*/*;q=0.5"},
        )  # fmt: skip
        answer = connection.getresponse()
        return answer.status, answer.headers.get("Location", "")
    finally:
        watch.cancel()
        connection.close()


class _Pinned(http.client.HTTPConnection):
    """A connection to one address, in the name of the host that was asked for."""

    def __init__(self, host, port, address, is_tls, seconds):
        super().__init__(host, port, timeout=seconds)
        self.address, self.is_tls = address, is_tls
        if is_tls:
            self.default_port = 443

    def connect(self) -> None:
        self.sock = socket.create_connection((self.address, self.port), self.timeout)
        if self.is_tls:
            self.sock = ssl.create_default_context().wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            self.sock.do_handshake()

    def cut(self) -> None:
        """End it from outside; whoever waits for it gets an error at once."""
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)
