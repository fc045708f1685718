"""The command `green-api-mock`."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from green_api_mock import trigger
from green_api_mock.api.limits import Limits
from green_api_mock.command import end_signal, port_number
from green_api_mock.contract import default_contract, read_contract
from green_api_mock.contract.scenarios import (
    check_scenarios,
    scenarios_in_markdown,
    write_scenarios,
)
from green_api_mock.errors import MockError
from green_api_mock.hosts import is_loopback
from green_api_mock.judge import node
from green_api_mock.running import run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from green_api_mock.server.mock import Options

log = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    The exit code: 0, that of the `MockError` that is printed, or that of the command that was
    run with the mock.
    """
    given = sys.argv[1:] if arguments is None else arguments
    if given[:1] == ["trigger"]:
        return trigger.main(given[1:])
    options = _parser().parse_args(given)
    level = logging.INFO if options.verbose else logging.WARNING
    logging.basicConfig(level=level, format="%(message)s", stream=sys.stderr)
    try:
        if options.install:
            home = node.install()
            print(f"Prism is installed in {home.folder}.", file=sys.stderr)  # noqa: T201 - as below
        elif options.lock:
            node.lock()
        elif options.scenarios:
            _print_scenarios(options.contract)
        elif options.write_scenarios:
            write_scenarios(options.write_scenarios, read_contract(options.contract))
        elif options.check_scenarios:
            check_scenarios(options.check_scenarios, read_contract(options.contract))
        else:
            return _serve(options)
    except MockError as error:
        print(f"green-api-mock: {error}", file=sys.stderr)  # noqa: T201 - a command speaks
        return error.exit_code
    except KeyboardInterrupt:
        return 0
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="green-api-mock",
        description="A mock of the API that an OpenAPI contract describes, run by Prism.",
        usage="%(prog)s [options] [-- COMMAND ...]\n       %(prog)s trigger --help",
        epilog="Exit codes: 2 arguments, 3 broken contract, 4 not installed, 5 port, 6 Prism; "
        "with a COMMAND else its own, or 127 if it cannot be started.",
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--scenarios", action="store_true", help="print the scenarios as Markdown")
    what.add_argument(
        "--write-scenarios", type=Path, metavar="FILE", help="write them between a file's marks"
    )
    what.add_argument(
        "--check-scenarios", type=Path, metavar="FILE", help="are those in the file up to date?"
    )
    what.add_argument(
        "--install", action="store_true", help="install Prism from the lock, then end"
    )
    what.add_argument(
        "--lock", action="store_true", help="resolve mock/package.json anew, then end"
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument(
        "--port", type=port_number, default=4010, help="port, 0 for any free one (%(default)s)"
    )
    parser.add_argument(
        "--contract", type=Path, default=default_contract(), help="the OpenAPI file to serve"
    )
    parser.add_argument(
        "--rate-limit", action="store_true", help="enforce the contract's rate limit"
    )
    parser.add_argument("--quota", type=_count, metavar="N", help="allow N valid calls")
    parser.add_argument(
        "--allow",
        type=_allowed,
        action="append",
        default=[],
        metavar="PARAMETER=VALUE",
        help="let only this value of a path parameter through (may be repeated)",
    )
    parser.add_argument(
        "--strict",
        action="store_true",
        help="know only those messages that came or were sent",
    )
    parser.add_argument(
        "--time-factor",
        type=_factor,
        default=1.0,
        metavar="N",
        help="let waits for notifications and deliveries pass N times as fast",
    )
    parser.add_argument(
        "--webhook-url",
        default="",
        metavar="URL",
        help="deliver notifications there, as if every instance had it in its settings",
    )
    parser.add_argument(
        "--webhook-hosts",
        action="append",
        default=[],
        metavar="HOST",
        help="deliver to this host too, not to this machine alone (may be repeated)",
    )
    parser.add_argument(
        "command",
        nargs="*",
        metavar="COMMAND",
        help="run it with the mock's address in GREEN_API_URL, and end with it",
    )
    parser.add_argument("-v", "--verbose", action="store_true", help="print a line per request")
    return parser


def _count(text: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number")
    return int(text)


def _factor(text: str) -> float:
    try:
        factor = float(text)
    except ValueError:
        factor = 0.0
    if not 0 < factor < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is no number over 0")
    return factor


def _allowed(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name and equals and value):
        raise argparse.ArgumentTypeError(f"{text!r} must be PARAMETER=VALUE")
    return name, value


def _print_scenarios(contract: Path) -> None:
    print(scenarios_in_markdown(read_contract(contract)), end="")  # noqa: T201 - what it is for


def _serve(arguments: argparse.Namespace) -> int:
    # Only serving needs it, and everything else is quicker without.
    from green_api_mock.server.mock import Options  # noqa: PLC0415

    allowed: dict[str, frozenset[str]] = {}
    for name, value in arguments.allow:
        allowed[name] = allowed.get(name, frozenset()) | {value}
    limits = Limits(
        rate=arguments.rate_limit,
        quota=arguments.quota,
        allowed=allowed,
        strict=arguments.strict,
    )
    options = Options(
        contract=arguments.contract,
        host=arguments.host,
        port=arguments.port,
        limits=limits,
        time_factor=arguments.time_factor,
        webhook_url=arguments.webhook_url,
        webhook_hosts=frozenset(arguments.webhook_hosts),
    )
    return asyncio.run(_serve_until_told(options, arguments.command))


async def _serve_until_told(options: Options, command: list[str]) -> int:
    from green_api_mock.server.mock import Mock  # noqa: PLC0415 - as above

    told = end_signal()
    async with Mock(options) as mock:
        # The output of a command belongs to the command alone.
        where = sys.stderr if command else sys.stdout
        print(f"ready: {mock.url}", file=where, flush=True)
        if not is_loopback(options.host):
            log.warning(
                "%s may be reached from other machines: the mock has no secrets, but your "
                "requests may.",
                options.host,
            )
        if command:
            return await run(command, mock.url, told)
        await told.wait()
    return 0
