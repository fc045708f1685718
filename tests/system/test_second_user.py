"""Somebody else's rights: what may not be written is told, what is shared is shared."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.files.conftest import CHAT, TOKEN
from tests.support.byte_server import StoredFile
from tests.system.trace import python

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.byte_server import ByteServer

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root may become somebody else")

NOBODY = 65534
# What is needed is imported first: somebody else may not read where it is installed.
SCRIPT = f"""
import os, sys
from green_api_files import GreenApi, GreenApiError

url, to, *kept = sys.argv[1:]
with GreenApi(1, "{TOKEN}", api_url=url, requests_per_second=None) as api:
    api.download_file("{CHAT}", "A" * 32)  # which imports the rest
    os.setgroups([])
    os.setgid({NOBODY})
    os.setuid({NOBODY})
    try:
        print(api.save_file("{CHAT}", "A" * 32, to=to, name="mine.txt"))
    except GreenApiError as error:
        print(f"{{type(error).__name__}}: {{error}}")
"""


@pytest.fixture
def shared(server: ByteServer) -> Iterator[Path]:
    """A folder that everybody reaches.

    Those of pytest are their owner's only, and whenever a pytest begins it makes them so again.
    """
    server.put("/file", StoredFile(b"content"))
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o711)
        folder = Path(name, "shared")
        folder.mkdir()
        yield folder


def save(server: ByteServer, to: Path) -> str:
    """What somebody else is told that saves a file."""
    done = subprocess.run(
        python(SCRIPT, server.url, to), capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_directory_of_somebody_else_is_told_and_left_alone(
    server: ByteServer, shared: Path
) -> None:
    shared.chmod(0o755)
    for to in (shared, shared / "new"):
        told = save(server, to)
        assert told.startswith("SaveError: ")
        assert "Permission denied" in told
        assert str(shared) in told
    assert list(shared.iterdir()) == []


@pytest.mark.parametrize("mode", [0o1777, 0o777, 0o333], ids=oct)
def test_a_directory_that_is_shared_takes_the_file_and_keeps_those_of_others(
    server: ByteServer, shared: Path, mode: int
) -> None:
    shared.chmod(mode)
    theirs = {"mine.txt": b"theirs", ".green-api-files-0123456789abcdef.part": b"being written"}
    for name, content in theirs.items():
        (shared / name).write_bytes(content)
        (shared / name).chmod(0o600)
    assert save(server, shared) == str(shared / "mine (2).txt")
    found = {path.name: path.read_bytes() for path in shared.iterdir()}
    assert found == theirs | {"mine (2).txt": b"content"}
    assert (shared / "mine (2).txt").stat().st_uid == NOBODY
