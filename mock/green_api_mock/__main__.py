"""The command `green-api-mock`."""

from __future__ import annotations

import argparse
import asyncio
import logging
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from green_api_mock import node
from green_api_mock.errors import MockError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from green_api_mock.app import Options

_PACKAGE = Path(__file__).resolve().parent
_LARGEST_PORT = 65535


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command. The exit code: 0, or that of the `MockError` that is printed."""
    options = _parser().parse_args(arguments)
    level = logging.INFO if options.verbose else logging.WARNING
    logging.basicConfig(level=level, format="%(message)s", stream=sys.stderr)
    try:
        if options.install:
            node.install()
        elif options.lock:
            node.lock()
        else:
            _serve(options)
    except MockError as error:
        print(f"green-api-mock: {error}", file=sys.stderr)  # noqa: T201 - a command speaks
        return error.exit_code
    except KeyboardInterrupt:
        return 0
    return 0


def default_contract() -> Path:
    """The contract that came with the package, or that of the checkout."""
    shipped = _PACKAGE / "openapi.yaml"
    return shipped if shipped.exists() else _PACKAGE.parents[1] / "openapi.yaml"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="green-api-mock",
        description="A mock of the API that an OpenAPI contract describes, run by Prism.",
        epilog="Exit codes: 2 arguments, 3 broken contract, 4 not installed, 5 port, 6 Prism.",
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--install", action="store_true", help="install Prism from the lock, then end"
    )
    what.add_argument(
        "--lock", action="store_true", help="resolve mock/package.json anew, then end"
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument(
        "--port", type=_port, default=4010, help="port, 0 for any free one (%(default)s)"
    )
    parser.add_argument(
        "--contract", type=Path, default=default_contract(), help="the OpenAPI file to serve"
    )
    parser.add_argument("-v", "--verbose", action="store_true", help="print a line per request")
    return parser


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text) <= _LARGEST_PORT):
        raise argparse.ArgumentTypeError(f"{text!r} is no port: 0 to {_LARGEST_PORT}")
    return int(text)


def _serve(options: argparse.Namespace) -> None:
    # Only serving needs them, and installing has to work without them.
    from green_api_mock.app import Options  # noqa: PLC0415

    asyncio.run(_serve_until_told(Options(options.contract, host=options.host, port=options.port)))


async def _serve_until_told(options: Options) -> None:
    from green_api_mock.app import Mock  # noqa: PLC0415 - as above

    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        # Windows has no signal handlers in its event loop; Ctrl-C ends asyncio.run() there.
        if sys.platform != "win32":
            loop.add_signal_handler(getattr(signal, name), told.set)
    async with Mock(options) as mock:
        print(f"ready: {mock.url}", flush=True)  # noqa: T201 - the line that callers wait for
        await told.wait()


if __name__ == "__main__":
    sys.exit(main())
