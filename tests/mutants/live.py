"""Makes a change of a module in a process that has imported it.

A function can get another code, whoever holds it: decorators, classes and modules hold the function
and not its code. What a module or a class does runs once, when it is made, so a change of that can
not be made later. Neither can a change of a function that ran before, as somebody may have kept
what it gave: what it made then would not fit to what it makes now, which no real change could do.
"""

import gc
import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FrameType, FunctionType

Key = tuple[str, str, bytes]


class Live:
    """The functions of a project, in this process.

    Args:
        project: the folder of its modules.
        ran: the codes that ran already, as `watched` noted them. It notes no more.
    """

    def __init__(self, project: Path, ran: dict[int, CodeType]) -> None:
        sys.setprofile(None)
        place = f"{project}/"
        self._ran = {_key(one) for one in ran.values() if one.co_filename.startswith(place)}
        self._functions: dict[Key, list[FunctionType]] = {}
        gc.unfreeze()  # what is frozen is not found
        for one in gc.get_objects():
            if isinstance(one, FunctionType) and one.__code__.co_filename.startswith(place):
                self._functions.setdefault(_key(one.__code__), []).append(one)
        self._imported = {getattr(module, "__file__", None) for module in sys.modules.values()}

    def change(self, path: Path, before: str, after: str) -> bool:
        """Make a change of a module's text in its functions. False if it cannot be made there."""
        name = str(path)
        if name not in self._imported:
            return True  # it will be read from the file
        codes = (compile(text, name, "exec", dont_inherit=True) for text in (before, after))
        try:
            pairs = list(_differing(*codes))
        except _OutsideError:
            return False
        if any(_key(old) in self._ran for old, _ in pairs):
            return False
        for old, new in pairs:
            for function in self._functions.get(_key(old), ()):
                function.__code__ = new
        return True


def watched() -> dict[int, CodeType]:
    """Return what is filled with the codes that run in this thread from now on."""
    ran: dict[int, CodeType] = {}

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            ran[id(frame.f_code)] = frame.f_code

    sys.setprofile(note)
    return ran


class _OutsideError(Exception):
    """It differs outside of functions."""


def _key(code: CodeType) -> Key:
    # With the columns, by which two functions of one line differ.
    return code.co_filename, code.co_qualname, code.co_linetable


def _differing(old: CodeType, new: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    """Yield the pairs of functions that differ, the outermost ones.

    Raises:
        _OutsideError: it differs elsewhere.
    """
    if old.co_flags & inspect.CO_OPTIMIZED:
        if _text(old) == _text(new):
            return
        if old.co_freevars != new.co_freevars:
            raise _OutsideError
        yield old, new
        return
    inner, others = _inner(old), _inner(new)
    if len(inner) != len(others) or _shell(old) != _shell(new):
        raise _OutsideError
    for one, other in zip(inner, others, strict=True):
        yield from _differing(one, other)


def _inner(code: CodeType) -> list[CodeType]:
    return [one for one in code.co_consts if isinstance(one, CodeType)]


def _shell(code: CodeType) -> tuple[object, ...]:
    """What a code does, but for the codes in it and for the lines where it stands."""
    # As texts, because 1 == True.
    values = [repr(one) for one in code.co_consts if not isinstance(one, CodeType)]
    names = code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars
    counts = code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount, code.co_flags
    return code.co_name, code.co_code, code.co_exceptiontable, values, names, counts


def _text(code: CodeType) -> tuple[object, ...]:
    return *_shell(code), *(_text(one) for one in _inner(code))
