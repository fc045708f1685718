"""How a request is put together, also of what other contracts use: queries, headers, cookies."""

from __future__ import annotations

import datetime as dt
import traceback
import weakref
from enum import Enum
from typing import Any

import pytest

from green_api_client._bodies import Body
from green_api_client._building import Secret, as_text, build, server_for
from green_api_client.masking import NO_SECRETS
from green_api_client.types import UNSET, Request

API = "http://api.example"
TOKEN = "t0ken-that-nobody-may-read"
ODD = "a/b?c&d=e f~"
ODD_IN_URL = "a%2Fb%3Fc%26d%3De%20f%7E"


class Colour(str, Enum):  # noqa: UP042 # as the generator writes it
    """An enum of texts."""

    RED = "red"


class Level(int, Enum):
    """An enum of numbers."""

    HIGH = 2


@pytest.mark.parametrize("base_url", [API, f"{API}/", f"{API}/v1X", "HTTPS://Api.example//"])
def test_the_path_comes_after_the_base_url(base_url: str) -> None:
    assert build("GET", base_url, "/things").url == base_url.rstrip("/") + "/things"


@pytest.mark.parametrize("base_url", ["", "api.example", "ftp://api.example", "//api.example"])
def test_a_base_url_that_is_none_is_named(base_url: str) -> None:
    with pytest.raises(ValueError, match="has to begin with https:// or http://") as caught:
        build("GET", base_url, "/things")
    assert repr(base_url) in str(caught.value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("text", "text"),
        (7, "7"),
        (0.5, "0.5"),
        (True, "true"),  # as JSON and JavaScript write it, and not Python
        (False, "false"),
        (Colour.RED, "red"),
        (Level.HIGH, "2"),
        (dt.date(2026, 1, 31), "2026-01-31"),  # RFC 3339, full-date
        (dt.datetime(2026, 1, 31, 10, tzinfo=dt.UTC), "2026-01-31T10:00:00+00:00"),
    ],
)
def test_a_value_is_written_as_its_standard_says(value: object, text: str) -> None:
    assert as_text(value) == text
    assert build("GET", API, "/things", headers={"X": value}).headers == {"X": text}


# What OpenAPI's style `form` with `explode` makes of the values of a query; RFC 3986 says what is
# percent-encoded.
@pytest.mark.parametrize(
    ("query", "written"),
    [
        ({}, ""),
        ({"a": None, "b": UNSET}, ""),
        ({"a": []}, ""),
        ({"a": ""}, "?a="),
        ({"a": 0, "b": False}, "?a=0&b=false"),
        ({"a": None, "b": "c"}, "?b=c"),
        ({"a": ["b", None, UNSET, "c"], "d": 1}, "?a=b&a=c&d=1"),
        ({"a[b]": ODD}, f"?a%5Bb%5D={ODD_IN_URL}"),
    ],
)
def test_a_query_has_what_is_set(query: dict[str, object], written: str) -> None:
    request = build("GET", API, "/things", query=query)
    assert (request.url, request.headers, request.content) == (f"{API}/things{written}", {}, None)


def test_values_stand_in_the_path_as_one_segment_each() -> None:
    request = build("GET", API, "/{a}/{b[c]}/{a}", values={"a": ODD, "b[c]": 7})
    assert request.url == f"{API}/{ODD_IN_URL}/7/{ODD_IN_URL}"
    assert (request.secrets, request.reveal().url) == (NO_SECRETS, request.url)


def test_headers_and_cookies_are_sent_beside_those_of_the_body() -> None:
    headers: dict[str, object] = {"X-Text": ODD, "X-None": None, "X-Unset": UNSET}
    cookies: dict[str, object] = {"a": 1, "b": None, "c": "d"}
    body = Body(b"content", {"Content-Type": "text/plain"})
    request = build("POST", API, "/things", headers=headers, cookies=cookies, body=body)
    # RFC 6265: pairs are separated by a semicolon and a space.
    expected = {"Content-Type": "text/plain", "X-Text": ODD, "Cookie": "a=1; c=d"}
    assert (request.headers, request.content) == (expected, b"content")
    assert request.reveal().headers == expected


def test_cookies_that_are_all_left_out_make_no_header() -> None:
    request = build("GET", API, "/things", cookies={"a": None})
    assert (request.headers, request.secret_headers) == ({}, {})


def shown(request: Request) -> str:
    return f"{request!r} {request.url} {request.headers} {request.secrets!r}"


