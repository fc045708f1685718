"""Does the version number say what the changes mean? (semver.org, with its rule 4 for 0.x)."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

from codegen.failure import CodegenError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from codegen.compare.change import Change
    from codegen.layout import Layout

Version = tuple[int, int, int]


def verdict(old: Layout, new: Layout, changes: Iterable[Change]) -> tuple[bool, str]:
    """Whether the version of `new` fits the changes since `old`, and a sentence that says so.

    Raises:
        CodegenError: if one of them has no version of three numbers.
    """
    before, now = _version(old), _version(new)
    changes = list(changes)
    breaking = any(change.breaks_caller for change in changes)
    adding = any(change.adds or change.breaks_server for change in changes)
    least, why = _least(before, breaking=breaking, adding=adding)
    if now >= before and _is_unreleased(old, before):
        return True, f"Version {_text(before)} was not released yet, so {_text(now)} may be it."
    if now >= least:
        return True, f"Version {_text(now)} fits: {why}, and it was {_text(before)}."
    return False, (
        f"Version {_text(now)} does not fit: {why}. It was {_text(before)}, so set `version` in "
        f"{new.pyproject.name} and in {new.contract.name} to {_text(least)} or higher."
    )


def _least(before: Version, *, breaking: bool, adding: bool) -> tuple[Version, str]:
    """The lowest version that fits, and the reason."""
    major, minor, patch = before
    if breaking:
        # Before 1.0.0 anything may change, and the minor number says that it did.
        raised = (major + 1, 0, 0) if major else (0, minor + 1, 0)
        return raised, "callers are broken"
    if adding:
        raised = (major, minor + 1, 0) if major else (0, minor, patch + 1)
        return raised, "something was added and no caller is broken"
    return before, "nothing that a caller uses changed"


def _version(layout: Layout) -> Version:
    try:
        project = tomllib.loads(layout.pyproject.read_text(encoding="utf-8"))["project"]
        found = re.fullmatch(r"(\d+)\.(\d+)\.(\d+)", project["version"])
    except (KeyError, OSError, TypeError, ValueError) as error:
        raise CodegenError(f"{layout.pyproject} names no version: {error}") from error
    if found is None:
        raise CodegenError(
            f"The version {project['version']!r} in {layout.pyproject} is not of the form 1.2.3."
        )
    return int(found[1]), int(found[2]), int(found[3])


def _is_unreleased(layout: Layout, version: Version) -> bool:
    changelog = layout.root / "CHANGELOG.md"
    heading = f"## {_text(version)} (unreleased)"
    return changelog.exists() and heading in changelog.read_text(encoding="utf-8").splitlines()


def _text(version: Version) -> str:
    return ".".join(map(str, version))
