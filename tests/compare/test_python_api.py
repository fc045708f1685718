"""A changed signature of the public Python API breaks callers, an addition does not."""

import pytest

from codegen.compare.python_api import python_changes
from tests.compare.conftest import Checkouts

OLD = "def save(url: str, to: str = '.') -> int: ...\n"


@pytest.mark.parametrize(
    ("new", "broken"),
    [
        ("", True),
        ("def save(url: str) -> int: ...\n", True),
        ("def save(url: str, to: str) -> int: ...\n", True),
        ("def save(url: str, to: str = '.', *, size: int) -> int: ...\n", True),
        ("def save(url: str, to: str = '.', *, size: int = 0) -> int: ...\n", False),
        (OLD + "def load() -> int: ...\n", False),
    ],
)
def test_a_change_is_found_in_both_packages(
    checkouts: Checkouts, new: str, *, broken: bool
) -> None:
    checkouts.code(checkouts.old, OLD)
    checkouts.code(checkouts.new, new)
    changes = python_changes(checkouts.new, checkouts.old)
    packages = {change.where.split(".")[0] for change in changes}
    assert packages == {"green_api_client", "green_api_files"}
    assert {change.breaks_caller for change in changes} == {broken}, changes
    assert {change.adds for change in changes} == {not broken}, changes


def test_private_names_are_nobody_elses_business(checkouts: Checkouts) -> None:
    checkouts.code(checkouts.old, OLD + "def _help() -> int: ...\n")
    checkouts.code(checkouts.new, OLD)
    assert python_changes(checkouts.new, checkouts.old) == []


@pytest.mark.parametrize(
    ("new", "what", "breaks"),
    [
        ("", "Public object was removed", "caller"),
        (
            "def save(url: str, to: str = 'x') -> int: ...\n",
            "to: str = '.'` to `[positional or keyword] to: str = 'x'`",
            "caller",
        ),
        (OLD + "def load() -> int: ...\n", "was added", "nobody"),
        (OLD.replace("url: str,", "url: str = '',"), "accepts or gives more than before", "nobody"),
    ],
)
def test_a_change_is_told(checkouts: Checkouts, new: str, what: str, breaks: str) -> None:
    checkouts.code(checkouts.old, OLD)
    checkouts.code(checkouts.new, new)
    changes = python_changes(checkouts.new, checkouts.old)
    assert changes
    for change in changes:
        assert change.what.endswith(what)
        assert (change.part, change.breaks) == ("Python", breaks)


def test_a_package_that_came_or_went(checkouts: Checkouts) -> None:
    (checkouts.new.client / "__init__.py").unlink()
    (change,) = python_changes(checkouts.new, checkouts.old)
    assert (change.where, change.breaks, change.adds) == ("green_api_client", "caller", False)
    (change,) = python_changes(checkouts.old, checkouts.new)
    assert (change.where, change.breaks, change.adds) == ("green_api_client", "nobody", True)
    assert python_changes(checkouts.new, checkouts.new) == []


def test_code_is_read_and_not_run(checkouts: Checkouts) -> None:
    checkouts.code(checkouts.new, OLD + "raise SystemExit('imported')\n")
    assert python_changes(checkouts.new, checkouts.old) == []