@pytest.mark.parametrize(
    ("place", "template", "url", "headers"),
    [
        ("values", "/{key}/things", "/{0}/things", {}),
        ("query", "/things", "/things?a=1&key={0}", {}),
        ("headers", "/things", "/things", {"a": "1", "key": "{0}"}),
        ("cookies", "/things", "/things", {"Cookie": "a=1; key={0}"}),
    ],
)
def test_a_secret_is_seen_in_what_is_revealed_only(
    place: str, template: str, url: str, headers: dict[str, str]
) -> None:
    secret = TOKEN + ODD
    arguments: dict[str, Any] = {place: {"a": 1, "key": Secret(secret)}}
    request = build("GET", API, template, **arguments)
    assert request.url == API + url.format("~key~")
    assert request.headers == {name: text.format("~key~") for name, text in headers.items()}
    assert TOKEN not in shown(request)
    assert request.secrets.mask(secret) == "~key~"
    revealed = request.reveal()
    assert revealed.url == API + url.format(TOKEN + ODD_IN_URL)
    assert revealed.headers == {name: text.format(secret) for name, text in headers.items()}


def test_secrets_of_all_places_are_kept_apart() -> None:
    keys = {place: f"{TOKEN}-in-{place}" for place in ("path", "query", "header", "cookie", "body")}
    values = {place: {place: Secret(keys[place])} for place in ("path", "query", "header")}
    cookies: dict[str, object] = {"cookie": Secret(keys["cookie"]), "plain": "1"}
    request = build(
        "POST",
        API,
        "/{path}",
        values=dict(values["path"]),
        query=dict(values["query"]),
        headers={**values["header"], "X-Plain": "1"},
        cookies=cookies,
        body=Body(b"", {}, [("body", keys["body"])]),
    )
    assert request.url == f"{API}/~path~?query=~query~"
    assert request.headers == {
        "header": "~header~",
        "X-Plain": "1",
        "Cookie": "cookie=~cookie~; plain=1",
    }
    assert request.secret_headers == {
        "header": keys["header"],
        "Cookie": f"cookie={keys['cookie']}; plain=1",
    }
    for place, key in keys.items():
        assert request.secrets.mask(f"no {key}") == f"no ~{place}~"


@pytest.mark.parametrize("place", ["values", "query"])
def test_a_value_that_no_url_can_hold_is_refused_unseen(place: str) -> None:
    broken: Any = {place: {"key": Secret(TOKEN + "\ud800")}}
    with pytest.raises(ValueError, match="cannot stand in a URL") as caught:
        build("GET", API, "/{key}", **broken)
    assert TOKEN not in "".join(traceback.format_exception(caught.value))


def test_secrets_are_the_same_for_every_path_unless_one_is_short() -> None:
    def secrets(path: str, key: str) -> Any:
        return build("GET", API, path, query={"key": Secret(key)}).secrets

    # What a secret may look like takes long to work out.
    for long_enough in (TOKEN, "8letters"):
        assert secrets("/a", long_enough) is secrets("/b", long_enough)
    # The path is masked as a whole, with what may be part of any word.
    assert secrets("/a", "short") is not secrets("/b", "short")


def test_secrets_are_not_kept_for_ever() -> None:
    first = weakref.ref(build("GET", API, "/", query={"key": Secret(f"{TOKEN}-first")}).secrets)
    for number in range(100):
        build("GET", API, "/", query={"key": Secret(f"{TOKEN}-{number}")})
    assert first() is None


SERVERS = {
    "https://api.example": "https://media.example",
    "https://{name}.api.example/v1": "https://{name}.media.example/v2",
}


@pytest.mark.parametrize(
    ("base_url", "server"),
    [
        ("https://api.example", "https://media.example"),
        ("https://API.example//", "https://media.example"),
        ("https://7103.api.example/v1", "https://7103.media.example/v2"),
        ("https://7103.api.example/v1/", "https://7103.media.example/v2"),
        # None of them:
        ("https://api.example.net/", "https://api.example.net/"),
        ("https://apiXexample", "https://apiXexample"),
        ("http://api.example", "http://api.example"),
        ("https://a.b.api.example/v1", "https://a.b.api.example/v1"),
        ("https://a/b.api.example/v1", "https://a/b.api.example/v1"),
        ("http://127.0.0.1:4010", "http://127.0.0.1:4010"),
        ("/https://api.example", "/https://api.example"),
        ("https://api.exampleX", "https://api.exampleX"),
    ],
)
def test_an_operation_with_servers_of_its_own_goes_there(base_url: str, server: str) -> None:
    assert server_for(base_url, SERVERS) == server
