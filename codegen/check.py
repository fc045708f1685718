"""Everything that `make check` asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codegen import contract, drift, lint, operation_table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from codegen.layout import Layout
    from codegen.problem import Problem


def problems(layout: Layout, operations: Path | None = None) -> Iterator[Problem]:
    """What is wrong with the contract; if nothing, what is wrong with what is made from it.

    Args:
        layout: the checkout.
        operations: a page with the table of operations.
    """
    found = list(lint.problems(layout))
    # From an unsound contract a client may not even come out.
    found = found or list(drift.problems(layout))
    yield from found
    if operations and not found:
        document = contract.load(layout.contract)
        yield from operation_table.problems(operations, document, layout.client)
