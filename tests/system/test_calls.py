"""What saving asks of the system: new files only, with the usual mode, in the directory alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.files.conftest import CHAT, TOKEN
from tests.support.byte_server import StoredFile
from tests.system.trace import needs_strace, traced

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.byte_server import ByteServer
    from tests.system.trace import Call

IDS = ("A" * 32, "B" * 32)
CHANGES_MODES = {"chmod", "fchmod", "fchmodat", "fchmodat2"}
MAKES = {"mkdir", "mkdirat", "rename", "renameat", "renameat2", "link", "linkat", "unlink"}
MAKES |= {"unlinkat", "symlink", "symlinkat", "mknod", "mknodat", "rmdir", "truncate", "creat"}
TELLS = {"write", "writev", "pwrite64", "pwritev", "pwritev2", "execve"}


def save(server: ByteServer, folder: Path) -> list[str]:
    """The command that saves two files of one name in `new/inbox` below a folder."""
    server.put("/file", StoredFile(b"content", content_type="text/plain"))
    messages = folder / "messages.jsonl"
    lines = (json.dumps({"chatId": CHAT, "idMessage": one, "fileName": "a.txt"}) for one in IDS)
    messages.write_text("\n".join(lines))
    return [
        *(sys.executable, "-m", "green_api_files", "save", "--rate", "0", "--verbose"),
        *("--from", str(messages), "--to", str(folder / "new" / "inbox")),
    ]


def surroundings(server: ByteServer) -> dict[str, str]:
    return {
        "GREEN_API_ID_INSTANCE": "1101000001",
        "GREEN_API_TOKEN_INSTANCE": TOKEN,
        "GREEN_API_URL": server.url,
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def flags(call: Call) -> str:
    return " ".join(call.words)


@needs_strace
def test_what_is_made_is_new_is_in_the_directory_and_has_the_usual_mode(
    server: ByteServer, tmp_path: Path
) -> None:
    ran = traced(save(server, tmp_path), tmp_path / "log", surroundings(server))
    assert ran.returncode == 0, ran.stderr
    # `make mutants` follows what tests reach, and what follows writes too.
    allowed = (
        bytes(tmp_path / "new"),
        os.environb.get(b"MUTANT_TRACE", b"/dev/null"),
        b"/dev/null",
    )
    opened = [call for call in ran.calls if call.name in {"open", "openat"} and call.result >= 0]
    written = [call for call in opened if "O_WRONLY" in flags(call) or "O_RDWR" in flags(call)]
    elsewhere = [
        path
        for call in ran.calls
        if call.name in MAKES or call in written
        for path in call.texts
        if not path.startswith(allowed)
    ]
    assert elsewhere == []
    parts = [call for call in written if call.path.endswith(b".part")]
    # The second of them may look whether the first is litter, if it is still being written.
    seen = [call for call in parts if call.words[2] == "O_RDWR|O_NOFOLLOW|O_CLOEXEC"]
    made = [call for call in parts if call not in seen]
    assert len(made) == 2
    assert {call.path for call in seen} <= {call.path for call in made}
    for call in made:
        assert {"O_EXCL", "O_CREAT", "O_CLOEXEC"} <= set(call.words[2].split("|"))
        assert call.words[3] == "0666", "the umask decides"
    assert [call for call in ran.calls if call.name in CHANGES_MODES and call.texts] == []
    assert {call.words[-1] for call in ran.calls if call.name == "mkdir"} == {"0777"}


@needs_strace
def test_the_token_is_in_nothing_that_is_written_or_started(
    server: ByteServer, tmp_path: Path
) -> None:
    ran = traced(save(server, tmp_path), tmp_path / "log", surroundings(server))
    assert ran.returncode == 0, ran.stderr
    token = TOKEN.encode()
    telling = {call.name for call in ran.calls if token in b"".join(call.texts)}
    assert telling, "nothing was sent"
    assert telling & (TELLS | MAKES | {"open", "openat"}) == set()


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o027, 0o077])
def test_the_umask_decides_who_may_read(server: ByteServer, tmp_path: Path, umask: int) -> None:
    to = tmp_path / "new" / "inbox"
    subprocess.run(
        save(server, tmp_path),
        env=os.environ | surroundings(server),
        umask=umask,
        check=True,
        capture_output=True,
    )
    files = [path.stat().st_mode & 0o777 for path in to.glob("[!.]*")]
    assert files == [0o666 & ~umask] * 2
    folders = {path.stat().st_mode & 0o777 for path in (to, to.parent)}
    assert folders == {0o777 & ~umask}
