"""A saved file tells what it is, and is a path wherever one is wanted."""

from __future__ import annotations

import copy
import hashlib
import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from green_api_files import SavedFile
from tests.support.byte_server import StoredFile, answering

if TYPE_CHECKING:
    from tests.files.conftest import Caller
    from tests.support.byte_server import ByteServer

DATA = os.urandom(300_000)
DIGEST = hashlib.sha256(DATA).hexdigest()


def test_what_is_told_of_a_saved_file(caller: Caller, server: ByteServer, tmp_path: Path) -> None:
    server.put("/file", StoredFile(DATA, content_type="image/png", cuts=[100_000]))
    told: list[SavedFile] = []
    saved = caller.save(tmp_path, record=told.append)
    assert (saved.size, saved.sha256, saved.content_type) == (len(DATA), DIGEST, "image/png")
    assert saved.path == tmp_path / "file.png"
    assert type(saved.path) is type(tmp_path)
    assert told == [saved]
    assert (told[0].name, told[0].size, told[0].sha256) == ("file.png", len(DATA), DIGEST)


def test_what_is_not_told_of_a_saved_file(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    server.put("/file", answering(200, b"x"))
    assert caller.save(tmp_path).content_type == ""


def test_a_digest_is_that_of_the_bytes_that_stayed(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    # The storage cannot resume, so that what came first is written twice.
    server.put("/file", StoredFile(DATA, honours_range=False, cuts=[200_000]))
    assert caller.save(tmp_path).sha256 == DIGEST


LARGE = os.urandom(3_000_000)


def test_a_large_file_has_its_digest(caller: Caller, server: ByteServer, tmp_path: Path) -> None:
    server.put("/file", StoredFile(LARGE, honours_range=False, cuts=[2_000_000]))
    assert caller.save(tmp_path).sha256 == hashlib.sha256(LARGE).hexdigest()


@pytest.mark.parametrize(
    "where",
    [
        "threading.Thread(target=save).start()",  # goes on while the program ends
        "save(); os._exit(0) if os.fork() == 0 and save() is None else os.wait()",
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="forks")
def test_a_digest_is_made_wherever_a_file_is_saved(
    server: ByteServer, tmp_path: Path, where: str
) -> None:
    server.put("/file", StoredFile(LARGE))
    script = f"""
import os, threading, time
from green_api_files import GreenApi
def save():
    time.sleep(0.2)
    with GreenApi(1, "abcdef", api_url={server.url!r}) as api:
        print(api.save_file("1@c.us", "A", to={str(tmp_path)!r}).sha256, flush=True)
{where}
"""
    # Python 3.12 and later warn of every fork beside threads.
    command = [sys.executable, "-W", "ignore:This process", "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert set(done.stdout.split()) == {hashlib.sha256(LARGE).hexdigest()}
    assert len(done.stdout.split()) == where.count("save")
    assert done.stderr == ""


def test_it_is_a_path(tmp_path: Path) -> None:
    plain = tmp_path / "photo.jpg"
    plain.write_bytes(b"x")
    saved = SavedFile(plain, 1, DIGEST, "image/jpeg")
    assert isinstance(saved, Path)
    assert saved == plain
    assert hash(saved) == hash(plain)
    assert {plain: 1}[saved] == 1
    assert str(saved) == os.fspath(saved) == str(plain)
    assert saved.read_bytes() == b"x"
    assert shutil.copy(saved, tmp_path / "copy") == tmp_path / "copy"
    assert repr(saved) == f"SavedFile({str(plain)!r}, size=1, sha256={DIGEST!r})"


def test_what_is_made_of_it_is_a_plain_path(tmp_path: Path) -> None:
    saved = SavedFile(tmp_path / "photo.jpg", 1, DIGEST)
    assert saved.content_type == ""
    made = [
        *(saved.parent, saved / "more", saved.with_suffix(".png"), saved.with_name("other")),
        *(saved.resolve(), saved.parents[1], saved.relative_to(tmp_path), saved.relative_to("/")),
    ]
    assert {type(one) for one in made} == {type(tmp_path)}
    assert made[:2] == [tmp_path, tmp_path / "photo.jpg" / "more"]


def test_it_can_be_moved(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x")
    moved = SavedFile(tmp_path / "a", 1, DIGEST).rename(tmp_path / "b")
    assert moved.read_bytes() == b"x"
    assert type(moved.replace(tmp_path / "c")) is type(tmp_path)


def test_it_survives_a_copy_and_a_pickle(tmp_path: Path) -> None:
    saved = SavedFile(tmp_path / "photo.jpg", 7, DIGEST, "image/jpeg")
    for again in (copy.copy(saved), copy.deepcopy(saved), pickle.loads(pickle.dumps(saved))):  # noqa: S301 # our own
        assert type(again) is SavedFile
        assert again == saved
        assert (again.size, again.sha256, again.content_type) == (7, DIGEST, "image/jpeg")
