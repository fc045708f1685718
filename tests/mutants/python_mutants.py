"""Every way in which a line of Python can be wrong, as mutmut knows them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import libcst as cst
from libcst import matchers
from libcst.metadata import ByteSpanPositionProvider, MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import (
    mutation_operators,
    operator_arg_removal,
    operator_assignment,
    operator_lambda,
    operator_string,
)

from tests.mutants.mutant import Mutant
from tests.support.project import PROJECT

# What a type checker reads and no program runs, and what says nothing to a caller.
_UNREAD = (cst.Annotation, cst.Import, cst.ImportFrom, cst.Decorator)
# mutmut offers several changes of a text and of a call; the first ones are as good as all of them.
_FIRST_ONLY = (operator_string,)
_NOTHING_INSTEAD = (operator_arg_removal, operator_assignment, operator_lambda)
# What is written for the reader of a log.
_LOGS = {"log", "logger", "logging"}
# What is for other systems and versions is not run here.
_ELSEWHERE = 'sys.platform == "win32"'
_OF_THE_SYSTEM = {"sys.platform", "sys.version_info"}
# A sentence, whose words are the reader's alone.
_PROSE = 2


def python_mutants(family: str, path: Path, *, typed: bool = False) -> Iterator[Mutant]:
    """Yield every mutant of a module.

    Args:
        family: whose mutants they are.
        path: the module.
        typed: a strict type checker reads it, which refuses None in the place of nearly any value
            before a test could.
    """
    source = path.read_bytes()
    wrapper = MetadataWrapper(cst.parse_module(source))
    module = wrapper.module
    spans, places = wrapper.resolve(ByteSpanPositionProvider), wrapper.resolve(PositionProvider)
    finder = _Finder(module, typed=typed)
    module.visit(finder)
    name = path.relative_to(PROJECT).as_posix()
    used = _uses(module, places)
    met: Counter[str] = Counter()
    for found in finder.found:
        change = f"{name} {found.where}: {found.before} -> {found.after}"
        met[change] += 1
        # The same change may be possible twice in one function.
        change += f" ({met[change]})" if met[change] > 1 else ""
        span = spans[found.node]
        end = span.start + span.length
        new = module.code_for_node(found.new).encode()
        text = (source[: span.start] + new + source[end:]).decode()
        # What a module sets up when it is imported matters where it is used, as may be elsewhere.
        names = _defined(found)
        public = frozenset(filter(_is_public, names))
        lines = _lines(found, places).union(*(used.get(known, ()) for known in names))
        reached = frozenset[int]() if public else lines
        write = partial(str, text)
        yield Mutant(family, change, name, write, reached, public, is_default=_is_default(found))


def _lines(found: "_Change", places: Any) -> frozenset[int]:
    """The lines that run what was changed; none where that is the whole module."""
    if not isinstance(found.inside, cst.FunctionDef):
        return frozenset()
    # A default is set when its function is made, and matters when that is called.
    whole = found.statement if found.statement is found.inside else found.node
    begin, end = places[whole].start.line, places[whole].end.line
    return frozenset({places[found.statement].start.line, *range(begin, end + 1)})


def _is_public(name: str) -> bool:
    return not name.startswith("_") or name.endswith("__")


def _is_default(found: "_Change") -> bool:
    return found.statement is found.inside or isinstance(found.inside, cst.ClassDef)


def _defined(found: "_Change") -> set[str]:
    """The names that the module itself gives to what was changed."""
    if isinstance(found.inside, cst.ClassDef):
        return {found.where.partition(".")[0]}
    if found.where != "module" or not isinstance(found.statement, cst.SimpleStatementLine):
        return set()
    statement = found.statement.body[0]
    if isinstance(statement, cst.Assign):
        target = statement.targets[0].target
    elif isinstance(statement, cst.AnnAssign | cst.AugAssign):
        target = statement.target
    else:
        return set()
    several = [one.value for one in target.elements] if isinstance(target, cst.Tuple) else [target]
    return {one.value for one in several if isinstance(one, cst.Name)}


def _uses(module: cst.Module, places: Any) -> dict[str, set[int]]:
    """The lines of functions that have a name."""
    found: dict[str, set[int]] = {}
    for function in matchers.findall(module, matchers.FunctionDef()):
        for node in matchers.findall(function, matchers.Name()):
            assert isinstance(node, cst.Name)
            found.setdefault(node.value, set()).add(places[node].start.line)
    return found


@dataclass
class _Change:
    where: str
    inside: cst.CSTNode | None
    statement: cst.CSTNode
    node: cst.CSTNode
    new: cst.CSTNode
    before: str
    after: str


@dataclass
class _Finder(cst.CSTVisitor):
    module: cst.Module
    typed: bool
    found: list[_Change] = field(default_factory=list)
    _inside: list[cst.FunctionDef | cst.ClassDef] = field(default_factory=list)
    _statement: cst.CSTNode = field(default_factory=cst.Pass)

    def __post_init__(self) -> None:
        super().__init__()

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.FunctionDef | cst.ClassDef):
            self._inside.append(node)
        if isinstance(node, cst.SimpleStatementLine | cst.BaseCompoundStatement):
            self._statement = node
        if isinstance(node, _UNREAD) or self._is_for_reading(node):
            return False
        if isinstance(node, cst.Comparison) and self._code(node.left) in _OF_THE_SYSTEM:
            return False
        if isinstance(node, cst.If) and self._code(node.test) == _ELSEWHERE:
            if node.orelse is not None:
                node.orelse.visit(self)
            return False
        for kind, operator in mutation_operators:
            # Of several lines of code an inner part would not keep its place.
            if isinstance(node, kind) and not isinstance(node, cst.BaseCompoundStatement):
                self._keep(node, list(operator(node)), operator)
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        if isinstance(original_node, cst.FunctionDef | cst.ClassDef):
            self._inside.pop()

    def _is_for_reading(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.If):
            return self._code(node.test) == "TYPE_CHECKING"
        if isinstance(node, cst.Expr):
            return isinstance(node.value, cst.BaseString)
        if isinstance(node, cst.Assign):
            called = node.value.func if isinstance(node.value, cst.Call) else None
            names = {self._code(target.target) for target in node.targets}
            return "__all__" in names or (called is not None and self._code(called) == "TypeVar")
        if isinstance(node, cst.SimpleString):
            return node.value.count(" ") >= _PROSE
        if isinstance(node, cst.Call):
            name = self._code(node.func)
            return name in {"cast", "super"} or name.partition(".")[0] in _LOGS
        return False

    def _keep(self, node: cst.CSTNode, new: list[cst.CSTNode], operator: Any) -> None:
        if self.typed and operator in _NOTHING_INSTEAD:
            return
        if operator in _FIRST_ONLY:
            new = new[:1]
        if operator is operator_arg_removal and isinstance(node, cst.Call):
            # Without an argument a call mostly fails at once; None in its place is finer.
            new = [one for one in new if len(one.args) == len(node.args)]  # type: ignore[attr-defined]  # calls
        for one in new:
            before, after = self._code(node), self._code(one)
            if before != after:
                where = ".".join(outer.name.value for outer in self._inside) or "module"
                inside = self._inside[-1] if self._inside else None
                found = _Change(where, inside, self._statement, node, one, before, after)
                self.found.append(found)

    def _code(self, node: cst.CSTNode) -> str:
        return " ".join(self.module.code_for_node(node).split())
