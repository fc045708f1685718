"""The contract may change while the mock runs."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.mock.command import END_SECONDS, RunningCommand, running
from tests.mock.example import CONTRACT_FILE, EXAMPLE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.slow

NEW_VALUE = "NEW0SCENARIO0OF0A0COPY0OF0IT0000"


def eventually(find: Callable[[], Any]) -> Any:
    """The first true value of a function that is asked again and again."""
    end = time.monotonic() + END_SECONDS
    while not (found := find()) and time.monotonic() < end:
        time.sleep(0.1)
    return found


def with_new_example(text: str) -> str:
    """A contract with one more example after its first one."""
    default = EXAMPLE.operation.default
    (link,) = default.links[0]
    marker = f"                {default.name}:\n"
    assert text.count(marker) == 1
    example = (
        "                newlyAdded:\n"
        "                  summary: Added by a test\n"
        f"                  x-mock: {{ when: {{ {EXAMPLE.fields[1]}: {NEW_VALUE} }} }}\n"
        f"                  value: {{ {link}: 'https://example.org/new.pdf' }}\n"
    )
    before, after = text.split("        '400':\n", 1)
    at = before.index(marker)
    end = before.index("\n                ", at + len(marker) + 200)
    while before[end + 17] == " ":
        end = before.index("\n                ", end + 1)
    return before[: end + 1] + example + before[end + 1 :] + "        '400':\n" + after


def ask(mock: RunningCommand) -> str:
    body = EXAMPLE.body | {EXAMPLE.fields[1]: NEW_VALUE}
    answer = httpx.post(mock.url + EXAMPLE.path(), json=body)
    assert answer.status_code == 200
    return answer.text


def test_a_new_example_is_a_new_scenario_without_any_other_change(tmp_path: Path) -> None:
    contract = tmp_path / "copy.yaml"
    text = CONTRACT_FILE.read_text(encoding="utf-8")
    contract.write_text(text, encoding="utf-8")
    with running("--contract", str(contract)) as mock:
        assert "newlyAdded" not in ask(mock)
        contract.write_text(with_new_example(text), encoding="utf-8")
        assert eventually(lambda: "/newlyAdded/new.pdf" in ask(mock))
        scenarios = httpx.get(f"{mock.url}/_mock/scenarios").json()["scenarios"]
        assert any(row["name"] == "newlyAdded" for row in scenarios)


def test_what_is_remembered_outlives_another_contract(tmp_path: Path) -> None:
    contract = tmp_path / "copy.yaml"
    text = CONTRACT_FILE.read_text(encoding="utf-8")
    contract.write_text(text, encoding="utf-8")
    with running("--contract", str(contract)) as mock:
        ask(mock)
        order = {"status": 503, "operation": EXAMPLE.operation.id}
        assert httpx.post(f"{mock.url}/_mock/answers", json=order).is_success
        contract.write_text(text.replace("version: 0.1.0", "version: 0.1.1"), encoding="utf-8")
        assert eventually(lambda: mock.health()["contract"]["version"] == "0.1.1")
        assert len(httpx.get(f"{mock.url}/_mock/answers").json()["answers"]) == 1
        assert len(httpx.get(f"{mock.url}/_mock/requests").json()["requests"]) == 1
        answer = httpx.post(mock.url + EXAMPLE.path(), json=EXAMPLE.body)
        assert answer.status_code == 503


def test_a_contract_with_a_mistake_of_any_kind_does_not_end_the_looking(tmp_path: Path) -> None:
    contract = tmp_path / "copy.yaml"
    text = CONTRACT_FILE.read_text(encoding="utf-8")
    contract.write_text(text, encoding="utf-8")
    with running("--contract", str(contract)) as mock:
        path = EXAMPLE.operation.template
        for mistake, reason in (
            (text.replace(f"  {path}:", f"  {path}/{{x}}:"), "`x` is in the path"),
            (text.replace("          per: ", "          per: un"), "must name a parameter"),
            (text.replace("openapi: 3.1.0", "openapi: 3.1.0\nx-a: { $ref: '#/nowhere' }"), "Prism"),
        ):
            assert mistake != text
            contract.write_text(mistake, encoding="utf-8")
            assert eventually(lambda: mock.health()["contract"]["error"]), reason
            assert reason in mock.health()["contract"]["error"]
            ask(mock)
            contract.write_text(text + f"# {reason}", encoding="utf-8")
            assert eventually(lambda: mock.health()["contract"]["error"] is None)
        mock.process.terminate()
        _, errors = mock.process.communicate(timeout=END_SECONDS)
        assert mock.process.returncode == 0
        assert "Traceback" not in errors


def test_a_broken_contract_leaves_the_last_good_one_in_use(tmp_path: Path) -> None:
    contract = tmp_path / "copy.yaml"
    text = CONTRACT_FILE.read_text(encoding="utf-8")
    contract.write_text(text, encoding="utf-8")
    with running("--contract", str(contract)) as mock:
        contract.write_text("openapi: [", encoding="utf-8")
        error = eventually(lambda: mock.health()["contract"]["error"])
        assert "copy.yaml cannot be used: it is not YAML" in error
        assert mock.health()["status"] == "ok"
        ask(mock)
        contract.unlink()
        assert eventually(lambda: "cannot be read" in mock.health()["contract"]["error"])
        ask(mock)
        contract.write_text(text.replace("version: 0.1.0", "version: 0.1.1"), encoding="utf-8")
        assert eventually(lambda: mock.health()["contract"]["version"] == "0.1.1")
        assert mock.health()["contract"]["error"] is None
        ask(mock)
        mock.process.terminate()
        _, errors = mock.process.communicate(timeout=END_SECONDS)
    assert errors.count("The last good contract is served") == 2
    assert "Traceback" not in errors
