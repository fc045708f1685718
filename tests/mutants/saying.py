"""Which tests speak of what was changed, and so most likely notice it."""

import ast
import re
from functools import cache

from tests.mutants.mutant import Mutant
from tests.support.project import PROJECT

# A value of one sign is written everywhere.
_NUMBER = re.compile(r"[0-9][0-9_]+(?=\.0$|$)")
_READS = re.compile(r"signature\(|\.default\b")
_TEXT = re.compile(r"""b?(["'])(?P<text>..+)\1$""")


def closeness(mutant: Mutant, test: str) -> int:
    """How much a test says of what was changed: its value, its name, that defaults are read."""
    value = _value(mutant.change)
    if not (value or mutant.names or mutant.is_default):
        return 0
    said = _said(test)
    knows_name = any(re.search(rf"\b{_bare(name)}\b", said) for name in mutant.names)
    return (
        (value != "" and value in said)
        + knows_name
        + (mutant.is_default and _READS.search(said) is not None)
    )


@cache
def _value(change: str) -> str:
    before = change.partition(": ")[2].rpartition(" -> ")[0]
    if number := _NUMBER.match(before):
        return _bare(number[0])
    text = _TEXT.match(before)
    return _bare(text["text"]) if text else ""


@cache
def _said(test: str) -> str:
    path, _, name = test.partition("::")
    function, _, case = name.rpartition("::")[2].partition("[")
    return f"{_bare(case)}\n{_functions(path).get(function, '')}"


@cache
def _functions(path: str) -> dict[str, str]:
    text = (PROJECT / path).read_text("utf-8")
    lines = text.splitlines()
    return {
        node.name: _bare("\n".join(lines[_first(node) - 1 : node.end_lineno]))
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def _first(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return min(part.lineno for part in (node, *node.decorator_list))


def _bare(text: str) -> str:
    return text.replace("_", "")  # digits may be in groups
