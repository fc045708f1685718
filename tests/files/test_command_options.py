"""What the command promises before it calls anybody: exit codes, units, defaults and its help."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from typer.core import TyperOption
from typer.main import get_command
from typer.testing import CliRunner

from green_api_files import __version__
from green_api_files._command.app import app
from green_api_files._command.exits import ORDER, Exit
from green_api_files._command.options import seconds, seconds_or_none, size
from green_api_files._command.watching.watcher import GRACE
from tests.files.commanding import run
from tests.files.conftest import CHAT

NOWHERE = "http://127.0.0.1:9"
DOCS = (Path(__file__).parents[2] / "docs" / "command.md").read_text()
DOCUMENTED_CODES = re.findall(r"^\| (\d+) \| (.+) \|$", DOCS, re.MULTILINE)

# Of docs/command.md, and for what both have of docs/library.md.
DEFAULTS = {
    "layout": "{name}",
    "jobs": 8,
    "rate": 5,
    "max_bytes": 100 * 1024 * 1024,
    "time_limit": 60 * 60,
    "ask_again_after": 24 * 60 * 60,
    "timeout": 60,
    "tries": 4,
    "receive_timeout": 20,
    "most": 1000,
}

OPTIONS = [
    option
    for command in vars(get_command(app))["commands"].values()
    for option in vars(command)["params"]
    if isinstance(option, TyperOption)
]


def test_the_documentation_has_the_same_exit_codes() -> None:
    assert [(str(code.value), code.meaning) for code in Exit] == DOCUMENTED_CODES
    assert ORDER in DOCS


@pytest.mark.parametrize(
    "arguments", [["--help"], *([name, "-h"] for name in ("link", "save", "watch", "history")), []]
)
def test_every_help_fits_a_terminal_and_ends_with_the_exit_codes(arguments: list[str]) -> None:
    done = run(NOWHERE, *arguments, COLUMNS="80")
    assert done.returncode == (Exit.DONE if arguments else Exit.USAGE)
    lines = (done.stdout or done.stderr).splitlines()
    assert max(map(len, lines)) <= 80
    assert not re.search(r"<bool>|<str>|<int", "".join(lines))
    codes = [f"  {code:>5}  {meaning}" for code, meaning in DOCUMENTED_CODES]
    assert lines[-len(codes) - 3 :] == ["", "  Exit codes:", *codes, f"  {ORDER}"]


def test_without_arguments_the_help_comes_as_if_it_was_asked_for() -> None:
    without, asked = (CliRunner().invoke(app, given) for given in ([], ["--help"]))
    assert (without.exit_code, asked.exit_code) == (Exit.USAGE, Exit.DONE)
    assert without.output == asked.output


def test_the_help_names_the_directory_as_its_texts_do() -> None:
    assert {one.metavar for one in OPTIONS if one.name == "to"} == {"DIRECTORY"}


def test_it_tells_its_version() -> None:
    done = run(NOWHERE, "--version")
    assert (done.returncode, done.stdout) == (Exit.DONE, f"green-api-files {__version__}\n")


def test_a_defect_is_never_shown_with_the_values_of_variables() -> None:
    assert not app.pretty_exceptions_enable  # the token is one of them


def test_defaults_are_those_of_the_documentation_and_all_else_is_off() -> None:
    on = {(one.name, one.default) for one in OPTIONS if one.default}
    assert on == set(DEFAULTS.items())


def test_files_that_are_on_their_way_are_waited_for_as_long_as_the_documentation_says() -> None:
    assert f"files that are on their way arrive, for up to {GRACE:g} seconds" in DOCS


def test_the_help_tells_sizes_and_times_as_they_are() -> None:
    told = {
        (one.name, one.type.convert(one.show_default, one, None))
        for one in OPTIONS
        if isinstance(one.show_default, str)
    }
    names = ("max_bytes", "time_limit", "ask_again_after", "timeout")
    assert told == {(name, DEFAULTS[name]) for name in names}


@pytest.mark.parametrize(
    ("units", "number"),
    [
        ("|b", 1),
        ("k|kb", 1000),
        ("m|mb", 1000 * 1000),
        ("g|gb", 1000 * 1000 * 1000),
        ("kib", 1024),
        ("mib", 1024 * 1024),
        ("gib", 1024 * 1024 * 1024),
    ],
)
def test_units_of_sizes(units: str, number: int) -> None:
    for unit in units.split("|"):
        assert size(f"3{unit}") == size(f" 3 {unit.upper()} ") == 3 * number


@pytest.mark.parametrize(
    ("units", "number"), [("|s", 1), ("m|min", 60), ("h", 60 * 60), ("d", 24 * 60 * 60)]
)
def test_units_of_times(units: str, number: int) -> None:
    for unit in units.split("|"):
        assert seconds(f"1.5{unit}") == seconds_or_none(f"1.5 {unit.upper()}") == 1.5 * number


@pytest.mark.parametrize("no_id", ["", " ", "\u3000", "A\x1b[2J", "A\n"])
def test_what_can_be_no_id_is_refused_before_any_call(no_id: str) -> None:
    for arguments in (["link", no_id, "A"], ["link", CHAT, no_id]):
        done = run(NOWHERE, *arguments)
        assert done.returncode == Exit.USAGE
        assert re.search(r"is no\s+(chat|message)\.", done.stderr)


def test_what_is_compressed_is_told_what_to_do_with_it(tmp_path: Path) -> None:
    (tmp_path / "log.gz").write_bytes(gzip.compress(b"{}"))
    done = run(NOWHERE, "save", "--from", tmp_path / "log.gz", "--to", tmp_path / "to")
    assert done.returncode == Exit.USAGE
    assert "zcat" in done.stderr
