"""The vendor's own samples run unchanged: only their `{{placeholders}}` are filled in."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from green_api_mock.api.answers import render
from tests.mock.example import EXAMPLE

if TYPE_CHECKING:
    from green_api_mock.contract import Answer, Scenario
    from green_api_mock.plugin import GreenApiMock

PYTHON_SAMPLE = """
import requests
import json

url = "{{apiUrl}}/waInstance{{idInstance}}/downloadFile/{{apiTokenInstance}}"

payload = json.dumps({
  "chatId": "790000312312@c.us",
  "idMessage": "A322F800D3F12CD4858CC947DAFB77A2"
})
headers = {
  'Content-Type': 'application/json'
}

response = requests.request("POST", url, headers=headers, data=payload)

print(response.text)
"""

CURL_SAMPLE = """
curl --location -g --request POST '{{apiUrl}}/waInstance{{idInstance}}/downloadFile/{{apiTokenInstance}}' \\
--header 'Content-Type: application/json' \\
--data-raw '{
    "chatId": "79000001234@c.us",
    "idMessage": "A322F800D3F12CD4858CC947DAFB77A2"
}'
"""  # noqa: E501 - as it is printed
SAMPLE_MESSAGE = "A322F800D3F12CD4858CC947DAFB77A2"
SECONDS = 30

# Elsewhere a missing curl fails the tests: skipped, they would prove nothing.
needs_curl = pytest.mark.skipif(
    sys.platform == "win32" and (shutil.which("curl") is None or shutil.which("sh") is None),
    reason="Windows need not have curl and a shell",
)
# Every row of the table of scenarios in the mock's README, which is made of the same.
SCENARIOS = list(EXAMPLE.operation.scenarios)


def filled(sample: str, mock: GreenApiMock, **values: str) -> str:
    for name, value in {**EXAMPLE.values, "apiUrl": mock.url, **values}.items():
        sample = sample.replace("{{" + name + "}}", value)
    assert "{{" not in sample
    return sample


def for_scenario(sample: str, mock: GreenApiMock, scenario: Scenario) -> str:
    """The sample with the scenario's values in place of its own."""
    values = {k: v for k, v in scenario.when.items() if k in EXAMPLE.values}
    message = [v for k, v in scenario.when.items() if k not in EXAMPLE.values]
    text = filled(sample, mock, **values)
    return text.replace(SAMPLE_MESSAGE, message[0]) if message else text


def expected(scenario: Scenario, mock: GreenApiMock) -> list[tuple[str | None, int, str]]:
    """What the scenario's requests meet: its name, the status and the text, one after the other.

    A scenario that is over after some requests is followed by the usual success.
    """

    def text(answer: Answer) -> str:
        instance = scenario.when.get(EXAMPLE.number, EXAMPLE.values[EXAMPLE.number])
        return render(EXAMPLE.operation, answer, mock.url, instance).decode()

    answer, usual = scenario.answer, EXAMPLE.operation.default
    met: list[tuple[str | None, int, str]]
    met = [(scenario.name, answer.status, text(answer))] * (scenario.times or 1)
    if scenario.times:
        met.append((None, usual.status, text(usual)))
    return met


def met_by(mock: GreenApiMock) -> list[tuple[str | None, int | None]]:
    return [(arrival.scenario, arrival.status) for arrival in mock.requests]


def run_python(program: str) -> str:
    command = [sys.executable, "-W", "ignore", "-c", program]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=SECONDS, check=True
    ).stdout


def run_curl(command: str) -> str:
    return subprocess.run(
        ["sh", "-c", command.strip() + " --silent --noproxy '*'"],  # noqa: S607 - the system's
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=True,
    ).stdout


def test_the_python_sample_runs_unchanged(green_api_mock: GreenApiMock) -> None:
    answer = json.loads(run_python(filled(PYTHON_SAMPLE, green_api_mock)))
    assert set(answer) == set(EXAMPLE.operation.default.value)


@needs_curl
def test_the_curl_sample_runs_unchanged(green_api_mock: GreenApiMock) -> None:
    answer = json.loads(run_curl(filled(CURL_SAMPLE, green_api_mock)))
    assert set(answer) == set(EXAMPLE.operation.default.value)


@needs_curl
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_the_curl_sample_meets_every_scenario(
    green_api_mock: GreenApiMock, scenario: Scenario
) -> None:
    command = for_scenario(CURL_SAMPLE, green_api_mock, scenario)
    wanted = expected(scenario, green_api_mock)
    assert [run_curl(command) for _ in wanted] == [text for _, _, text in wanted]
    assert met_by(green_api_mock) == [(name, status) for name, status, _ in wanted]


def test_the_python_sample_meets_every_scenario(green_api_mock: GreenApiMock) -> None:
    programs, wanted = list[str](), list[tuple[str | None, int, str]]()
    for scenario in SCENARIOS:
        answers = expected(scenario, green_api_mock)
        programs += [for_scenario(PYTHON_SAMPLE, green_api_mock, scenario)] * len(answers)
        wanted += answers
    # One process for all of them: starting Python fifty times takes longer than asking.
    printed = run_python("\n".join(programs))
    assert printed == "".join(f"{text}\n" for _, _, text in wanted)
    assert met_by(green_api_mock) == [(name, status) for name, status, _ in wanted]
