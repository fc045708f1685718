"""What is generated for kinds of schemas, parameters and responses that the contract lacks."""

import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest

from codegen.layout import PROJECT

pytestmark = pytest.mark.slow

CANARY = "c4nary70ken5houldNeverBeSeenAnywhere"

RIGHT: dict[str, list[Any]] = {
    "text": ["", "a"],
    "whole": [0, -1, 10**30],
    "real": [0.5, 1],
    "flag": [True, False],
    "nothing": [None],
    "anything": [None, 1, [True], {"a": None}],
    "perhaps": [None, "a"],
    "either": [1, "1"],
    "part": [{"name": "a"}, {"name": "a", "new": 1}],
    "partOrText": [{"name": "a"}, "a"],
    "texts": [[], ["a"]],
    "parts": [[], [{"name": "a"}]],
    "table": [[], [[]], [[1], [2, 3]]],
    "textsOrText": ["a", [], ["a"]],
    "mixed": [[1, "a"]],
    "colour": ["red"],
    "level": [2],
    "fixed": [1],
    "fixedText": ["one"],
    "day": ["2026-01-31"],
    "moment": ["2026-01-31T10:00:00+00:00"],
    "key": ["6f6c4a60-5d5c-4a07-8f43-0c3a6a3c4f9c"],
    "counts": [{}, {"a": 1}],
    "partsByName": [{}, {"a": {"name": "b"}}],
}
WRONG: dict[str, list[Any]] = {
    "text": [None, 1, True, [], {}],
    "whole": [None, "1", True, 1.5, [], {}],
    "real": [None, "1", True, [], {}],
    "flag": [None, 0, 1, "true", []],
    "nothing": [0, False, "", [], {}],
    "perhaps": [1, False, [], {}],
    "either": [None, True, 1.5, [], {}],
    "part": [None, 1, "", [], [["name", "a"]], {}, {"name": 1}],
    "partOrText": [None, 1, [], {}, {"name": None}],
    "texts": [None, "", {}, [1], [None], [["a"]]],
    "parts": [None, "", {}, [1], [{}], [{"name": 1}], {"name": "a"}],
    "table": [None, [1], ["1"], [["1"]], [[True]], [{}], {}],
    "textsOrText": [None, 1, [1], {}],
    "mixed": [None, [None], [True], [1.5], "a"],
    "colour": ["blue", 1, None, [], {}],
    "level": [3, "1", True, None, [], {}],
    "fixed": [2, True, "1", None, [], {}],
    "fixedText": ["two", 1, None, [], {}],
    "day": ["yesterday", 1, None, [], {}],
    "moment": ["now", 1, None, [], {}],
    "key": ["key", 1, None, [], {}],
    "counts": [None, [], {"a": "1"}, {"a": None}, {"a": True}],
    "partsByName": [None, [], {"a": {}}, {"a": 1}],
}


def pairs(table: dict[str, list[Any]]) -> list[Any]:
    return [
        pytest.param(name, value, id=f"{name}={value!r}")
        for name, values in table.items()
        for value in values
    ]


class Sent:
    """One call of an operation, and what would have gone to the wire."""

    def __init__(self, everything: ModuleType, response: httpx.Response, **query: Any) -> None:
        self.requests: list[httpx.Request] = []
        client = everything.Client(
            base_url="http://api.example",
            httpx_args={"transport": httpx.MockTransport(self._answer)},
        )
        self._response = response
        operation = sys.modules[f"{everything.__name__}.api.things.send_thing"]
        arguments = {"query_key": "query", **query}
        self.response = operation.sync_detailed(1, "path", client=client, **arguments)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return self._response


@pytest.fixture(autouse=True)
def imported(everything: ModuleType) -> None:
    __import__(f"{everything.__name__}.api.things.send_thing")
    __import__(f"{everything.__name__}.api.things.get_nothing")


def parsed(everything: ModuleType, status: int, value: Any) -> Any:
    return Sent(everything, httpx.Response(status, json=value)).response.parsed


