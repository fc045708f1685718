"""`python -m green_api_mock.proxy URL`: between any client and the API, a witness.

Give http://127.0.0.1:4020 to the client as the address of the API. Every request and answer that
the contract does not allow is reported; both are passed on as they are. Ctrl-C ends it.

Exit codes: 0 nothing to report, 1 something was reported, 2 arguments, 3 to 6 as green-api-mock.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from yarl import URL

from green_api_mock.command import end_signal, port_number
from green_api_mock.contract import default_contract, read_contract
from green_api_mock.errors import MockError
from green_api_mock.proxy.relay import Relay

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the result is the exit code."""
    options = _parser().parse_args(arguments)
    try:
        return asyncio.run(_relay_until_told(options))
    except MockError as error:
        print(f"proxy: {error}", file=sys.stderr)  # noqa: T201 - a command speaks
        return error.exit_code
    except KeyboardInterrupt:
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m green_api_mock.proxy",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("upstream", type=_url, help="the apiUrl, like https://7103.api.example.com")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument(
        "--port", type=port_number, default=4020, help="port, 0 for any free one (%(default)s)"
    )
    parser.add_argument(
        "--contract", type=Path, default=default_contract(), help="the OpenAPI file to check by"
    )
    return parser


def _url(text: str) -> URL:
    try:
        url = URL(text)
    except ValueError:
        url = URL()
    if url.scheme not in ("http", "https") or not url.host or url.query_string or url.fragment:
        raise argparse.ArgumentTypeError(f"{text!r} is no address like https://api.example.com")
    return url


async def _relay_until_told(options: argparse.Namespace) -> int:
    told = end_signal()
    contract = read_contract(options.contract)
    async with Relay(contract, options.upstream, options.host, options.port, _say) as relay:
        _say(f"ready: {relay.url}")
        await told.wait()
    _say(f"{relay.exchanges} requests, {relay.violations} violations of the contract")
    return 1 if relay.violations else 0


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - what it is for
