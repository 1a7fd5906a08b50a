"""Follow every link that a visitor can find, and keep all that came back."""

import contextlib
import re
from collections import deque
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import Resolver404, resolve

LINK = re.compile(
    r"""(?:href|src|srcset|action|content|data-[\w-]+)\s*=\s*"([^"]*)\""""
)
LOCATION = re.compile(r"<(?:loc|id|uri)>([^<]+)</")
IN_JSON = re.compile(r'"((?:https?://|/)[^"\s\\]+)"')
TABLE = re.compile(r'\b(?:FROM|JOIN) "?(\w+)"?')
OURS = {"testserver", "localhost", urlsplit(settings.SITE_URL).hostname, ""}
LEFT_ALONE = ("/static/", "/accounts/logout/", "/admin/logout/")


@dataclass
class Harvest:
    """What a crawl brought home: address → status, headers and bytes.

    And by view the tables that its pages were made of.
    """

    answers: dict[str, tuple[int, dict, bytes]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    tables: dict[str, set[str]] = field(default_factory=dict)

    def holding(self, word: str) -> list[str]:
        """List the addresses whose body or headers hold a word."""
        return [
            path
            for path, (_status, headers, body) in self.answers.items()
            if word.encode() in body or word in repr(headers)
        ]


def crawl(client: Client, seeds, *, most: int, language: str = "uk") -> Harvest:
    """Ask for every address that leads on from the seeds, each once."""
    harvest, waiting = Harvest(), deque(seeds)
    seen = set(waiting)
    while waiting and len(harvest.answers) < most:
        path = waiting.popleft()
        read: set[str] = set()
        with connection.execute_wrapper(_reading(read)):
            answer = client.get(path, HTTP_ACCEPT_LANGUAGE=language)
            body = _body(answer)
        harvest.answers[path] = (answer.status_code, dict(answer.headers), body)
        with contextlib.suppress(Resolver404):
            name = resolve(urlsplit(path).path).view_name
            harvest.names.add(name)
            harvest.tables.setdefault(name, set()).update(read)
        for found in _links(path, answer, body):
            if found not in seen:
                seen.add(found)
                waiting.append(found)
    return harvest


def _reading(tables: set[str]):
    def note(execute, sql, params, many, context):
        tables.update(TABLE.findall(sql))
        return execute(sql, params, many, context)

    return note


def _body(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def _links(path: str, answer, body: bytes):
    if "Location" in answer:
        yield from _ours(path, answer["Location"])
    media_type = answer.get("Content-Type", "")
    if not re.search(r"html|xml|json|text", media_type):
        return
    text = body.decode(errors="replace")
    for pattern in (LINK, LOCATION, IN_JSON):
        for found in pattern.findall(text):
            for part in unescape(found).split(", "):
                word = part.strip().split(" ")[0]
                if word.startswith(("/", "http", "?")):
                    yield from _ours(path, word)


def _ours(path: str, link: str):
    parts = urlsplit(urljoin(f"http://testserver{path}", link))
    question = parse_qsl(parts.query)
    if parts.hostname not in OURS or parts.path.startswith(LEFT_ALONE):
        return
    if len(question) > 1 or "{" in parts.path:  # one choice is enough of a facet
        return
    yield f"{parts.path}?{parts.query}" if parts.query else parts.path
