"""The fixture, as a stranger's test suite uses it."""

from __future__ import annotations

import asyncio
import dataclasses
import re
from importlib.metadata import entry_points
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from green_api_mock import plugin
from tests.mock.example import CONTRACT_FILE, EXAMPLE

if TYPE_CHECKING:
    from pathlib import Path

    from green_api_mock.plugin import GreenApiMock

pytestmark = pytest.mark.slow

pytest_plugins = ["pytester"]
SEND = f"httpx.post(mock.url + {EXAMPLE.path()!r}, json={EXAMPLE.body!r})"


def ask(mock: GreenApiMock) -> httpx.Response:
    return httpx.post(mock.url + EXAMPLE.path(), json=EXAMPLE.body)


def test_what_arrived_can_be_seen(green_api_mock: GreenApiMock) -> None:
    ask(green_api_mock)
    (arrived,) = green_api_mock.requests
    assert arrived.method == EXAMPLE.operation.method
    assert arrived.body == EXAMPLE.body
    assert arrived.parameters == EXAMPLE.values
    assert arrived.headers["Content-Type"] == "application/json"
    assert (arrived.status, arrived.answer) == (200, EXAMPLE.operation.default.name)
    assert green_api_mock.downloads == []


def test_the_next_answers_can_be_chosen(green_api_mock: GreenApiMock) -> None:
    green_api_mock.answer_with("fileUnavailable")
    green_api_mock.answer_with("tooManyRequests", times=2)
    assert [ask(green_api_mock).status_code for _ in range(4)] == [500, 429, 429, 200]


def test_an_unknown_answer_is_refused(green_api_mock: GreenApiMock) -> None:
    with pytest.raises(LookupError, match=r"no answer named 'nix'.*It has: .*badGateway"):
        green_api_mock.answer_with("nix")
    with pytest.raises(ValueError, match="`times` must be a whole number from 1"):
        green_api_mock.answer_with("badGateway", times=0)
    with pytest.raises(ValueError, match="from 0"):
        green_api_mock.answer_with("badGateway", delay_seconds=-1)


def test_an_answer_of_ones_own_can_be_chosen(green_api_mock: GreenApiMock) -> None:
    green_api_mock.answer_with(status=418, headers={"X-Own": "yes"}, body={"a": [1]})
    answer = ask(green_api_mock)
    assert (answer.status_code, answer.headers["X-Own"]) == (418, "yes")
    assert answer.json() == {"a": [1]}
    assert ask(green_api_mock).status_code == 200


def test_no_test_has_the_instance_of_another_one_or_of_a_scenario(
    green_api_mock: GreenApiMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(green_api_mock, "_tests", 0)
    numbers = []
    for _ in range(1000):
        numbers.append(green_api_mock.instance)
        green_api_mock.next_test()
    first = int(EXAMPLE.values[EXAMPLE.number]) + 1
    when = rf"when:\s*{{?\s*{EXAMPLE.contract.per}: (\d+)"
    scenarios = {int(number) for number in re.findall(when, CONTRACT_FILE.read_text("utf-8"))}
    assert len(scenarios) > 10
    free = [number for number in range(first, first + 1100) if number not in scenarios]
    assert numbers == free[:1000]


def test_a_contract_that_tells_no_callers_apart_has_no_instances() -> None:
    contract = dataclasses.replace(EXAMPLE.contract, per="nothing")
    mock: Any = SimpleNamespace(state=SimpleNamespace(contract=contract), url="")
    loop: Any = None  # which no number needs
    with pytest.raises(LookupError, match="names no number"):
        _ = plugin.GreenApiMock(mock, loop).instance


@pytest.mark.parametrize("run", [1, 2])
def test_every_test_finds_it_as_new(green_api_mock: GreenApiMock, run: int) -> None:
    assert green_api_mock.requests == [], run
    assert ask(green_api_mock).status_code == 200
    green_api_mock.answer_with("badGateway", times=5)


async def test_it_works_from_a_running_event_loop(green_api_mock: GreenApiMock) -> None:
    green_api_mock.answer_with("badGateway")
    async with httpx.AsyncClient() as client:
        url = green_api_mock.url + EXAMPLE.path()
        answers = await asyncio.gather(*(client.post(url, json=EXAMPLE.body) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 200, 502]


PLUGIN = ("-p", "green_api_mock.plugin", "-p", "no:cacheprovider")


def test_pytest_finds_the_plugin_by_itself() -> None:
    (plugin,) = entry_points(group="pytest11", name="green-api-mock")
    assert plugin.value == PLUGIN[1]


@pytest.fixture
def suite(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A test suite of somebody else."""
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
    # The other plugins on this machine take seconds to load.
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makepyfile(
        f"""
        import httpx, pytest

        @pytest.mark.parametrize("number", range(2))
        def test_it(green_api_mock, number):
            mock = green_api_mock
            assert {SEND}.status_code == 200
            assert len(mock.requests) == 1
        """
    )
    return pytester


def test_it_works_in_another_suite_and_under_xdist(suite: pytest.Pytester) -> None:
    result = suite.runpytest_subprocess(*PLUGIN, "-p", "xdist", "-n", "2")
    result.assert_outcomes(passed=2)


def test_another_contract_can_be_served(suite: pytest.Pytester, tmp_path: Path) -> None:
    contract = tmp_path / "broken.yaml"
    contract.write_text("openapi: [", encoding="utf-8")
    suite.makeconftest(
        f"""
        import pathlib, pytest

        @pytest.fixture(scope="session")
        def green_api_mock_contract():
            return pathlib.Path({str(contract)!r})
        """
    )
    suite.makepyfile("def test_it(green_api_mock): pass")
    result = suite.runpytest_subprocess(*PLUGIN)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*The mock cannot start: *broken.yaml cannot be used: it is not*"])
    result.stdout.no_fnmatch_line("*Traceback*")


def test_nothing_runs_unless_it_is_asked_for(suite: pytest.Pytester) -> None:
    suite.makepyfile(
        """
        import psutil, pytest, threading

        def names():
            return [thread.name for thread in threading.enumerate()]

        def test_without_it():
            assert "green-api-mock" not in names()
            assert psutil.Process().children() == []

        @pytest.mark.parametrize("number", range(2))
        def test_with_it(green_api_mock, number):
            assert names().count("green-api-mock") == 1
            assert len(psutil.Process().children()) == 1
        """
    )
    suite.runpytest_subprocess(*PLUGIN).assert_outcomes(passed=3)
