"""Does every reference lead somewhere?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from codegen.contract import VALUES, objects, pointer, resolve
from codegen.failure import CodegenError
from codegen.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator


def problems(document: dict[str, Any]) -> Iterator[Problem]:
    """References to nothing, and to themselves."""
    for place, node in objects(document, skipped=VALUES):
        try:
            resolve(document, node)
        except CodegenError as error:
            yield Problem(
                str(error),
                pointer(place),
                "correct the name, or write what it refers to into this file.",
            )
