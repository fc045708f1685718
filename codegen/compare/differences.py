"""Asks `redocly diff` for every difference between two contracts, and its verdict of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from codegen import redocly

if TYPE_CHECKING:
    from pathlib import Path

    from codegen.layout import Layout

# The style rules have no say here, so a file of its own names the rules of comparison.
_RULES = "extends: [diff-recommended]\ntelemetry: 'off'\n"
_BREAKING = "major"


@dataclass(frozen=True)
class Difference:
    """One difference, as the tool tells it.

    Attributes:
        path: where it shows, from the root of the resolved document.
        kind: `added`, `removed` or `modified`.
        type_name: what it is, in OpenAPI's terms.
        keyword: the keyword that was modified; `key` when the thing itself was renamed.
        old: where it is written in the older contract; empty if it is not there.
        new: the same of the newer contract.
        values: the keyword's older and newer value.
        reasons: why it breaks a caller; nothing if it does not.
    """

    path: str
    kind: str
    type_name: str
    keyword: str
    old: str
    new: str
    values: tuple[Any, Any]
    reasons: tuple[str, ...]


def differences(layout: Layout, old: Path, new: Path, scratch: Path) -> list[Difference]:
    """Every difference of `new` from `old`.

    Args:
        layout: tells where the tool is.
        old: the older contract.
        new: the newer contract.
        scratch: a folder for a file that the tool needs.

    Raises:
        CodegenError: if the tool is missing, or cannot read one of the two.
    """
    config = scratch / "redocly-diff.yaml"
    config.write_text(_RULES, encoding="utf-8")
    options = ("--config", str(config), "--fail-on", "none")
    report = redocly.report(layout, "diff", str(old), str(new), *options)
    return [_difference(change) for change in report["changes"]]


def _difference(change: dict[str, Any]) -> Difference:
    old: dict[str, Any] = change.get("base") or {}
    new: dict[str, Any] = change.get("revision") or {}
    verdicts = [v["message"] for v in change["verdicts"] if v["impact"] == _BREAKING]
    return Difference(
        path=change["path"],
        kind=change["kind"],
        type_name=change["typeName"],
        keyword=change.get("property") or "",
        old=old.get("pointer", ""),
        new=new.get("pointer", ""),
        values=(old.get("value"), new.get("value")),
        reasons=tuple(verdicts),
    )
