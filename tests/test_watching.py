"""No key of a private link stands in a log or an error report (W14)."""

import io
import json
import logging

import pytest
from django.conf import settings
from django.test import Client

from config import watching
from contributions import access
from tests import factories


@pytest.fixture
def lines():
    """Everything that our own handlers write, as they are set up."""
    told = io.StringIO()
    config = settings.LOGGING["formatters"]["line"]
    name = config["()"].rsplit(".", 1)[1]
    handler = logging.StreamHandler(told)
    handler.setFormatter(
        getattr(watching, name)(config["format"], style=config["style"])
    )
    loggers = [logging.getLogger(), logging.getLogger("django")]
    for logger in loggers:
        logger.addHandler(handler)
    yield told.getvalue
    for logger in loggers:
        logger.removeHandler(handler)


@pytest.mark.django_db
def test_real_requests_with_a_key_leave_none_in_our_logs(lines, settings):
    gift = factories.make_contribution()
    token = access.issue(gift)
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.get(f"{gift.get_absolute_url()}?key={token}x")  # 404: warned
    client.post(f"{gift.get_absolute_url()}?key={token}", {"key": token})  # 403: CSRF
    client.get(f"/nowhere/?key={token}", headers={"referer": f"https://x/?key={token}"})
    client.get(f"/?key={token}", headers={"host": "evil.example"})  # 400: host
    assert "Not Found" in lines() and "Forbidden" in lines()
    assert token not in lines()


@pytest.mark.parametrize(
    "line",
    [
        "GET /contributions/ABCD1234/?key={t} HTTP/1.1",
        "Error handling request /contribute/phone/?a=1&key={t}&b=2",
        "'http://x/removals/ABCD1234/?key={t}'",
        "/accounts/login/?next=/contributions/ABCD1234/%3Fkey%3D{t}",
        "{{'key': '{t}'}}", "POST /api/v1/uploads/{t}/",
        "/accounts/password/reset/key/1-{t}/",
    ],
)  # fmt: skip
def test_whoever_writes_the_line(line, caplog):
    token = access.new_token()
    logging.getLogger("gunicorn.error").error("%s", line.format(t=token))
    logging.getLogger("another").error(line.format(t=token))
    assert len(caplog.records) == 2
    assert token not in caplog.text
    assert "…" in caplog.text


def test_a_traceback_keeps_none(lines):
    token = access.new_token()
    try:
        raise ValueError(f"cannot read http://x/?key={token}")
    except ValueError:
        logging.getLogger("ours").exception("it failed")
    assert "ValueError" in lines() and token not in lines()


def test_a_report_of_an_error_is_sent_without():
    token = access.new_token()
    event = {
        "request": {
            "url": f"https://x/contributions/ABCD1234/?key={token}",
            "query_string": f"key={token}",
            "data": {"key": token, "name": "kept"},
            "headers": {"Referer": f"https://x/?key={token}"},
        },
        "exception": {"values": [{"value": f"bad: ?key={token}"}]},
        "breadcrumbs": [{"message": f"GET /?key={token}"}],
        "level": "error", "timestamp": 1.5,
    }  # fmt: skip
    sent = watching.before_send(event)
    assert token not in json.dumps(sent)
    assert sent["request"]["data"]["name"] == "kept" and sent["timestamp"] == 1.5


def test_other_words_stay():
    line = "GET /items/?q=key&period=1960 /uploads/ monkey=banana ?key="
    assert watching.without_keys(line) == line
