"""The temporary file: nothing is lost, replaced or left, whoever dies when."""

from __future__ import annotations

import asyncio
import errno
import fcntl
import os
import signal
import stat
import subprocess
import sys
import textwrap
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import Mock

import pytest

from green_api_files import AsyncGreenApi, GreenApi, SaveError
from green_api_files._disk import temporary as temporary_files
from green_api_files._disk.temporary import TemporaryFile, make_directory, remove_litter
from tests.files.conftest import CHAT, TOKEN
from tests.support.byte_server import ByteServer, Got, StoredFile, Wire

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.slow

unix_only = pytest.mark.skipif(sys.platform == "win32", reason="Unix's ways of dying")


def temporary(directory: Path) -> list[str]:
    return [path.name for path in directory.iterdir() if path.suffix == ".part"]


def write_file(directory: str, content: bytes) -> str:
    file = TemporaryFile.create(Path(directory))
    file.write(content, 0)
    try:
        return file.place("same.bin", overwrite=False).name
    finally:
        file.discard()


def test_processes_that_save_the_same_name_keep_every_file(tmp_path: Path) -> None:
    contents = [os.urandom(1000) for _ in range(40)]
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        names = list(pool.map(write_file, [str(tmp_path)] * 40, contents))
    assert len(set(names)) == 40
    assert [(tmp_path / name).read_bytes() for name in names] == contents
    assert len(list(tmp_path.iterdir())) == 40


def test_a_thousand_files_of_one_name_take_few_looks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "x.txt").touch()
    for number in range(2, 1001):
        (tmp_path / f"x ({number}).txt").touch()
    looks, claims = Mock(wraps=os.path.lexists), Mock(return_value=True)
    monkeypatch.setattr(os.path, "lexists", looks)
    file = TemporaryFile.create(tmp_path)
    assert file.place("x.txt", overwrite=False, claim=claims).name == "x (1001).txt"
    file.discard()
    assert looks.call_count <= 20
    assert claims.call_count == 1


def test_what_is_written_from_the_start_again_is_all_that_there_is(tmp_path: Path) -> None:
    file = TemporaryFile.create(tmp_path)
    for piece, at in ((b"ab", 0), (b"cd", 2), (b"x", 0), (b"y", 1)):
        file.write(piece, at)
    assert file.place("a", overwrite=False).read_bytes() == b"xy"
    file.discard()


def test_every_directory_that_is_made_is_durable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[Path] = []
    monkeypatch.setattr(temporary_files, "sync_directory", synced.append)
    make_directory(tmp_path / "a" / "b" / "c")
    assert synced == [tmp_path, tmp_path / "a", tmp_path / "a" / "b"]


def test_a_directory_that_another_makes_meanwhile_will_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = Path.mkdir

    def make_twice(path: Path, **options: Any) -> None:
        make(path)
        make(path, **options)

    monkeypatch.setattr(Path, "mkdir", make_twice)
    make_directory(tmp_path / "a")


def test_the_file_being_written_is_no_litter(tmp_path: Path) -> None:
    file = TemporaryFile.create(tmp_path)
    remove_litter(tmp_path)
    assert len(temporary(tmp_path)) == 1
    file.discard()
    assert temporary(tmp_path) == []


def test_other_files_are_no_litter(tmp_path: Path) -> None:
    for name in ("a.part", ".green-api-files.sqlite3", ".green-api-files-x", "x.jpg"):
        (tmp_path / name).touch()
    remove_litter(tmp_path)
    assert len(list(tmp_path.iterdir())) == 4


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="has no place that nobody may write to")
def test_where_nothing_can_be_written_is_told() -> None:
    with pytest.raises(SaveError, match=r"^Could not write to /proc/self: "):
        TemporaryFile.create(Path("/proc/self"))


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_a_link_is_no_litter_and_is_not_followed(tmp_path: Path) -> None:
    target = tmp_path / "of somebody else"
    target.write_bytes(b"theirs")
    link = tmp_path / ".green-api-files-0123.part"
    link.symlink_to(target)
    remove_litter(tmp_path)
    assert link.is_symlink()
    assert target.read_bytes() == b"theirs"