@pytest.mark.parametrize(("name", "value"), pairs(RIGHT))
def test_values_of_the_right_type_are_kept(everything: ModuleType, name: str, value: Any) -> None:
    body = {"text": "a", "unknown": {"field": [1]}, name: value}
    thing = parsed(everything, 200, body)
    assert thing.to_dict() == body
    assert type(thing).from_dict(thing.to_dict()) == thing


@pytest.mark.parametrize(("name", "value"), pairs(WRONG))
def test_values_of_a_wrong_type_are_refused(everything: ModuleType, name: str, value: Any) -> None:
    assert parsed(everything, 200, {"text": "a", name: value}) is None


def test_an_integer_may_be_written_with_a_fraction_of_zero(everything: ModuleType) -> None:
    thing = parsed(everything, 200, {"text": "a", "whole": 1.0, "either": 2.0})
    assert [type(thing.whole), type(thing.either)] == [int, int]


def test_responses_need_not_be_objects(everything: ModuleType) -> None:
    [part] = parsed(everything, 201, [{"name": "a"}])
    assert part.name == "a"
    wrong: list[Any] = [{}, [1], "", None]
    for value in wrong:
        assert parsed(everything, 201, value) is None
    assert parsed(everything, 202, 1) == 1
    assert parsed(everything, 202, "1") is None
    assert parsed(everything, 203, [None, 1]) == [None, 1]
    assert parsed(everything, 500, "text") == "text"
    assert parsed(everything, 500, 1) is None


@pytest.mark.parametrize("status", [400, 466, 499])
def test_ranges_of_statuses_are_read(everything: ModuleType, status: int) -> None:
    assert parsed(everything, status, {"name": "a"}).name == "a"
    text = httpx.Response(status, text="a", headers={"Content-Type": "text/csv"})
    assert Sent(everything, text).response.parsed == "a"


def test_bytes_are_kept(everything: ModuleType) -> None:
    headers = {"Content-Type": "application/octet-stream"}
    raw = httpx.Response(206, content=b"\x00\xff", headers=headers)
    assert Sent(everything, raw).response.parsed == b"\x00\xff"


def test_sensitive_parameters_go_to_their_places_on_the_wire_only(everything: ModuleType) -> None:
    values = {
        "query_key": CANARY + "q/&",
        "optionalkey": CANARY + "o",
        "x_header_key": CANARY + "h",
        "cookie_key": CANARY + "c",
        "plain": "plain",
    }
    sent = Sent(everything, httpx.Response(200), **values)
    [request] = sent.requests
    assert dict(request.url.params) == {
        "queryKey": CANARY + "q/&",
        "optional[key]": CANARY + "o",
        "plain": "plain",
    }
    assert request.headers["x-header-key"] == CANARY + "h"
    assert request.headers["cookie"] == f"cookieKey={CANARY}c"
    operation = sys.modules[f"{everything.__name__}.api.things.send_thing"]
    built = operation.build_request(1, CANARY, base_url="http://api.example", **values)
    assert CANARY not in f"{built!r} {built.url} {built.headers}"
    assert CANARY not in repr(sent.response)


def test_optional_sensitive_parameters_may_be_left_out(everything: ModuleType) -> None:
    [request] = Sent(everything, httpx.Response(200)).requests
    assert dict(request.url.params) == {"queryKey": "query"}
    assert "x-header-key" not in request.headers
    assert "cookie" not in request.headers


def test_an_operation_without_content_or_secrets_is_plain(everything: ModuleType) -> None:
    source = sys.modules[f"{everything.__name__}.api.things.get_nothing"]
    assert source.__file__
    text = Path(source.__file__).read_text("utf-8")
    assert "Secret" not in text
    assert "load_json" not in text


def test_the_code_is_strictly_typed(everything: ModuleType) -> None:
    assert everything.__file__
    package = Path(everything.__file__).parent
    strict = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--no-incremental", "--config-file=", package],
        cwd=PROJECT.root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert strict.returncode == 0, strict.stdout
