"""The vendor's own samples run unchanged: only their `{{placeholders}}` are filled in."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.mock.example import EXAMPLE

if TYPE_CHECKING:
    from green_api_mock.contract import Scenario
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

needs_curl = pytest.mark.skipif(
    shutil.which("curl") is None or shutil.which("sh") is None, reason="there is no curl here"
)
QUICK = [s for s in EXAMPLE.operation.scenarios if not s.delay_seconds]


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


def run_python(program: str) -> str:
    command = [sys.executable, "-W", "ignore", "-c", program]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=SECONDS, check=True
    ).stdout.removesuffix("\n")


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
@pytest.mark.parametrize("scenario", QUICK, ids=lambda scenario: scenario.name)
def test_the_curl_sample_meets_every_scenario(
    green_api_mock: GreenApiMock, scenario: Scenario
) -> None:
    text = run_curl(for_scenario(CURL_SAMPLE, green_api_mock, scenario))
    assert green_api_mock.requests[-1].scenario == scenario.name
    assert green_api_mock.requests[-1].status == scenario.answer.status
    if not scenario.answer.links:
        assert text.encode() == scenario.answer.body


def test_the_python_sample_meets_every_scenario(green_api_mock: GreenApiMock) -> None:
    # One process for all of them: starting Python forty times takes longer than asking.
    programs = [for_scenario(PYTHON_SAMPLE, green_api_mock, scenario) for scenario in QUICK]
    run_python("\n".join(programs))
    met = [arrival.scenario for arrival in green_api_mock.requests]
    assert met == [scenario.name for scenario in QUICK]
    statuses = [arrival.status for arrival in green_api_mock.requests]
    assert statuses == [scenario.answer.status for scenario in QUICK]