@unix_only
def test_a_file_taken_for_litter_at_birth_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Path.open

    def open_and_lose(path: Path, *args: Any, **options: Any) -> Any:
        file = opened(path, *args, **options)
        monkeypatch.setattr(Path, "open", opened)
        path.unlink()  # another process found it before it was locked
        return file

    monkeypatch.setattr(Path, "open", open_and_lose)
    file = TemporaryFile.create(tmp_path)
    file.write(b"x", 0)
    assert file.place("a", overwrite=False).read_bytes() == b"x"
    file.discard()


@unix_only
def test_a_file_that_is_locked_at_birth_to_be_removed_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = fcntl.flock

    def lose(*_: object) -> None:
        monkeypatch.setattr(fcntl, "flock", lock)
        (found,) = tmp_path.iterdir()
        found.unlink()  # another process found it, and holds the lock
        raise BlockingIOError

    monkeypatch.setattr(fcntl, "flock", lose)
    assert write_file(str(tmp_path), b"x") == "same.bin"
    assert (tmp_path / "same.bin").read_bytes() == b"x"


@unix_only
def test_a_disk_without_locks_works_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fcntl, "flock", partial(refuse, errno.ENOLCK))
    assert write_file(str(tmp_path), b"x") == "same.bin"


def refuse(number: int, *_: object) -> None:
    raise OSError(number, os.strerror(number))


@pytest.mark.parametrize("has_links", [True, False])
def test_a_name_that_another_takes_meanwhile_stays_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, has_links: bool
) -> None:
    if not has_links:
        monkeypatch.setattr(os, "link", partial(refuse, errno.EPERM))
    claimed: list[str] = []

    def claim(path: Path) -> bool:
        claimed.append(path.name)
        if len(claimed) == 1:
            path.write_bytes(b"theirs")
        return True

    file = TemporaryFile.create(tmp_path)
    file.write(b"x", 0)
    assert file.place("a", overwrite=False, claim=claim).read_bytes() == b"x"
    file.discard()
    assert claimed == ["a", "a (2)"]
    assert (tmp_path / "a").read_bytes() == b"theirs"


@unix_only
def test_a_disk_without_hard_links_works_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", partial(refuse, errno.EPERM))
    (tmp_path / "a").write_bytes(b"mine")
    file = TemporaryFile.create(tmp_path)
    file.write(b"x", 0)
    assert file.place("a", overwrite=False).name == "a (2)"
    file.discard()
    assert (tmp_path / "a (2)").read_bytes() == b"x"
    assert (tmp_path / "a").read_bytes() == b"mine"
    assert len(list(tmp_path.iterdir())) == 2


@unix_only
@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_directory_without_permission_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(SaveError, match="Permission denied"):
        TemporaryFile.create(tmp_path)


@unix_only
def test_no_free_descriptor_is_told(server: ByteServer, tmp_path: Path) -> None:
    server.put("/file", StoredFile(b"x"))
    script = f"""
        import os, resource
        from green_api_files import GreenApi, GreenApiError
        with GreenApi(1, "{TOKEN}", api_url="{server.url}", retry=None) as api:
            api.save_file("{CHAT}", "A" * 16, to="{tmp_path}")
            resource.setrlimit(resource.RLIMIT_NOFILE, (len(os.listdir("/proc/self/fd")), 4096))
            held = []
            try:
                while True:
                    held.append(os.dup(0))
            except OSError:
                pass
            try:
                api.save_file("{CHAT}", "A" * 16, to="{tmp_path}")
            except GreenApiError as error:
                print(error)
    """
    done = run(script)
    assert "Too many open files" in done.stdout
    assert temporary(tmp_path) == []


