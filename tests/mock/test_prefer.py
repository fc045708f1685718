"""Every documented answer can be had by its name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import httpx
import pytest

from green_api_mock.answers import get_in
from tests.mock.example import EXAMPLE

if TYPE_CHECKING:
    from green_api_mock.contract import Answer
    from green_api_mock.plugin import GreenApiMock

ANSWERS = EXAMPLE.operation.answers


def ask(mock: GreenApiMock, prefer: str, body: object = EXAMPLE.body) -> httpx.Response:
    return httpx.post(mock.url + EXAMPLE.path(), json=body, headers={"Prefer": prefer})


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer.title)
def test_every_answer_is_served_as_the_contract_has_it(
    green_api_mock: GreenApiMock, answer: Answer
) -> None:
    example = f", example={answer.name}" if answer.name else ""
    served = ask(green_api_mock, f"code={answer.status}{example}")
    assert served.status_code == answer.status
    for name, value in answer.headers:
        assert served.headers[name] == value
    if answer.media_type is None:
        assert served.content == b""
        assert served.headers["Content-Length"] == "0"
    elif answer.media_type == "application/json":
        expected, got = answer.value, served.json()
        for path in answer.links:
            assert str(get_in(got, path)).startswith(green_api_mock.url) == bool(
                get_in(expected, path)
            )
            expected, got = _without(expected, path), _without(got, path)
        assert got == expected
    else:
        assert served.text == answer.value


def _without(value: dict[str, object], path: tuple[str, ...]) -> dict[str, object]:
    return {name: item for name, item in value.items() if (name,) != path}


@pytest.mark.parametrize(
    ("prefer", "status", "name"),
    [
        ("code=466, example=chatQuotaExceeded", 466, "chatQuotaExceeded"),
        ('code=466; example="chatQuotaExceeded"', 466, "chatQuotaExceeded"),
        ("respond-async, code=466", 466, "methodQuotaExceeded"),
        ("example=chatQuotaExceeded", 466, "chatQuotaExceeded"),
        ("wait=10", 200, "imageFile"),
        ("", 200, "imageFile"),
    ],
)
def test_a_preference_may_be_written_in_any_way_that_the_rfc_allows(
    green_api_mock: GreenApiMock, prefer: str, status: int, name: str
) -> None:
    assert ask(green_api_mock, prefer).status_code == status
    assert green_api_mock.requests[-1].answer == name


@pytest.mark.parametrize("prefer", ["code=418", "code=abc", "code=200, example=nix", "example=nix"])
def test_an_unknown_answer_is_refused_with_a_list_of_the_known_ones(
    green_api_mock: GreenApiMock, prefer: str
) -> None:
    answer = ask(green_api_mock, prefer)
    assert answer.status_code == 404
    for known in ANSWERS:
        assert known.title in answer.text


def test_a_broken_request_outranks_a_preference(green_api_mock: GreenApiMock) -> None:
    assert ask(green_api_mock, "code=502", {}).status_code == EXAMPLE.operation.invalid.status
    text = json.dumps(EXAMPLE.body)[:-1]
    answer = httpx.post(
        green_api_mock.url + EXAMPLE.path(),
        content=text,
        headers={"Prefer": "code=502", "Content-Type": "application/json"},
    )
    assert answer.status_code == EXAMPLE.operation.malformed.status
