"""A small program that saves files with the library, to be killed, starved and confused.

It reads an order as JSON from its standard input, saves what is missing, and prints a line of
JSON for every message: `{"saved": name}`, or `{"error": type, "text": text, "typed": bool}`.
"""

import asyncio
import json
import random
import resource
import sys
import time
from pathlib import Path
from typing import Any

TIMEOUT_SECONDS = 5.0
TIME_LIMIT_SECONDS = 30.0
DAYS_SECONDS = 86_400.0 * 30


def jump_the_clock() -> None:
    """Make the wall clock jump by up to a month in either direction whenever it is read."""
    true_time, chance = time.time, random.Random(1)  # noqa: S311 - a fault, no secret

    def jumping() -> float:
        return true_time() + chance.uniform(-DAYS_SECONDS, DAYS_SECONDS)

    time.time = jumping
    time.time_ns = lambda: int(jumping() * 1e9)


def use_up_descriptors(left: int) -> None:
    """Lower the number of files that this process may open to what it holds, and a few."""
    open_now = len(list(Path("/proc/self/fd").iterdir()))
    resource.setrlimit(resource.RLIMIT_NOFILE, (open_now + left, open_now + left))


def say(line: dict[str, Any]) -> None:
    """Print the line at once."""
    print(json.dumps(line), flush=True)


async def save_all(order: dict[str, Any]) -> None:
    """Do what the order says."""
    # After the clock was taken, so that nobody has the true one.
    from green_api_files import AsyncGreenApi, GreenApiError, Retry  # noqa: PLC0415

    target = Path(order["target"])
    limit = asyncio.Semaphore(order["at_once"])
    api = AsyncGreenApi(
        order["instance"],
        order["token"],
        api_url=order["url"],
        timeout=TIMEOUT_SECONDS,
        retry=Retry(first_delay=0.02, longest_delay=0.1),
        requests_per_second=order["requests_per_second"],
    )

    async def one(message: dict[str, str]) -> None:
        async with limit:
            try:
                path = await api.save_file(
                    order["chat"],
                    message["id"],
                    to=target,
                    name=message["name"],
                    sha256=message["sha256"],
                    time_limit=TIME_LIMIT_SECONDS,
                )
                say({"saved": path.name, "source": message["id"]})
            except Exception as error:  # noqa: BLE001 - whatever comes is what is counted
                typed = isinstance(error, GreenApiError)
                say({"error": type(error).__name__, "text": str(error), "typed": typed})

    async with api:
        if order["descriptors_left"] is not None:
            use_up_descriptors(order["descriptors_left"])
        missing = [m for m in order["messages"] if not (target / m["name"]).exists()]
        await asyncio.gather(*(one(message) for message in missing))


def main() -> None:
    """Read the order and carry it out."""
    order = json.load(sys.stdin)
    if order["jump"]:
        jump_the_clock()
    asyncio.run(save_all(order))


if __name__ == "__main__":
    main()
