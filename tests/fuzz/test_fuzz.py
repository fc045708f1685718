"""No status and no body makes the client raise: old finds, and a short look for new ones."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.contract.effort import CASES
from tests.fuzz.target import CHOICES, Target

pytestmark = pytest.mark.slow

FOUND = Path(__file__).with_name("found")
RUNS = 10_000
# A hang guard, not an expectation.
SECONDS = 300


@pytest.fixture(scope="module")
def target() -> Target:
    """The client, with anything for an answer."""
    return Target()


@pytest.mark.parametrize("case", sorted(FOUND.iterdir()), ids=lambda path: path.name)
def test_what_was_found_is_mended(target: Target, case: Path) -> None:
    target(case.read_bytes())


def test_every_documented_answer_is_survived(target: Target) -> None:
    for seed in target.seeds():
        target(seed)


def test_random_bytes_are_survived(target: Target) -> None:
    @CASES
    @given(data=st.binary(min_size=CHOICES))
    def survive(data: bytes) -> None:
        target(data)

    survive()


@pytest.mark.many_requests
@pytest.mark.skipif(
    importlib.util.find_spec("atheris") is None,
    reason="atheris has no binary for this system; the random bytes above have to do",
)
def test_a_short_look_finds_nothing() -> None:
    command = [sys.executable, "-m", "tests.fuzz", f"-runs={RUNS}", "-seed=1", "-max_len=4096"]
    root = Path(__file__).parents[2]
    run = subprocess.run(
        command, cwd=root, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert run.returncode == 0, f"the client raised:\n{run.stdout}{run.stderr}"
