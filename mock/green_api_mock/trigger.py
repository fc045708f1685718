"""`green-api-mock trigger`: lets a running mock receive something, as a test does."""

from __future__ import annotations

import argparse
import base64
import json
import sys
import urllib.error
import urllib.request
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from green_api_mock.contract.document import as_object
from green_api_mock.contract.values import get_in
from green_api_mock.errors import MockError

if TYPE_CHECKING:
    from collections.abc import Sequence

_DEFAULT_ADDRESS = "http://127.0.0.1:4010"
_UNREACHABLE = 7
_REFUSED = 8
# A mock answers at once, but for a trigger that waits until somebody polls.
_SECONDS = 10.0
_POLL_SECONDS = 660.0


class _TriggerFailedError(MockError):
    """The mock is not there, or does not want it."""

    def __init__(self, text: str, exit_code: int) -> None:
        super().__init__(text)
        self.exit_code = exit_code


def main(arguments: Sequence[str]) -> int:
    """Run the command; the result is the exit code."""
    options = _parser().parse_args(arguments)
    try:
        if options.trigger is None:
            _list(options.at)
        else:
            _trigger(options)
    except MockError as error:
        print(f"green-api-mock: {error}", file=sys.stderr)  # noqa: T201 - a command speaks
        return error.exit_code
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="green-api-mock trigger",
        description="Let a running mock receive something. Without a name: list what there is.",
        epilog="Exit codes: 2 arguments, 7 there is no mock at the address, 8 the mock refuses.",
    )
    parser.add_argument("trigger", nargs="?", metavar="NAME", help="what is received")
    parser.add_argument("--file", type=Path, help="the file that comes with it")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="PLACE=VALUE",
        help="another value, such as place.in.it=5; null takes it away",
    )
    parser.add_argument("--instance", metavar="N", help="who receives it")
    parser.add_argument("--times", type=int, default=1, metavar="N", help="how many (%(default)s)")
    parser.add_argument(
        "--when-polled",
        action="store_true",
        help="wait until somebody asks for notifications: many bots empty the queue at their start",
    )
    parser.add_argument(
        "--at", default=_DEFAULT_ADDRESS, metavar="URL", help="where the mock is (%(default)s)"
    )
    return parser


def _list(at: str) -> None:
    for row in _call(at, "GET")["triggers"]:
        print(f"{row['name']:24} {row['summary']}")  # noqa: T201 - what it is for


def _trigger(options: argparse.Namespace) -> None:
    told = _call(options.at, "GET")
    known = {row["name"]: row for row in told["triggers"]}
    if options.trigger not in known:
        raise _TriggerFailedError(
            f"There is no trigger {options.trigger!r}. There are: {', '.join(known)}.", _REFUSED
        )
    example = known[options.trigger]["value"]
    wanted: dict[str, Any] = {
        "trigger": options.trigger,
        "set": dict(_change(example, text) for text in options.set),
        "times": options.times,
        "whenPolled": options.when_polled,
    }
    if options.instance is not None:
        wanted[told["caller"]] = options.instance
    if options.file is not None:
        wanted["file"] = _file(options.file)
    (rows,) = _call(options.at, "POST", wanted).values()
    for row in rows:
        print(json.dumps(row["body"], ensure_ascii=False))  # noqa: T201 - what it is for
        if "notQueued" in row:
            text = f"green-api-mock: not queued: {row['notQueued']}"
            print(text, file=sys.stderr)  # noqa: T201 - a command speaks


def _change(example: Any, text: str) -> tuple[str, Any]:
    """The place and the value: JSON where the example has no text there."""
    place, equals, value = text.partition("=")
    if not (place and equals):
        raise _TriggerFailedError(f"--set {text}: it must be PLACE=VALUE.", _REFUSED)
    if isinstance(get_in(example, tuple(place.split("."))), str) and value != "null":
        return place, value
    try:
        return place, json.loads(value)
    except ValueError:
        return place, value


def _file(path: Path) -> dict[str, str]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _TriggerFailedError(f"{path} cannot be read: {error.strerror}.", _REFUSED) from None
    return {"name": path.name, "base64": base64.b64encode(content).decode()}


def _call(at: str, method: str, value: Any = None) -> Any:
    url = f"{at.rstrip('/')}/_mock/triggers"
    body = None if value is None else json.dumps(value).encode()
    headers = {"Content-Type": "application/json"}
    seconds = _POLL_SECONDS if as_object(value).get("whenPolled") else _SECONDS
    try:
        request = urllib.request.Request(url, body, headers, method=method)  # noqa: S310 - the user's own
        with urllib.request.urlopen(  # noqa: S310 - the same
            request, timeout=seconds
        ) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        raise _TriggerFailedError(_said(error), _REFUSED) from None
    except (OSError, ValueError):
        raise _TriggerFailedError(
            f"There is no mock at {at}. Start one with green-api-mock, or name another with --at.",
            _UNREACHABLE,
        ) from None


def _said(error: urllib.error.HTTPError) -> str:
    try:
        return str(json.load(error)["error"])
    except (ValueError, KeyError, TypeError):
        phrase = f" {HTTPStatus(error.code).phrase}" if error.code in set(HTTPStatus) else ""
        return f"It answers {error.code}{phrase} to a trigger, so it is no mock of this version."
