"""Sizes and times as people write them."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)\s*([a-z]*)\s*", re.IGNORECASE)

_BYTES = {
    "": 1,
    "b": 1,
    **{f"{sign}{b}": 1000**power for power, sign in enumerate("kmg", 1) for b in ("", "b")},
    **{f"{sign}ib": 1024**power for power, sign in enumerate("kmg", 1)},
}

_SECONDS = {"": 1.0, "s": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0, "d": 86400.0}


def size(text: str | int) -> int:
    """The bytes that `text` names, such as `5000000`, `100MB` or `100MiB`.

    Raises:
        ValueError: if it is no size.
    """
    number, unit = _parts(text, _BYTES, "a size such as 5000000, 100MB or 100MiB")
    if (found := int(number * unit)) < 1:
        raise ValueError("it must be at least one byte")
    return found


def seconds(text: str | float) -> float:
    """The seconds that `text` names, such as `90`, `90s`, `15m` or `1h`.

    Raises:
        ValueError: if it is no time.
    """
    number, unit = _parts(text, _SECONDS, "a time such as 90, 90s, 15m or 1h")
    if not (found := number * unit) > 0:
        raise ValueError("it must be more than nothing")
    return found


def seconds_or_none(text: str | float) -> float:
    """The same, or 0 for no time at all.

    Raises:
        ValueError: if it is no time.
    """
    return 0.0 if str(text).strip() == "0" else seconds(text)


def _parts(
    text: object, units: dict[str, float] | dict[str, int], what: str
) -> tuple[float, float]:
    found = _NUMBER.fullmatch(str(text))
    if found is None or found[2].lower() not in units:
        raise ValueError(f"{text!r} is not {what}")
    return float(found[1]), units[found[2].lower()]
