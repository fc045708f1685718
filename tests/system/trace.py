"""What a program asked of the system, call by call, as strace saw it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

_WANTED = (
    *("openat", "open", "creat", "rename", "renameat", "renameat2", "link", "linkat", "symlink"),
    *("symlinkat", "unlink", "unlinkat", "mkdir", "mkdirat", "rmdir", "truncate", "chmod"),
    *("fchmodat", "fchmodat2", "fchmod", "mknod", "mknodat", "execve", "close", "write", "writev"),
    *("pwrite64", "pwritev", "pwritev2", "lseek", "ftruncate", "fsync", "fdatasync", "fallocate"),
    *("dup", "dup2", "dup3", "sendfile", "copy_file_range", "sync_file_range"),
    *("sendto", "sendmsg", "sendmmsg"),
)

_LINE = re.compile(r"(\d+) +(.*)")
_CALL = re.compile(r"(\w+)\((.*)\) += (-?\d+|\?)")
_UNFINISHED = re.compile(r"(.*?),? <unfinished \.\.\.>")
_RESUMED = re.compile(r"<\.\.\. \w+ resumed>,? ?(.*)")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')

needs_strace = pytest.mark.skipif(
    not shutil.which("strace"), reason="strace, which sees what is asked of the system, is missing"
)


@dataclass(frozen=True, slots=True)
class Call:
    """One call, in the order in which they came to their ends.

    Attributes:
        name: the system's name of it.
        words: its arguments as strace writes them, texts apart.
        texts: the texts among them: paths, or what was written.
        result: what it returned; -1 stands for a refusal.
    """

    name: str
    words: tuple[str, ...]
    texts: tuple[bytes, ...]
    result: int

    @property
    def descriptor(self) -> int:
        """The open file that it is about."""
        return int(self.words[0])

    @property
    def path(self) -> bytes:
        """The path that it is about."""
        return self.texts[0]


@dataclass(frozen=True, slots=True)
class Traced:
    """A program that has ended."""

    calls: list[Call]
    returncode: int
    stdout: str
    stderr: str


def traced(
    command: Sequence[str | Path], log: Path, environment: Mapping[str, str] | None = None
) -> Traced:
    """Run a program, all its threads and processes included, and see what it asks of the system."""
    strace = ["strace", "-f", "-qq", "-xx", "-s", "1000000", "-e", "signal=none", "-o", str(log)]
    # Not every machine, nor every strace, knows all of them.
    wanted = "trace=" + ",".join(f"?{name}" for name in _WANTED)
    done = subprocess.run(
        [*strace, "--seccomp-bpf", "-e", wanted, "--", *map(str, command)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        # What Python compiles is its own affair.
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **(environment or {})},
    )
    return Traced(list(_calls(log.read_text("utf-8"))), done.returncode, done.stdout, done.stderr)


def python(script: str, *arguments: object) -> list[str]:
    """The command that runs a script with the project at hand."""
    return [sys.executable, "-c", script, *map(str, arguments)]


def _calls(log: str) -> Iterator[Call]:
    begun: dict[str, str] = {}
    for line in log.splitlines():
        found = _LINE.fullmatch(line)
        assert found, line
        thread, text = found.groups()
        if unfinished := _UNFINISHED.fullmatch(text):
            begun[thread] = unfinished[1]
            continue
        if resumed := _RESUMED.fullmatch(text):
            first, rest = begun.pop(thread), resumed[1]
            comma = "" if rest.startswith(")") or first.endswith("(") else ", "
            text = first + comma + rest
        if call := _CALL.match(text):
            name, arguments, result = call.groups()
            texts = tuple(_bytes(found[1]) for found in _TEXT.finditer(arguments))
            words = tuple(_TEXT.sub("", arguments).split(", "))
            yield Call(name, words, texts, -1 if result == "?" else int(result))


def _bytes(escaped: str) -> bytes:
    return bytes.fromhex(escaped.replace("\\x", ""))
