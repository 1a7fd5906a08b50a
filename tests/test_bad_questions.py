"""Questions that nobody should ask: rows A01 to A26 and S01 to S09 of the promises.

What has a test of its own elsewhere: A09, A10 `history/test_atlas.py` · A14
`history/test_serving.py` · A16, A26 `permissions/test_methods.py` · A20
`permissions/test_hidden.py` · A22 `history/test_tiles.py` · A24
`history/test_embedding.py` · S05 `history/test_relevance.py` · S07, S08
`history/test_search_index.py`. There is no door yet for A21 (OAI-PMH) and A25 (webhooks).
"""

from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from django.db import connection
from rest_framework.throttling import AnonRateThrottle

from tests.factories import make_item, make_place

pytestmark = pytest.mark.django_db
API, PAGES = "/api/v1/items/?", ("/items/?", "/timeline/?", "/map/?")
LONG = "9" * 23

# Row of the promises, where it is asked, the words after the question mark, the answers.
QUESTIONS = [
    *(("A01", (API, "/items/?", "/map/?"), f"page={page}", {400, 404})
      for page in ("-1", "0", "abc", LONG, "1.5", "٣", "%00", "1e3")),
    ("A01", (API, "/items/?"), "page=", {200}),
    *(("A02", (API, "/items/?"), f"size={size}", {400})
      for size in ("0", "-5", "abc", "1000000", "٢٤")),
    ("A03", (API, "/items/?"), "page=100000", {400, 404}),
    ("A03", ("/map/?",), "page=100", {200}),
    *(("A04", (API,), query, {400})
      for query in ("colour=red", "sortt=newest", "kind=photo&kind=memory")),
    ("A04", (API, *PAGES), "&".join(f"p{n}=1" for n in range(1_100)), {400}),
    ("A04", PAGES, "utm_source=x", {200}),
    *(("A05", (API, "/items/?"), f"sort={quote(sort)}", {400})
      for sort in ("owner__email", "-password", "secret", "?", "id;--")),
    *(("A06", (API,), query, {400})
      for query in ("owner__email__startswith=a", "title__regex=(a%2B)%2B$",
                    "title__secret=1")),
    *(("A07", (API, "/items/?", "/timeline/?"), f"period={quote(period)}", {400})
      for period in ("0", "-1", "99999", LONG, "2024-13", "9999999-01-01", "٢٠٢٤",
                     "1960-1950", "0-0")),
    *(("A07", ("/map/?",), query, {400})
      for query in ("from=0", f"to={LONG}", "from=1960&to=1950", "from=٢٠٢٤")),
    *(("A17", (API,), query, {400})
      for query in ("include=owner", "expand=item.item.item", "fields=owner.email")),
    ("A19", (API,), "token=secret", {400}),
    *(("facet", (API, "/items/?", "/timeline/?"), query, {400})
      for query in ("kind=film", "place=nowhere", "collection=%00", "person=1' OR 1=1",
                    "subject=" + "x" * 8_000, "language=xx")),
    *(("words", (API, *PAGES, "/items/suggest/?", "/map/suggest/?", "/help/?"),
       f"{{name}}={quote(words)}", {200, 400})
      for words in ("x" * 10_000, "🙂", "\x01\x02\x1f", "\x00", "\u202e\u200b", "(" * 300,
                    "OR " * 3_000, "a &", "a b", ":*", "'", '"', "*", "AND", "old AND",
                    "NOT x", "NEAR(", "x)", "col:x", "-x", "^", "%", "_", "\\", " ")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "addresses", "query", "statuses"),
    [pytest.param(*one, id=f"{one[0]}-{n}") for n, one in enumerate(QUESTIONS)],
)
def test_gets_an_answer(client, row, addresses, query, statuses):
    """A01 to A07, A17, A19, S01, S02, S03, S04, S06: a sentence or a result, never an error."""
    for address in addresses:
        name = "at" if address == "/map/?" else "q"
        answer = client.get(address + query.replace("{name}", name))

        assert answer.status_code in statuses, address
        assert len(answer.content) > 2


def statements(client, address: str) -> list[str]:
    """Give what a request asks the database, without the values it is asked with."""
    asked: list[str] = []

    def note(execute, sql, params, many, context):
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        client.get(address)
    return asked


@pytest.mark.parametrize("address", ["/items/?", API])
def test_a05_the_work_of_an_answer_tells_nothing_of_a_column(client, address):
    """A column that is there and one that is not are refused by the same work."""
    make_item()
    there, not_there = (
        statements(client, f"{address}sort={name}")
        for name in ("contributor", "nothing")
    )
    assert there == not_there


