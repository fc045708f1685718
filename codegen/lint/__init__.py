"""Is the contract sound? Each module asks one question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codegen import contract, generatable
from codegen.lint import evidence, examples, openapi, openness, references, style, version

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codegen.layout import Layout
    from codegen.problem import Problem


def problems(layout: Layout) -> Iterator[Problem]:
    """Everything that is wrong with the contract.

    Raises:
        CodegenError: if it cannot be read, or a tool that reads it is not installed.
    """
    document = contract.load(layout.contract)
    dangling = list(references.problems(document))
    yield from dangling
    if dangling:
        return  # every tool below follows them
    invalid = list(openapi.problems(document))
    yield from invalid
    yield from style.problems(layout)
    if invalid:
        return  # the questions below can only be asked of a valid document
    yield from examples.problems(document)
    yield from evidence.problems(document)
    yield from generatable.problems(document)
    yield from openness.problems(document)
    yield from version.problems(document, layout.pyproject)
