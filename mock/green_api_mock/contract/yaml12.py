"""Reading YAML as OpenAPI means it: YAML 1.2's JSON-like scalars only.

PyYAML follows YAML 1.1, where `no` is false, `12:30` a number and `2023-09-13` a date. Prism
follows 1.2, and both must read the same contract.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from green_api_mock.errors import ContractError

_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# A kind, what is of it, and with which characters that may begin: nothing is null.
_SCALARS: tuple[tuple[str, str, list[str]], ...] = (
    ("null", r"~|null|Null|NULL|", [*"~nN", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", [*"tTfF"]),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", [*"-+0123456789"]),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", [*"-+.0123456789"]),
)


class _Yaml12Loader(_Loader):  # type: ignore[valid-type,misc]  # chosen at run time
    """The loader with YAML 1.2's scalars in place of YAML 1.1's."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML's own way


for _kind, _pattern, _first in _SCALARS:
    _Yaml12Loader.add_implicit_resolver(  # pyright: ignore[reportUnknownMemberType] - untyped stub
        f"tag:yaml.org,2002:{_kind}",
        re.compile(f"(?:{_pattern})$"),
        _first,
    )


def _integer(_: object, node: yaml.ScalarNode) -> int:
    """YAML 1.1 takes `010` for eight."""
    digits = str(node.value)
    return int(digits, 0) if digits[:2] in ("0o", "0x") else int(digits)


_Yaml12Loader.add_constructor("tag:yaml.org,2002:int", _integer)  # pyright: ignore[reportUnknownMemberType] - untyped stub


def parse_yaml(text: str) -> Any:
    """The document as plain Python values.

    Raises:
        ContractError: it is not YAML. The text names the line and the column.
    """
    try:
        return yaml.load(text, Loader=_Yaml12Loader)  # noqa: S506 - a safe loader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f" at line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise ContractError(f"it is not YAML: {error.problem}{where}") from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise ContractError(f"it is not YAML: {error}") from None
