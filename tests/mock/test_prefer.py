"""Every documented answer can be had by its name."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from green_api_mock.api.answers import known_answers, render
from green_api_mock.api.orders import named
from green_api_mock.contract import Scenarios
from green_api_mock.contract.values import dump, get_in, set_in
from tests.mock.asking import ask
from tests.mock.example import EXAMPLE

if TYPE_CHECKING:
    import httpx

    from green_api_mock.contract import Answer, Operation, Scenario
    from green_api_mock.contract.answer import Place
    from green_api_mock.plugin import GreenApiMock

ANSWERS = EXAMPLE.operation.answers


def ask_for(mock: GreenApiMock, prefer: str, body: object = EXAMPLE.body) -> httpx.Response:
    return ask("POST", mock.url + EXAMPLE.path(), json=body, headers={"Prefer": prefer})


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer.title)
def test_every_answer_is_served_as_the_contract_has_it(
    green_api_mock: GreenApiMock, answer: Answer
) -> None:
    example = f", example={answer.name}" if answer.name else ""
    served = ask_for(green_api_mock, f"code={answer.status}{example}")
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


def _without(value: object, place: Place) -> object:
    return set_in(value, place, None)


@pytest.mark.parametrize(
    ("prefer", "status", "name"),
    [
        ("code=466, example=chatQuotaExceeded", 466, "chatQuotaExceeded"),
        ('code=466; example="chatQuotaExceeded"', 466, "chatQuotaExceeded"),
        ("respond-async, code=466", 466, "methodQuotaExceeded"),
        ("example=chatQuotaExceeded", 466, "chatQuotaExceeded"),
        ("CODE = 466 , Example = chatQuotaExceeded", 466, "chatQuotaExceeded"),
        ("wait=10", 200, "imageFile"),
        ("", 200, "imageFile"),
    ],
)
def test_a_preference_may_be_written_in_any_way_that_the_rfc_allows(
    green_api_mock: GreenApiMock, prefer: str, status: int, name: str
) -> None:
    assert ask_for(green_api_mock, prefer).status_code == status
    assert green_api_mock.requests[-1].answer == name


def test_preferences_may_be_spread_over_fields(green_api_mock: GreenApiMock) -> None:
    fields = [("Prefer", "code=466"), ("Prefer", "example=chatQuotaExceeded")]
    ask("POST", green_api_mock.url + EXAMPLE.path(), json=EXAMPLE.body, headers=fields)
    assert green_api_mock.requests[-1].answer == "chatQuotaExceeded"


def titles(operation: Operation) -> list[str]:
    named = [f"{scenario.answer.status} {scenario.name}" for scenario in operation.scenarios]
    return [*(answer.title for answer in operation.answers), *named]


KNOWN = f"It has: {', '.join(dict.fromkeys(titles(EXAMPLE.operation)))}."


def test_every_known_answer_and_scenario_is_listed_once() -> None:
    assert known_answers([EXAMPLE.operation]) == KNOWN
    every = dict.fromkeys(title for each in EXAMPLE.contract.operations for title in titles(each))
    assert known_answers(EXAMPLE.contract.operations) == f"It has: {', '.join(every)}."


@pytest.mark.parametrize("scenario", EXAMPLE.operation.scenarios, ids=lambda s: s.name)
def test_every_scenario_can_be_preferred_by_its_name(
    green_api_mock: GreenApiMock, scenario: Scenario
) -> None:
    for prefer in ("example=", f"code={scenario.answer.status}, example="):
        assert ask_for(green_api_mock, prefer + scenario.name).status_code == scenario.answer.status
        reason = green_api_mock.requests[-1].reason
        assert reason is not None
        assert (reason.kind.value, reason.name) == ("prefer", scenario.name)


@pytest.mark.parametrize("prefer", ["code=418", "code=abc", "code=200, example=nix", "example=nix"])
def test_an_unknown_answer_is_refused_with_a_list_of_the_known_ones(
    green_api_mock: GreenApiMock, prefer: str
) -> None:
    answer = ask_for(green_api_mock, prefer)
    assert answer.status_code == 404
    assert answer.text == f"The contract has no answer {prefer}. {KNOWN}\n"


def test_an_answer_can_be_ordered_by_its_name_its_scenario_and_its_status() -> None:
    operation = EXAMPLE.operation
    without_scenarios = replace(operation, scenarios=Scenarios(()))
    for answer in ANSWERS:
        if answer.name:
            assert named(without_scenarios, answer.name) is operation.find(None, answer.name)
        assert named(operation, str(answer.status)) is operation.find(answer.status, None)
    for scenario in operation.scenarios:
        assert named(operation, scenario.name) == scenario.answer
    for unknown in ("", "418", "none"):
        assert named(operation, unknown) is None


def test_only_links_lead_to_the_mock() -> None:
    operation = EXAMPLE.operation
    answer = next(answer for answer in ANSWERS if answer.links)
    (place,) = answer.links
    for link, name in {
        "https://host/a/b%2Fc.png?d=/e": "b%2Fc.png",
        "https://host": "",
    }.items():
        linked = replace(answer, value=set_in(answer.value, place, link))
        for instance, owner in (("1/2", "1%2F2"), (None, "-")):
            served = f"http://mock/media/{owner}/{operation.id}/{answer.name}/{name}"
            expected = dump(set_in(answer.value, place, served))
            assert render(operation, linked, "http://mock", instance) == expected
    bare = replace(answer, links=())
    assert render(operation, bare, "http://mock", None) is bare.body


def test_a_value_is_set_at_any_depth() -> None:
    value = {"a": {"b": {"c": 1, "d": 2}}, "e": 3}
    assert set_in(value, ("a", "b", "c"), 4) == {"a": {"b": {"c": 4, "d": 2}}, "e": 3}
    assert get_in(value, ("a", "b", "d")) == 2
    assert set_in([{"a": 1}, 2], (0, "a"), 3) == [{"a": 3}, 2]
    assert get_in([{"a": 1}, 2], (0, "a")) == 1


def test_json_is_written_as_prism_writes_it() -> None:
    assert dump({"a": ["é", 1], "b": "\ud800"}) == '{"a":["é",1],"b":"?"}'.encode()


def test_a_broken_request_outranks_a_preference(green_api_mock: GreenApiMock) -> None:
    assert ask_for(green_api_mock, "code=502", {}).status_code == 400
    text = json.dumps(EXAMPLE.body)[:-1]
    answer = ask(
        "POST",
        green_api_mock.url + EXAMPLE.path(),
        content=text,
        headers={"Prefer": "code=502", "Content-Type": "application/json"},
    )
    assert EXAMPLE.operation.malformed is not None
    assert answer.status_code == EXAMPLE.operation.malformed.status
