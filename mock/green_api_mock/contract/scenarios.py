"""The scenarios of a contract as a table, for people and for programs."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from green_api_mock.errors import MockError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from green_api_mock.contract.model import Contract, Operation, Scenario

_MARKED = re.compile(r"(?<=<!-- scenarios -->\n).*?(?=<!-- /scenarios -->)", re.DOTALL)


def scenario_table(contract: Contract) -> list[dict[str, Any]]:
    """Every scenario in the contract's order, in the form of the control API."""
    return [
        {
            "operation": operation.id,
            "name": scenario.name,
            "status": scenario.answer.status,
            "summary": scenario.summary,
            "when": dict(scenario.when),
            "times": scenario.times,
            "delaySeconds": scenario.delay_seconds,
            "fault": scenario.fault.value if scenario.fault else None,
            "file": scenario.answer.media.fault.value if scenario.answer.media.fault else None,
            "method": operation.method,
            "template": operation.template,
        }
        for operation, scenario in _all(contract)
    ]


def scenarios_in_markdown(contract: Contract) -> str:
    """The same as Markdown: a table for each operation, and one for what is the same in all."""
    rows = {
        operation.id: [_row(scenario) for scenario in operation.scenarios]
        for operation in contract.operations
    }
    first, *others = rows.values()
    shared = [row for row in first if others and all(row in other for other in others)]
    tables = [_table("Every operation", shared)] if shared else []
    for operation in contract.operations:
        own = [row for row in rows[operation.id] if row not in shared]
        if own:
            title = f"`{operation.id}`, {operation.method} `{operation.template}`"
            tables.append(_table(title, own))
    return "\n".join(tables)


def write_scenarios(file: Path, contract: Contract) -> None:
    """Put the Markdown table between the marks of a file.

    Raises:
        MockError: the file cannot be read or written, or has no marks.
    """
    text = _read(file)
    table = scenarios_in_markdown(contract)
    file.write_text(_MARKED.sub(lambda _: table, text), encoding="utf-8")


def check_scenarios(file: Path, contract: Contract) -> None:
    """Compare the table between the marks of a file with the contract.

    Raises:
        MockError: they differ, or as `write_scenarios`.
    """
    if _MARKED.findall(_read(file)) != [scenarios_in_markdown(contract)]:
        raise MockError(f"The table of scenarios in {file} is not the contract's: `make generate`.")


def _read(file: Path) -> str:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise MockError(f"{file} cannot be read: {error}") from None
    if len(_MARKED.findall(text)) != 1:
        raise MockError(
            f"{file} needs one place for the table: a line `<!-- scenarios -->` and, below it, "
            "a line `<!-- /scenarios -->`."
        )
    return text


def _all(contract: Contract) -> Iterator[tuple[Operation, Scenario]]:
    for operation in contract.operations:
        for scenario in operation.scenarios:
            yield operation, scenario


def _table(title: str, rows: list[str]) -> str:
    head = ("| Name | Send | You get | What it is |", "|---|---|---|---|")
    return "\n".join((f"{title}:", "", *head, *rows)) + "\n"


def _row(scenario: Scenario) -> str:
    sent = "<br>".join(f"`{name}`: `{_plain(v)}`" for name, v in scenario.when.items())
    got = f"`{scenario.fault.value}`" if scenario.fault else str(scenario.answer.status)
    got += _conditions(scenario)
    return f"| `{scenario.name}` | {sent} | {got} | {_escape(scenario.summary)} |"


def _conditions(scenario: Scenario) -> str:
    conditions: list[str] = []
    if scenario.times is not None:
        conditions.append("once" if scenario.times == 1 else f"{scenario.times} times")
    if scenario.delay_seconds:
        conditions.append(f"after {scenario.delay_seconds:g} s")
    if scenario.wait_seconds:
        conditions.append(f"after {scenario.wait_seconds:g} s of waiting")
    return f" ({', '.join(conditions)})" if conditions else ""


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _escape(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
