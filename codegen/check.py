"""Everything that `make check` asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codegen import drift, lint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codegen.layout import Layout
    from codegen.problem import Problem


def problems(layout: Layout) -> Iterator[Problem]:
    """What is wrong with the contract; if nothing, what is wrong with the generated client."""
    found = list(lint.problems(layout))
    # From an unsound contract a client may not even come out.
    yield from found or drift.problems(layout)
