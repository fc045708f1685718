"""Which tests `make test` leaves to `make test-slow`, and which it begins with."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

TESTS = Path(__file__).parent

# They start a process, a generator or a browser for nearly every test, or send thousands of
# generated requests. `make contract` runs those of the contract too.
SLOW = {
    "bench/test_harness.py",
    "codegen/test_drift.py",
    "codegen/test_generate.py",
    "codegen/test_generated_code.py",
    "codegen/test_lint.py",
    "compare/test_contracts.py",
    "contract/test_agreement.py",
    "contract/test_bodies.py",
    "contract/test_conformance.py",
    "files/test_command.py",
    "files/test_target.py",
    "fuzz/test_fuzz.py",
    "live/test_proxy.py",
    "live/test_run.py",
    "mock/test_command.py",
    "mock/test_limits.py",
    "mock/test_memory.py",
    "mock/test_page.py",
    "mock/test_plugin.py",
    "mock/test_reload.py",
    "mock/test_robustness.py",
    "mock/test_running.py",
    "mock/test_schemathesis.py",
    "security/test_hostile_links.py",
    "mutants/test_mutants.py",
    "security/test_canary.py",
    "security/test_hostile_names.py",
    "torture/test_faults.py",
}


# A shell starts what runs in the background with Ctrl-C ignored, and the processes that the tests
# start would inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# One test of it takes as long as many others, which can run beside it if it begins first.
LONGEST = TESTS / "growth" / "test_growth.py"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of the files above, and begin with the longest."""
    items.sort(key=lambda item: item.path != LONGEST)
    if gone := [name for name in sorted(SLOW) if not (TESTS / name).is_file()]:
        raise pytest.UsageError(f"tests/conftest.py calls slow what is not there: {gone}")
    for item in items:
        if item.path.is_relative_to(TESTS) and item.path.relative_to(TESTS).as_posix() in SLOW:
            item.add_marker(pytest.mark.slow)
