"""Requests with the documented test values get the documented answers."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest

from green_api_mock.contract.values import get_in
from tests.mock.asking import ask
from tests.mock.example import EXAMPLE

if TYPE_CHECKING:
    import httpx

    from green_api_mock.contract import Answer, Scenario
    from green_api_mock.plugin import GreenApiMock

OPERATION = EXAMPLE.operation
SCENARIOS = OPERATION.scenarios
ALWAYS = [s for s in SCENARIOS if s.times is None and not s.delay_seconds]
COUNTED = [s for s in SCENARIOS if s.times is not None]
DELAYED = [s for s in SCENARIOS if s.delay_seconds]


def name(scenario: Scenario) -> str:
    return scenario.name


def play(mock: GreenApiMock, scenario: Scenario) -> httpx.Response:
    """Send the scenario's values in an otherwise usual request."""
    body = EXAMPLE.body | {k: v for k, v in scenario.when.items() if k in EXAMPLE.body}
    path = EXAMPLE.path(**{k: v for k, v in scenario.when.items() if k in EXAMPLE.values})
    return ask(OPERATION.method, mock.url + path, json=body)


def is_answer(
    mock: GreenApiMock, response: httpx.Response, answer: Answer, scenario: Scenario
) -> bool:
    """Every byte is as documented, but for a link, which leads to the mock."""
    if response.status_code != answer.status:
        return False
    if any(response.headers[key] != value for key, value in answer.headers):
        return False
    if not answer.links:
        return response.content == answer.body
    body = response.json()
    links = [(get_in(body, place), get_in(answer.value, place)) for place in answer.links]
    instance = scenario.when.get(EXAMPLE.number, EXAMPLE.values[EXAMPLE.number])
    place = f"{mock.url}/media/{instance}/{OPERATION.id}/{answer.name}"
    return all(got == served(place, wanted) for got, wanted in links)


def served(place: str, link: str | None) -> str | None:
    """The mock's own link in the place of one in the contract."""
    name = (link or "").rpartition("/")[2]
    return f"{place}/{name}" if link else link


@pytest.mark.parametrize("scenario", ALWAYS, ids=name)
def test_a_scenario_is_played_every_time(green_api_mock: GreenApiMock, scenario: Scenario) -> None:
    for _ in range(3):
        assert is_answer(green_api_mock, play(green_api_mock, scenario), scenario.answer, scenario)
        assert green_api_mock.requests[-1].scenario == scenario.name


@pytest.mark.parametrize("scenario", COUNTED, ids=name)
def test_a_scenario_ends_after_its_times(green_api_mock: GreenApiMock, scenario: Scenario) -> None:
    assert scenario.times is not None
    for _ in range(scenario.times):
        assert is_answer(green_api_mock, play(green_api_mock, scenario), scenario.answer, scenario)
    assert is_answer(green_api_mock, play(green_api_mock, scenario), OPERATION.default, scenario)
    green_api_mock.reset()
    assert is_answer(green_api_mock, play(green_api_mock, scenario), scenario.answer, scenario)


@pytest.mark.waits
@pytest.mark.parametrize("scenario", DELAYED, ids=name)
def test_a_slow_answer_is_slow(green_api_mock: GreenApiMock, scenario: Scenario) -> None:
    before = time.monotonic()
    assert is_answer(green_api_mock, play(green_api_mock, scenario), scenario.answer, scenario)
    assert time.monotonic() - before >= scenario.delay_seconds


def test_every_documented_answer_has_a_scenario() -> None:
    met = {scenario.answer for scenario in SCENARIOS}
    assert [answer.title for answer in OPERATION.answers if answer not in met] == []


def test_scenario_names_and_values_are_unique() -> None:
    assert len({scenario.name for scenario in SCENARIOS}) == len(SCENARIOS)
    values = [json.dumps(dict(scenario.when)) for scenario in SCENARIOS]
    assert len(set(values)) == len(values)


def test_a_scenario_of_parameters_outranks_the_body(green_api_mock: GreenApiMock) -> None:
    scenarios = [scenario for scenario in SCENARIOS if scenario.at_gateway]
    assert len(scenarios) >= 2
    for scenario in scenarios:
        path = EXAMPLE.path(**scenario.when)
        answer = ask(OPERATION.method, green_api_mock.url + path, content=b"{bad")
        assert is_answer(green_api_mock, answer, scenario.answer, scenario)


def test_a_broken_request_does_not_use_a_scenario_up(green_api_mock: GreenApiMock) -> None:
    scenario = COUNTED[0]
    path = green_api_mock.url + EXAMPLE.path()
    for _ in range(3):
        broken = ask(OPERATION.method, path, json=EXAMPLE.body | dict(scenario.when) | {"wrong": 1})
        assert broken.status_code == 400
    assert is_answer(green_api_mock, play(green_api_mock, scenario), scenario.answer, scenario)


def test_an_ordered_answer_outranks_a_scenario(green_api_mock: GreenApiMock) -> None:
    green_api_mock.answer_with("502", times=1)
    scenario = ALWAYS[0]
    assert play(green_api_mock, scenario).status_code == 502
    assert is_answer(green_api_mock, play(green_api_mock, scenario), scenario.answer, scenario)
