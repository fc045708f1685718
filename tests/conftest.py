"""What all tests have in common."""

from __future__ import annotations

import gc
import re
import signal
import sys
from functools import cache
from pathlib import Path

import httpx
import pytest
from hypothesis import settings

# A shell starts what runs in the background with Ctrl-C ignored, and nohup with SIGHUP, and the
# processes that the tests start would inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
if sys.platform != "win32" and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
    signal.signal(signal.SIGHUP, signal.SIG_DFL)

# How long an example takes depends on what else the machine does.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

# Every client of httpx reads the certificates of the world anew, which takes longer than a dozen
# answers, and hardly one of them meets TLS.
pytest.MonkeyPatch().setattr(
    "httpx._transports.default.create_ssl_context", cache(httpx.create_ssl_context)
)

# One test of it takes as long as many others, which can run beside it if it begins first.
LONGEST = Path(__file__).parent / "contract" / "test_conformance.py"


# What is collected lives to the end, so it need not be looked through again and again for garbage.
gc.disable()

ALL_SLOW = re.compile(r"^pytestmark = (\[[^]]*)?pytest\.mark\.slow\b", re.MULTILINE)


@pytest.fixture(scope="session")
def green_api_mock_time_factor() -> float:
    """Nobody waits a minute for a notification that does not come."""
    return 1000.0


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest."""
    items.sort(key=lambda item: item.path != LONGEST)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Where slow tests are left out, do not import the files that have no others."""
    if config.option.markexpr != "not slow" or collection_path.suffix != ".py":
        return None
    return bool(ALL_SLOW.search(collection_path.read_text("utf-8"))) or None


def pytest_collection_finish() -> None:
    """Let only what the tests make be looked through for garbage."""
    gc.freeze()
    gc.enable()
