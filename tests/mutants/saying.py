"""Which tests write a value down, and so most likely notice when it is another one."""

import ast
import re
from collections.abc import Iterable
from functools import cache

from tests.mutants.mutant import Mutant
from tests.support.project import PROJECT

# A value of one sign is written everywhere.
_NUMBER = re.compile(r"[0-9][0-9_]+(?=\.0$|$)")
_TEXT = re.compile(r"""b?(["'])(?P<text>..+)\1$""")


def that_say(mutant: Mutant, tests: Iterable[str]) -> list[str]:
    """Return the tests that write down the number or text that was changed."""
    value = _value(mutant)
    return [test for test in tests if value and value in _said(test)]


def that_read_defaults(tests: Iterable[str]) -> list[str]:
    """Return the tests that ask what a function takes, for which it need not be called."""
    return [test for test in tests if "signature(" in _said(test)]


def _value(mutant: Mutant) -> str:
    before = mutant.change.partition(": ")[2].rpartition(" -> ")[0]
    if number := _NUMBER.match(before):
        return _bare(number[0])
    text = _TEXT.match(before)
    return _bare(text["text"]) if text else ""


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
