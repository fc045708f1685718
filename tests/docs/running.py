"""Runs the blocks of a page, one after the other, as if they were pasted into a shell."""

from __future__ import annotations

import os
import re
import shlex
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.project import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.docs.blocks import Block

SCRIPTS = Path(sys.executable).parent
SECONDS = 120
_PORT = "4010"  # the one that the pages use
# What the pages tell to install is installed already; that it can be is a test of tests/packaging.
_SHELL = Path(__file__).with_name("shell.sh").read_text("utf-8")
_PROGRAM = {"python": [sys.executable], "js": ["node"]}


@dataclass
class Script:
    """The blocks of a page as one script, so that what one of them sets is there for the next."""

    folder: Path
    port: int
    lines: list[str] = field(default_factory=list)
    expected: list[tuple[str, str]] = field(default_factory=list)  # place, and what it prints

    def add(self, block: Block) -> None:
        """Add what a block says to do."""
        self.lines.append(f"at={shlex.quote(block.place)}")
        self.lines.append(self._here(block.said.get("shell", "")))
        if block.language in _PROGRAM:
            self._add_program(block)
        else:
            self._add_commands(block)

    def _here(self, text: str) -> str:
        return text.replace(_PORT, str(self.port))

    def _add_program(self, block: Block) -> None:
        suffix = {"python": "py", "js": "mjs"}[block.language]
        file = self.folder / f"block_{block.line}.{suffix}"
        file.write_text(self._here(f"{block.said.get('given', '')}\n{block.text}"), "utf-8")
        command = [*_PROGRAM[block.language], str(file)]
        if re.search(r"^(async )?def test_", block.text, re.MULTILINE):
            command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(file)]
        self._add_command(block, shlex.join(command), "", is_last=True)

    def _add_commands(self, block: Block) -> None:
        commands = _commands(block)
        for number, (command, output) in enumerate(commands, start=1):
            self._add_command(block, command, output, is_last=number == len(commands))

    def _add_command(self, block: Block, command: str, output: str, *, is_last: bool) -> None:
        command, file = self._here(command), f"said.{len(self.expected)}"
        said = block.said if is_last else {}
        if "goes on after" in said:
            text = shlex.quote(self._here(said["goes on after"]))
            self.lines.append(f"goes_on {file} {text} <<'COMMAND'\n{command}\nCOMMAND")
        elif "Ctrl-C after" in said:
            text = shlex.quote(self._here(said["Ctrl-C after"]))
            self.lines.append(f"interrupted {file} {text} <<'COMMAND'\n{command}\nCOMMAND")
        else:
            code = said.get("ends with", "0")
            self.lines.append(f"here={file}\n{{\n{command}\n}} >{file} 2>&1")
            self.lines.append(f"ended $? {code}")
        self.expected.append((block.place, self._here(output)))

    def run(self) -> None:
        """Run it all; what does not end or print as the page says raises an AssertionError."""
        environment = os.environ | {
            "PATH": f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}",
            "PROJECT": str(PROJECT),
            "PORT": str(self.port),
            "GREEN_API_URL": f"http://127.0.0.1:{self.port}",
            "GREEN_API_ID_INSTANCE": "1101000001",
            "GREEN_API_TOKEN_INSTANCE": "abc123",
        }
        script = self.folder / "page.sh"
        script.write_text("\n".join([_SHELL, *self.lines, ""]), "utf-8")
        done = subprocess.run(
            ["bash", str(script)],  # noqa: S607 - the system's
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        for number, (place, output) in enumerate(self.expected):
            assert_printed(place, output, (self.folder / f"said.{number}").read_text("utf-8"))


def free_port() -> int:
    """A port on which nothing listens now."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def _commands(block: Block) -> list[tuple[str, str]]:
    """The commands of a block, each with what the page shows of its output."""
    commands: list[tuple[str, str]] = []
    for line in block.text.splitlines():
        command, output = commands[-1] if commands else ("", "")
        if command.endswith("\\") and not output:
            commands[-1] = (f"{command}\n{line}", "")
        elif block.language == "sh":
            commands.append((line, ""))
        elif line.startswith("$ "):
            commands.append((line[2:], ""))
        else:
            commands[-1] = (command, f"{output}{line}\n")
    return commands


def assert_printed(place: str, shown: str, printed: str) -> None:
    """Every line that a page shows is printed, in this order; `…` is whatever stands there."""
    lines = iter(printed.splitlines())
    for wanted in shown.splitlines():
        pattern = re.escape(wanted).replace("…", ".*")
        assert any(re.fullmatch(pattern, line) for line in lines), (
            f"{place} shows {wanted!r}, but it printed:\n{printed}"
        )


def run_page(blocks: Iterable[Block], folder: Path) -> None:
    """Run the blocks of a page in this folder, with a mock unless they start their own."""
    script = Script(folder, free_port())
    runs = [block for block in blocks if block.is_run]
    if not any("goes on after" in block.said for block in runs):
        script.lines.append("goes_on mock ready: <<<green-api-mock")
    for block in runs:
        script.add(block)
    script.run()
