"""Do the contract and the distribution carry the same version?"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from codegen.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def problems(document: dict[str, Any], pyproject: Path) -> Iterator[Problem]:
    """One problem if they differ."""
    ours = tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]["version"]
    theirs = document["info"]["version"]
    if theirs != ours:
        yield Problem(
            f"The contract is of version {theirs}, the distribution of version {ours}.",
            "/info/version",
            f"write the same version there and in {pyproject.name}.",
        )