def test_a03_a_page_far_behind_the_end_costs_no_more_than_a_near_one(
    client, django_assert_max_num_queries
):
    for _n in range(3):
        make_item()
    for address in ("/items/?", API):
        with django_assert_max_num_queries(12):
            assert client.get(f"{address}page=100000").status_code in (400, 404)


@pytest.mark.parametrize("address", ["/items/?q=", "/items/suggest/?q=", f"{API}q="])
@pytest.mark.parametrize(
    "words",
    [
        "bridge' AND SLEEP(5)-- ", "bridge'; SELECT pg_sleep(5);--",
        "bridge' || (SELECT randomblob(900000000)) || '", "1) OR 1=1--",
        "bridge' UNION SELECT password FROM accounts_user--",
        '{"$where": "sleep(5000)"}', "*)(uid=*))(|(uid=*",
    ],
)  # fmt: skip
def test_s06_an_injected_sleep_does_not_sleep(client, address, words):
    make_item(title="The bridge")
    assert client.get(address + quote(words)).status_code in (200, 400)
    asked = " ".join(statements(client, address + quote(words))).lower()
    assert not any(name in asked for name in ("sleep", "randomblob", "accounts_user"))


def test_s09_many_searches_in_a_row_are_answered_or_told_to_wait(client):
    make_item(title="The bridge")
    client.get("/items/?q=bridge")
    statuses = {client.get(f"/items/?q=bridge{n}").status_code for n in range(60)}
    assert statuses <= {200, 429}


@pytest.mark.parametrize(
    "name", ["9" * 30, "-1", "1 OR 1=1", "\x00", "x" * 8_000, "١٢", "ST-٣", "🙂"]
)
def test_a08_odd_names_lead_to_nothing(client, name):
    for kind in ("items", "collections", "places", "people", "subjects"):
        for door in ("/", "/api/v1/"):
            assert client.get(f"{door}{kind}/{quote(name)}/").status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        "[" * 100_000, '{"a":' * 5_000, '{"kind": "memory", "kind": "photos"}',
        '{"title": NaN}', '{"title": 1e999}', '\ufeff{"kind": "memory"}'.encode(),
        '{"kind": "memory"}'.encode("utf-16"), '{"kind": "memory"} and more', "",
    ],
)  # fmt: skip
def test_a11_a_body_that_is_no_json_of_ours(client, body):
    answer = client.post(
        "/api/v1/contributions/", data=body, content_type="application/json"
    )
    assert answer.status_code == 400
    assert answer.json()["errors"]


@pytest.mark.parametrize(
    "content_type",
    ["application/xml", "application/yaml", "text/plain", "multipart/form-data"],
)
def test_a12_another_kind_of_body(client, content_type):
    answer = client.post(
        "/api/v1/contributions/", data="<a/>", content_type=content_type
    )
    assert answer.status_code in (400, 415)


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "*/*;q=0"])
def test_a13_the_api_speaks_json_only(client, accept):
    answer = client.get(API, HTTP_ACCEPT=accept)
    assert answer.status_code in (200, 406)
    assert answer["Content-Type"].startswith("application/json")
    assert client.get(f"{API}format=api").status_code in (400, 404)


@pytest.mark.parametrize("origin", ["https://evil.test", "null"])
def test_a15_no_page_of_others_reads_with_our_cookies(client, origin):
    answer = client.get(API, HTTP_ORIGIN=origin)
    assert "Access-Control-Allow-Credentials" not in answer
    assert answer.get("Access-Control-Allow-Origin", "*") == "*"


def test_a18_too_many_questions_are_told_when_to_come_back(client, monkeypatch):
    monkeypatch.setattr(AnonRateThrottle, "rate", "2/min", raising=False)
    answers = [client.get(API) for _n in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[-1]["Retry-After"]) > 0
    assert client.get("/items/").status_code == 200


def test_a19_a_token_in_a_header_opens_nothing(client):
    answer = client.get("/api/v1/contributions/", HTTP_AUTHORIZATION="Bearer secret")
    assert answer.status_code in (200, 401, 403)
    assert answer.status_code != 200 or answer.json() == []


def test_a23_feeds_are_well_formed_whatever_the_words(client):
    place = make_place("Площа ]]> \x0b", slug="square")
    make_item(title="A\x01 ]]> <b>\x1f\ufffe &", place=place, story="\x08]]>")

    for address in ("/feed/", "/places/square/feed/", "/items/feed/?place=square"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert len(ElementTree.fromstring(answer.content)) > 3
