"""Processes that share a mock, each with an instance of its own, do not meet."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.mock.command import running
from tests.mock.example import EXAMPLE, ROOT

pytestmark = pytest.mark.slow

PROCESSES = 2
ROUNDS = 500
# Hang guards, not expectations: a loaded machine is slow.
SECONDS = 300

WORKER = """
import sys
import httpx
from tests.mock.example import EXAMPLE

url, instance, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])
path = EXAMPLE.path(**{EXAMPLE.number: instance})
counted = next(s for s in EXAMPLE.operation.scenarios if s.times == 1)
narrowed = {EXAMPLE.contract.per: instance}
wrong = 0
with httpx.Client(base_url=url, timeout=60) as client:
    for number in range(rounds):
        status = 500 + int(instance) * 10 + number % 10
        client.delete("/_mock/state", params=narrowed).raise_for_status()
        order = {"status": status, "body": number, **narrowed}
        client.post("/_mock/answers", json=order).raise_for_status()
        body = EXAMPLE.body | dict(counted.when)
        answers = [client.post(path, json=body) for _ in range(3)]
        seen = client.get("/_mock/requests", params=narrowed).json()["requests"]
        expected = [status, counted.answer.status, EXAMPLE.operation.default.status]
        wrong += not (
            [answer.status_code for answer in answers] == expected
            and answers[0].json() == number
            and [request["status"] for request in seen] == expected
            and [request["reason"]["kind"] for request in seen] == ["order", "scenario", "default"]
        )
print(wrong)
"""


def test_two_processes_with_an_instance_each_get_no_wrong_answer() -> None:
    with running() as mock:
        workers = [
            subprocess.Popen(
                [sys.executable, "-c", WORKER, mock.url, str(1 + number), str(ROUNDS)],
                stdout=subprocess.PIPE,
                text=True,
                cwd=ROOT,
            )
            for number in range(PROCESSES)
        ]
        printed = [worker.communicate(timeout=SECONDS)[0] for worker in workers]
        assert mock.health()["prism"]["restarts"] == 0
    assert printed == ["0\n"] * PROCESSES
    assert EXAMPLE.contract.per
