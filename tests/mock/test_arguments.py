"""What the command makes of its arguments, before anything is started."""

from __future__ import annotations

import asyncio
import io
import logging
import os
import runpy
import signal
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Self

import pytest

from green_api_mock import cli, errors, installed, start
from green_api_mock.api.limits import Limits
from green_api_mock.contract import default_contract
from green_api_mock.server.mock import Options
from tests.mock.example import CONTRACT_FILE, ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

DOCUMENTED = ROOT / "mock" / "README.md"
COMMAND = ("--", sys.executable, "-c", "")


class Started:
    """Stands in for the mock, which takes seconds to start, and is told what it would be."""

    url = "http://127.0.0.1:1"

    def __init__(self, during: Callable[[], None] = lambda: None) -> None:
        self.options: list[Options] = []
        self._during = during

    def __call__(self, options: Options) -> Self:
        self.options.append(options)
        return self

    async def __aenter__(self) -> Self:
        self._during()
        return self

    async def __aexit__(self, *_: object) -> None:
        pass


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Started:
    mock = Started()
    monkeypatch.setattr("green_api_mock.server.mock.Mock", mock)
    return mock


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        ((), {}),
        (("--host", "::1", "--port", "65535"), {"host": "::1", "port": 65535}),
        (("--contract", "own.yaml"), {"contract": Path("own.yaml")}),
        (("--rate-limit",), {"limits": Limits(rate=True)}),
        (("--strict",), {"limits": Limits(strict=True)}),
        (("--quota", "0"), {"limits": Limits(quota=0)}),
        (
            ("--allow", "a=1", "--allow", "b=x=y", "--allow", "a=2"),
            {"limits": Limits(allowed={"a": frozenset("12"), "b": frozenset({"x=y"})})},
        ),
        (("--time-factor", "0.5"), {"time_factor": 0.5}),
        (("--webhook-url", "http://localhost/"), {"webhook_url": "http://localhost/"}),
        (
            ("--webhook-hosts", "a", "--webhook-hosts", "b"),
            {"webhook_hosts": frozenset("ab")},
        ),
    ],
)
def test_what_the_mock_is_to_be(
    started: Started, arguments: tuple[str, ...], options: dict[str, Any]
) -> None:
    # As the README says: the contract of this project, for this machine, on port 4010.
    defaults: dict[str, Any] = {"contract": default_contract(), "host": "127.0.0.1", "port": 4010}
    assert cli.main([*arguments, *COMMAND]) == 0
    assert started.options == [Options(**(defaults | options))]


def test_the_arguments_are_those_of_the_process(
    started: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["green-api-mock", "--port", "1", *COMMAND])
    assert cli.main() == 0
    assert started.options[0].port == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--port", "65536"), "'65536' is no port: 0 to 65535"),
        (("--port", "x"), "'x' is no port"),
        (("--port", "-1"), "expected one argument|'-1' is no port"),
        (("--quota", "many"), "'many' is no whole number"),
        (("--quota", "\u0663"), "'\u0663' is no whole number"),
        (("--time-factor", "0"), "'0' is no number over 0"),
        (("--time-factor", "inf"), "'inf' is no number over 0"),
        (("--time-factor", "nan"), "'nan' is no number over 0"),
        (("--time-factor", "fast"), "'fast' is no number over 0"),
        (("--allow", "nothing"), "'nothing' must be PARAMETER=VALUE"),
        (("--allow", "=1"), "'=1' must be PARAMETER=VALUE"),
        (("--allow", "a="), "'a=' must be PARAMETER=VALUE"),
        (("--install", "--lock"), "not allowed with"),
        (("--nonsense",), "unrecognized arguments: --nonsense"),
    ],
)
def test_wrong_arguments_are_refused(
    started: Started,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    words: str,
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    assert ended.value.code == 2
    assert started.options == []
    told = capsys.readouterr().err
    assert told.startswith("usage: green-api-mock [options]")
    assert any(word in told for word in words.split("|")), told


def test_the_other_command_has_arguments_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["trigger", "--help"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("usage: green-api-mock trigger")


def test_the_output_of_a_command_belongs_to_it_alone(
    started: Started, capfd: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["--", sys.executable, "-c", "print('its own'); raise SystemExit(7)"]) == 7
    told = capfd.readouterr()
    assert (told.out.split(), told.err) == (["its", "own"], f"ready: {started.url}\n")


@pytest.mark.skipif(sys.platform == "win32", reason="has no such signals in its event loop")
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_without_a_command_it_is_there_until_it_is_told_to_end(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], end: signal.Signals
) -> None:
    mock = Started(lambda: signal.raise_signal(end))
    monkeypatch.setattr("green_api_mock.server.mock.Mock", mock)
    assert cli.main([]) == 0
    told = capfd.readouterr()
    assert (told.out, told.err) == (f"ready: {mock.url}\n", "")


def test_who_waits_for_it_sees_at_once_that_it_is_ready(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written, seen = io.BytesIO(), list[bytes]()

    class Seen(Started):
        async def __aexit__(self, *_: object) -> None:
            seen.append(written.getvalue())

    monkeypatch.setattr("green_api_mock.server.mock.Mock", Seen())
    monkeypatch.setattr(cli, "end_signal", lambda: SimpleNamespace(wait=lambda: asyncio.sleep(0)))
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written))
    assert cli.main([]) == 0
    assert seen == [f"ready: {Started.url}\n".encode()]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.MockError, 1),
        (errors.ContractError, 3),
        (errors.InstallError, 4),
        (errors.PortError, 5),
        (errors.PrismError, 6),
        (errors.RunError, 127),
    ],
)
def test_why_it_cannot_run_is_a_sentence_and_an_exit_code(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: type[errors.MockError],
    code: int,
) -> None:
    def fails() -> None:
        raise error("It says what to do.")

    monkeypatch.setattr("green_api_mock.server.mock.Mock", Started(fails))
    assert cli.main([]) == code
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "green-api-mock: It says what to do.\n")


