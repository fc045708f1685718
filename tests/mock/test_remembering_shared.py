"""Two pytest workers that share one mock, with an instance for each test, never meet."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.mock.command import running

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

TESTS = 400
SUITE = f"""
import os
import httpx
import pytest

MOCK = os.environ["GREEN_API_URL"]


@pytest.mark.parametrize("number", range({TESTS}))
def test_what_i_get_is_mine(number):
    instance = 1102000000 + number
    api, text = f"{{MOCK}}/waInstance{{instance}}", f"text {{number}}"
    wanted = {{
        "trigger": "incomingText",
        "idInstance": instance,
        "set": {{"messageData.textMessageData.textMessage": text}},
        "times": 2,
    }}
    with httpx.Client() as http:
        http.post(f"{{MOCK}}/_mock/triggers", json=wanted).raise_for_status()
        for receipt in (1, 2):
            came = http.get(f"{{api}}/receiveNotification/token123").json()
            assert came["receiptId"] == receipt
            assert came["body"]["messageData"]["textMessageData"]["textMessage"] == text
            deleted = http.delete(f"{{api}}/deleteNotification/token123/{{receipt}}")
            assert deleted.json()["result"] is True
        entries = http.get(f"{{api}}/lastIncomingMessages/token123").json()
        assert [entry["textMessage"] for entry in entries] == [text, text]
        assert http.get(f"{{MOCK}}/_mock/requests?idInstance={{instance}}").json()["requests"]
        http.delete(f"{{MOCK}}/_mock/state?idInstance={{instance}}").raise_for_status()
        assert http.get(f"{{api}}/lastIncomingMessages/token123").json() == []
"""


def test_four_hundred_tests_of_two_workers_do_not_meet(tmp_path: Path) -> None:
    suite = tmp_path / "test_suite.py"
    suite.write_text(SUITE, encoding="utf-8")
    with running() as command:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-n", "2", "-p", "no:cacheprovider", str(suite)],
            cwd=tmp_path,
            env=os.environ | {"GREEN_API_URL": command.url},
            capture_output=True,
            text=True,
            check=False,
        )
    assert re.search(rf"\b{TESTS} passed\b", done.stdout), done.stdout
