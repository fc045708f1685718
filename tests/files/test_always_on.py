"""The unit and the compose file run the command as it is, and lose nothing where they kill it."""

from __future__ import annotations

import re
import shlex
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from bench.account import Account
from green_api_files._command.exits import Exit
from green_api_files._command.watching.watcher import GRACE
from tests.files.commanding import command, environment, until
from tests.files.conftest import TOKEN
from tests.files.test_watch import logged, saved

pytestmark = pytest.mark.slow

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "always-on"
UNIT = EXAMPLES / "green-api-files.service"


@dataclass(frozen=True)
class Service:
    """What a supervisor is told.

    Attributes:
        arguments: Of the command, its own name left out.
        variables: Of its environment.
        seconds_to_end: After SIGTERM, before it is killed.
    """

    arguments: list[str]
    variables: dict[str, str]
    seconds_to_end: float


def settings_of_unit() -> list[tuple[str, str]]:
    return re.findall(r"^(\w+)=(.*)$", UNIT.read_text(), re.MULTILINE)


def unit() -> Service:
    settings = settings_of_unit()
    told = dict(settings)
    line = told["ExecStart"].replace("${CREDENTIALS_DIRECTORY}", "/credentials")
    env, name, *arguments = shlex.split(line)
    assert (env, name) == ("/usr/bin/env", "green-api-files")
    variables = dict(value.split("=", 1) for key, value in settings if key == "Environment")
    return Service(arguments, variables, float(told["TimeoutStopSec"]))


def compose() -> Service:
    told: dict[str, Any] = yaml.safe_load((EXAMPLES / "compose.yaml").read_text())
    service = told["services"]["watch"]
    name, *arguments = service["command"]
    assert name == "green-api-files"
    seconds = float(service["stop_grace_period"].removesuffix("s"))
    return Service(arguments, service["environment"], seconds)


SERVICES = {"unit": unit, "compose": compose}


@pytest.mark.parametrize("name", SERVICES)
def test_what_is_killed_and_started_again_loses_nothing(
    quick_mock: str, tmp_path: Path, name: str
) -> None:
    service, account = SERVICES[name](), Account(quick_mock)
    token, inbox = tmp_path / "token", tmp_path / "inbox"
    token.write_text(TOKEN)
    values = {"--token-file": str(token), "--to": str(inbox)}
    arguments = [
        values.get(before, given)
        for before, given in zip(["", *service.arguments], service.arguments, strict=False)
    ]
    assert arguments != service.arguments
    assert set(service.variables) <= {"GREEN_API_ID_INSTANCE", "GREEN_API_URL"}
    own = environment(quick_mock, GREEN_API_ID_INSTANCE=str(account.number))
    del own["GREEN_API_TOKEN_INSTANCE"]

    bodies: list[Any] = []
    for seconds in (1.0, 1.3, 1.6, 0.0):
        bodies += account.trigger("incomingText")
        bodies += account.trigger("incomingImage", file=str(seconds).encode())
        process = subprocess.Popen(command(*arguments), env=own, stdout=subprocess.DEVNULL)
        try:
            if seconds:
                time.sleep(seconds)
            else:
                until(lambda: account.waiting == [] and len(saved(inbox)) == 4)
        finally:
            process.send_signal(signal.SIGKILL if seconds else signal.SIGTERM)
            process.wait(timeout=60)
    assert process.returncode == Exit.TERMINATED
    assert logged(inbox) == bodies
    assert saved(inbox) == [b"0.0", b"1.0", b"1.3", b"1.6"]


@pytest.mark.parametrize("name", SERVICES)
def test_it_is_given_time_to_end(name: str) -> None:
    assert SERVICES[name]().seconds_to_end > GRACE


def test_the_unit_does_not_start_again_what_a_person_has_to_mend() -> None:
    told = dict(settings_of_unit())
    prevented = {int(code) for code in told["RestartPreventExitStatus"].split()}
    assert prevented == {Exit.USAGE, Exit.REFUSED, Exit.TAKEN}
    assert int(told["SuccessExitStatus"]) == Exit.TERMINATED


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="has no systemd")
def test_systemd_understands_the_unit() -> None:
    done = subprocess.run(
        ["systemd-analyze", "verify", UNIT],  # noqa: S607 # where systems have it differs
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
