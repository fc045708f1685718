"""The README's table of operations: what to call, what it brings, what it does."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Any

from codegen import contract, facts
from codegen.failure import CodegenError
from codegen.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MARKED = re.compile(r"(?<=<!-- operations -->\n).*?(?=<!-- /operations -->)", re.DOTALL)
_PIPE = r"\|"  # within a cell, and there within code too
_HEAD = "| operation | brings | what it does |\n| --- | --- | --- |\n"


def written(page: Path, document: dict[str, Any], client: Path) -> str:
    """The text of a page with the table between its marks.

    Args:
        page: a page in Markdown.
        document: the contract.
        client: the package that was made from it.

    Raises:
        CodegenError: if the page cannot be read, or does not have the marks once.
    """
    text = _read(page)
    table = _HEAD + "".join(_rows(document, client))
    return _MARKED.sub(lambda _: table, text)


def problems(page: Path, document: dict[str, Any], client: Path) -> Iterator[Problem]:
    """Is the table in the page the one of this contract?

    Raises:
        CodegenError: as `written`.
    """
    if _read(page) != written(page, document, client):
        do = "run make generate, and commit what it writes."
        yield Problem("The table of operations is not the contract's.", str(page), do)


def _read(page: Path) -> str:
    try:
        text = page.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CodegenError(f"{page} cannot be read: {error}") from error
    if len(_MARKED.findall(text)) != 1:
        raise CodegenError(
            f"{page} needs one place for the table: a line `<!-- operations -->` and, below it, "
            "a line `<!-- /operations -->`."
        )
    return text


def _rows(document: dict[str, Any], client: Path) -> Iterator[str]:
    for _, operation in contract.operations(document):
        tag = facts.python_name((operation.get("tags") or ["default"])[0])
        name = facts.python_name(operation["operationId"])
        brings = _returned(client / "api" / tag / f"{name}.py")
        cells = (f"`{tag}.{name}`", f"`{brings}`", operation.get("summary", ""))
        yield f"| {' | '.join(cell.replace('|', _PIPE) for cell in cells)} |\n"


def _returned(module: Path) -> str:
    """What the module's function `sync` is annotated to return."""
    for statement in ast.parse(module.read_text(encoding="utf-8")).body:
        if isinstance(statement, ast.FunctionDef) and statement.name == "sync":
            return ast.unparse(statement.returns) if statement.returns else ""
    raise CodegenError(f"{module} has no function `sync`.")
