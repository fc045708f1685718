"""What the commands of this package have in common."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys

_LARGEST_PORT = 65535


def port_number(text: str) -> int:
    """The port that an argument names, 0 for any free one."""
    if not (text.isascii() and text.isdecimal() and int(text) <= _LARGEST_PORT):
        raise argparse.ArgumentTypeError(f"{text!r} is no port: 0 to {_LARGEST_PORT}")
    return int(text)


def end_signal() -> asyncio.Event:
    """An event that is set when the process is told to end."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        # Windows has no signal handlers in its event loop; Ctrl-C ends asyncio.run() there.
        if sys.platform != "win32":
            loop.add_signal_handler(getattr(signal, name), told.set)
    return told