@pytest.mark.parametrize(
    ("arguments", "level"), [((), logging.WARNING), (("--verbose",), logging.INFO)]
)
def test_a_line_per_request_is_for_who_wants_it(
    started: Started, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], level: int
) -> None:
    set_up = list[tuple[int, Any]]()
    monkeypatch.setattr(
        logging, "basicConfig", lambda **how: set_up.append((how["level"], how["stream"]))
    )
    assert cli.main([*arguments, *COMMAND]) == 0
    assert set_up == [(level, sys.stderr)]
    assert len(started.options) == 1


def test_being_interrupted_while_it_starts_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("green_api_mock.server.mock.Mock", Started(interrupted))
    assert cli.main([]) == 0


def test_the_commands_code_is_that_of_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "main", lambda: 7)
    assert start.main() == 7
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(Path(start.__file__).with_name("__main__.py")), run_name="__main__")
    assert ended.value.code == 7


def test_without_its_packages_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(installed, "find_spec", lambda name: None if name == "yaml" else name)
    assert start.main() == 4
    assert capsys.readouterr().err == (
        "green-api-mock: The mock cannot start without yaml. "
        "Install it with: pip install 'green-api-files[mock]'\n"
    )


def test_that_nobody_reads_is_told_as_a_shell_tells_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody_reads() -> int:
        raise BrokenPipeError

    led = list[int]()
    monkeypatch.setattr(cli, "main", nobody_reads)
    monkeypatch.setattr(os, "dup2", lambda _, to: led.append(to))
    monkeypatch.setattr(os, "open", lambda *_: 3)
    assert start.main() == 128 + 13  # SIGPIPE
    assert led == [sys.stdout.fileno()]


@pytest.mark.parametrize(
    ("host", "warnings"),
    [("127.0.0.1", 0), ("localhost", 0), ("192.0.2.1", 1)],
)
def test_a_host_that_others_reach_is_warned_of(
    started: Started, caplog: pytest.LogCaptureFixture, host: str, warnings: int
) -> None:
    assert cli.main(["--host", host, *COMMAND]) == 0
    assert started.options[0].host == host
    warned = [one.message for one in caplog.records if one.levelno == logging.WARNING]
    assert [f"{host} may be reached from other machines" in one for one in warned] == (
        [True] * warnings
    )


def test_the_scenarios_are_printed_as_the_page_has_them(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert cli.main(["--scenarios", "--contract", str(CONTRACT_FILE)]) == 0
    printed = capsys.readouterr().out
    page = DOCUMENTED.read_text("utf-8")
    assert printed.strip() in page
    assert not printed.endswith("\n\n")
    # Written into a page without them, they are those that are checked.
    copy = tmp_path / "README.md"
    copy.write_text(page.replace(printed.strip(), ""), "utf-8")
    assert cli.main(["--check-scenarios", str(copy)]) == 1
    assert cli.main(["--write-scenarios", str(copy)]) == 0
    assert copy.read_text("utf-8") == page
    assert cli.main(["--check-scenarios", str(copy)]) == 0
    assert capsys.readouterr().out == ""
