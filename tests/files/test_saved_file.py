"""A saved file tells what it is, and is a path wherever one is wanted."""

from __future__ import annotations

import copy
import hashlib
import os
import pickle
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from green_api_files import SavedFile
from tests.support.byte_server import StoredFile

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


def test_a_digest_is_that_of_the_bytes_that_stayed(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    # The storage cannot resume, so that what came first is written twice.
    server.put("/file", StoredFile(DATA, honours_range=False, cuts=[200_000]))
    assert caller.save(tmp_path).sha256 == DIGEST


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
