"""Requests with the documented test values get the documented answers."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from green_api_mock.play import Order, Play
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


def is_answer(mock: GreenApiMock, response: httpx.Response, answer: Answer) -> bool:
    """Every byte is as documented, but for a link, which leads to the mock."""
    if response.status_code != answer.status:
        return False
    if any(response.headers[key] != value for key, value in answer.headers):
        return False
    if not answer.links:
        return response.content == answer.body
    links = [(response.json().get(key), answer.value.get(key)) for (key,) in answer.links]
    return all(got == served(mock, answer, wanted) for got, wanted in links)


def served(mock: GreenApiMock, answer: Answer, link: str | None) -> str | None:
    """The mock's own link in the place of one in the contract."""
    name = (link or "").rpartition("/")[2]
    return f"{mock.url}/media/{answer.name}/{name}" if link else link


@pytest.mark.parametrize("scenario", ALWAYS, ids=name)
def test_a_scenario_is_played_every_time(green_api_mock: GreenApiMock, scenario: Scenario) -> None:
    for _ in range(3):
        assert is_answer(green_api_mock, play(green_api_mock, scenario), scenario.answer)
        assert green_api_mock.requests[-1].scenario == scenario.name


@pytest.mark.parametrize("scenario", COUNTED, ids=name)
def test_a_scenario_ends_after_its_times(green_api_mock: GreenApiMock, scenario: Scenario) -> None:
    assert scenario.times is not None
    for _ in range(scenario.times):
        assert is_answer(green_api_mock, play(green_api_mock, scenario), scenario.answer)
    assert is_answer(green_api_mock, play(green_api_mock, scenario), OPERATION.default)
    green_api_mock.reset()
    assert is_answer(green_api_mock, play(green_api_mock, scenario), scenario.answer)


@pytest.mark.waits
@pytest.mark.parametrize("scenario", DELAYED, ids=name)
def test_a_slow_answer_is_slow(green_api_mock: GreenApiMock, scenario: Scenario) -> None:
    before = time.monotonic()
    assert is_answer(green_api_mock, play(green_api_mock, scenario), scenario.answer)
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
        assert is_answer(green_api_mock, answer, scenario.answer)


def test_a_broken_request_does_not_use_a_scenario_up(green_api_mock: GreenApiMock) -> None:
    scenario = COUNTED[0]
    path = green_api_mock.url + EXAMPLE.path()
    for _ in range(3):
        broken = ask(OPERATION.method, path, json=EXAMPLE.body | dict(scenario.when) | {"wrong": 1})
        assert broken.status_code == OPERATION.invalid.status
    assert is_answer(green_api_mock, play(green_api_mock, scenario), scenario.answer)


def test_an_ordered_answer_outranks_a_scenario(green_api_mock: GreenApiMock) -> None:
    green_api_mock.answer_with("502", times=1)
    scenario = ALWAYS[0]
    assert play(green_api_mock, scenario).status_code == 502
    assert is_answer(green_api_mock, play(green_api_mock, scenario), scenario.answer)


def test_ordered_answers_are_given_in_their_order_and_go_back_to_their_place() -> None:
    first, second = OPERATION.answers[1:3]
    play = Play()
    play.orders.extend([Order(first, 2), Order(second, 1, delay_seconds=5.0)])

    def take() -> list[Answer]:
        return [play.take(OPERATION, {}).answer for _ in range(4)]

    # Two requests at once, which both turn out to be invalid, in any order.
    one, two = play.take(OPERATION, {}), play.take(OPERATION, {})
    assert (one.answer, two.answer) == (first, first)
    play.give_back(one)
    play.give_back(two)
    assert [(order.answer, order.left) for order in play.orders] == [(first, 2), (second, 1)]
    play.give_back(play.take(OPERATION, {}))
    assert take() == [first, first, second, OPERATION.default]
    play.orders.append(Order(first, 1))
    play.reset()
    assert take() == [OPERATION.default] * 4


def test_an_ordered_answer_is_as_late_as_it_was_ordered() -> None:
    play = Play()
    play.orders.extend(
        [Order(OPERATION.default, 1, delay_seconds=5.0), Order(OPERATION.default, 1)]
    )
    assert [play.take(OPERATION, {}).delay_seconds for _ in range(3)] == [5.0, 0.0, 0.0]


def test_an_ordered_answer_waits_for_what_the_gateway_does_not_answer() -> None:
    play = Play()
    play.orders.append(Order(OPERATION.answers[1], 1))
    assert play.take(OPERATION, {}, at_gateway=True).answer is OPERATION.default
    assert play.take(OPERATION, {}).answer is OPERATION.answers[1]


@pytest.mark.parametrize("scenario", COUNTED, ids=name)
def test_a_part_that_is_given_back_is_played_again(scenario: Scenario) -> None:
    play, times = Play(), scenario.times or 0

    def take() -> list[str | None]:
        return [play.take(OPERATION, scenario.when).scenario for _ in range(times + 1)]

    assert take() == [scenario.name] * times + [None]
    for _ in range(times):
        play.give_back(play.take(OPERATION, {}))
        play.give_back(replace(play.take(OPERATION, {}), scenario=scenario.name))
    assert take() == [scenario.name] * times + [None]
