"""Does it keep to the style rules of redocly.yaml?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from codegen import redocly
from codegen.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codegen.layout import Layout


def problems(layout: Layout) -> Iterator[Problem]:
    """What Redocly CLI reports, warnings too.

    Raises:
        CodegenError: if Node or Redocly CLI is not installed, or does not run.
    """
    config = ("--config", str(layout.redocly_config))
    for problem in redocly.report(layout, "lint", str(layout.contract), *config)["problems"]:
        locations: list[dict[str, str]] = problem.get("location") or [{}]
        place = locations[0].get("pointer", "#/")
        yield Problem(
            f"The contract breaks the style rule {problem['ruleId']}: {problem['message']}",
            place.removeprefix("#"),
            "correct it, or turn the rule off in redocly.yaml and say there why.",
        )
