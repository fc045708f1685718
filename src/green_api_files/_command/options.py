"""The options that the commands have in common, and how they are read."""

from __future__ import annotations

import inspect
import re
from dataclasses import fields, is_dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from green_api_files import AsyncGreenApi
from green_api_files._command.exits import ORDER, Exit

if TYPE_CHECKING:
    from collections.abc import Callable

EXIT_CODES = "\n".join(
    ["\b", "Exit codes:", *(f"{code.value:>5}  {code.meaning}" for code in Exit), ORDER]
)

_NUMBER = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)\s*([a-z]*)\s*", re.IGNORECASE)

_BYTES = {
    "": 1,
    "b": 1,
    **{f"{sign}{b}": 1000**power for power, sign in enumerate("kmg", 1) for b in ("", "b")},
    **{f"{sign}ib": 1024**power for power, sign in enumerate("kmg", 1)},
}

_SECONDS = {"": 1.0, "s": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0, "d": 86400.0}


def default_of(method: str, argument: str) -> Any:
    """The default of an argument of the library, which is the option's too."""
    return inspect.signature(getattr(AsyncGreenApi, method)).parameters[argument].default


def id_of(what: str) -> Any:
    """A callback that refuses what cannot be an id."""

    def check(value: str | None) -> str | None:
        if value is not None and not (value.isprintable() and value.strip()):
            raise typer.BadParameter(f"{value!r} is no {what}.")
        return value

    return check


def size(text: str | int) -> int:
    """The bytes that `text` names, such as `5000000`, `100MB` or `100MiB`.

    Raises:
        BadParameter: if it is no size.
    """
    number, unit = _parts(text, _BYTES, "a size such as 5000000, 100MB or 100MiB")
    if (found := int(number * unit)) < 1:
        raise typer.BadParameter("it must be at least one byte.")
    return found


def seconds(text: str | float) -> float:
    """The seconds that `text` names, such as `90`, `90s`, `15m` or `1h`.

    Raises:
        BadParameter: if it is no time.
    """
    number, unit = _parts(text, _SECONDS, "a time such as 90, 90s, 15m or 1h")
    if not (found := number * unit) > 0:
        raise typer.BadParameter("it must be more than nothing.")
    return found


def seconds_or_none(text: str | float) -> float:
    """The same, or 0 for no time at all.

    Raises:
        BadParameter: if it is no time.
    """
    return 0.0 if str(text).strip() == "0" else seconds(text)


def _parts(
    text: object, units: dict[str, float] | dict[str, int], what: str
) -> tuple[float, float]:
    found = _NUMBER.fullmatch(str(text))
    if found is None or found[2].lower() not in units:
        raise typer.BadParameter(f"{text!r} is not {what}.")
    return float(found[1]), units[found[2].lower()]


def spread(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the fields of the dataclasses that it takes as options, one by one."""
    own = inspect.signature(command, eval_str=True)
    groups: dict[str, Any] = {
        name: parameter.annotation
        for name, parameter in own.parameters.items()
        if is_dataclass(parameter.annotation)
    }

    @wraps(command)
    def spread_out(**options: Any) -> None:
        for name, group in groups.items():
            options[name] = group(**{one.name: options.pop(one.name) for one in fields(group)})
        command(**options)

    parameters: list[inspect.Parameter] = []
    for name, parameter in own.parameters.items():
        if name in groups:
            parameters += inspect.signature(groups[name], eval_str=True).parameters.values()
        else:
            parameters.append(parameter)
    vars(spread_out)["__signature__"] = own.replace(parameters=parameters)
    return spread_out


To = Annotated[
    Path, typer.Option(metavar="DIRECTORY", help="Where to; it is made if it is missing.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON, one object a line.")]
Verbose = Annotated[
    bool, typer.Option("--verbose", "-v", help="Log to the errors, without the token.")
]