def run(script: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", textwrap.dedent(script)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)


@unix_only
@pytest.mark.parametrize("client", ["GreenApi", "AsyncGreenApi"])
def test_what_a_killed_process_leaves_the_next_one_removes(
    server: ByteServer, tmp_path: Path, client: str
) -> None:
    def stall(_: Got, wire: Wire) -> None:
        wire.head(200, [("Content-Length", "100")])
        wire.send(b"x" * 50)
        wire.wait()

    server.put("/file", stall)
    call = f'api.save_file("{CHAT}", "A" * 16, to="{tmp_path}")'
    script = f"""
        import asyncio
        from green_api_files import {client}
        async def main():
            async with {client}(1, "{TOKEN}", api_url="{server.url}") as api:
                await {call}
        if "{client}" == "AsyncGreenApi":
            asyncio.run(main())
        {client}(1, "{TOKEN}", api_url="{server.url}").{call.removeprefix("api.")}
    """
    process = subprocess.Popen([sys.executable, "-c", textwrap.dedent(script)])
    until(lambda: bool(temporary(tmp_path)) and bool(server.file_requests))
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert len(temporary(tmp_path)) == 1

    server.put("/file", StoredFile(b"whole"))
    with GreenApi(1, TOKEN, api_url=server.url) as api:
        path = api.save_file(CHAT, "A" * 16, to=tmp_path)
    assert path.read_bytes() == b"whole"
    assert temporary(tmp_path) == []


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_cancelled_task_leaves_nothing(server: ByteServer, tmp_path: Path) -> None:
    def stall(_: Got, wire: Wire) -> None:
        wire.head(200, [("Content-Length", "1000000")])
        wire.send(b"x" * 500_000)
        wire.wait()

    server.put("/file", stall)

    async def main() -> None:
        async with AsyncGreenApi(1, TOKEN, api_url=server.url) as api:
            arrived = asyncio.Event()
            task = asyncio.create_task(
                api.save_file(CHAT, "A" * 16, to=tmp_path, progress=lambda *_: arrived.set())
            )
            await asyncio.wait_for(arrived.wait(), 20)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert os.listdir(tmp_path) == []  # noqa: PTH208 # in a coroutine

    asyncio.run(main())


def test_a_task_that_is_cancelled_while_its_file_is_made_leaves_nothing(
    server: ByteServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.put("/file", StoredFile(b"x"))
    make, begun = TemporaryFile.create, threading.Event()

    def make_slowly(directory: Path) -> TemporaryFile:
        begun.set()
        time.sleep(0.2)
        return make(directory)

    monkeypatch.setattr(TemporaryFile, "create", make_slowly)

    async def main() -> None:
        async with AsyncGreenApi(1, TOKEN, api_url=server.url) as api:
            task = asyncio.create_task(api.save_file(CHAT, "A" * 16, to=tmp_path))
            await asyncio.to_thread(begun.wait, 20)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert os.listdir(tmp_path) == []  # noqa: PTH208 # in a coroutine

    asyncio.run(main())


def test_many_tasks_may_share_a_client(server: ByteServer, tmp_path: Path) -> None:
    data = os.urandom(100_000)
    server.put("/file", StoredFile(data))

    async def main() -> list[Path]:
        async with AsyncGreenApi(1, TOKEN, api_url=server.url, requests_per_second=None) as api:
            saves = [api.save_file(CHAT, "A" * 16, to=tmp_path, name="x") for _ in range(64)]
            return await asyncio.gather(*saves)

    paths = asyncio.run(main())
    assert len(set(paths)) == 64
    assert all(path.read_bytes() == data for path in paths)
    assert len(list(tmp_path.iterdir())) == 64


@unix_only
def test_a_directory_that_cannot_be_made_durable_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync = os.fsync

    def fail_for_directories(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", fail_for_directories)
    file = TemporaryFile.create(tmp_path)
    with pytest.raises(SaveError, match=rf"^Could not save {tmp_path}/a: Input/output error"):
        file.place("a", overwrite=False)
    file.discard()


def test_each_directory_is_swept_whatever_its_name(server: ByteServer, tmp_path: Path) -> None:
    server.put("/file", StoredFile(b"whole"))
    with GreenApi(1, TOKEN, api_url=server.url) as api:
        for parent in ("a", "b"):
            directory = tmp_path / parent / "files"
            directory.mkdir(parents=True)
            (directory / ".green-api-files-0123.part").touch()
            api.save_file(CHAT, "A" * 16, to=directory)
            assert temporary(directory) == []
