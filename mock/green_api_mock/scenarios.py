"""The scenarios of a contract as a table, for people and for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from green_api_mock.contract import Contract, Operation, Scenario


def scenario_table(contract: Contract) -> list[dict[str, Any]]:
    """Every scenario in the contract's order, in the form of the control API."""
    return [
        {
            "name": scenario.name,
            "status": scenario.answer.status,
            "summary": scenario.summary,
            "when": dict(scenario.when),
            "times": scenario.times,
            "delaySeconds": scenario.delay_seconds,
            "file": scenario.answer.media.fault.value if scenario.answer.media.fault else None,
            "method": operation.method,
            "template": operation.template,
        }
        for operation, scenario in _all(contract)
    ]


def scenarios_in_markdown(contract: Contract) -> str:
    """The same as a Markdown table."""
    lines = ["| Name | Send | You get | What it is |", "|---|---|---|---|"]
    for _, scenario in _all(contract):
        sent = "<br>".join(f"`{name}`: `{_plain(v)}`" for name, v in scenario.when.items())
        got = f"{scenario.answer.status}{_conditions(scenario)}"
        lines.append(f"| `{scenario.name}` | {sent} | {got} | {_escape(scenario.summary)} |")
    return "\n".join(lines) + "\n"


def _all(contract: Contract) -> Iterator[tuple[Operation, Scenario]]:
    for operation in contract.operations:
        for scenario in operation.scenarios:
            yield operation, scenario


def _conditions(scenario: Scenario) -> str:
    conditions: list[str] = []
    if scenario.times is not None:
        conditions.append("once" if scenario.times == 1 else f"{scenario.times} times")
    if scenario.delay_seconds:
        conditions.append(f"after {scenario.delay_seconds:g} s")
    return f" ({', '.join(conditions)})" if conditions else ""


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _escape(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
