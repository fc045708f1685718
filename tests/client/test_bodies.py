"""What bodies are made of, also of what other contracts use: forms, files, secrets in them."""

from __future__ import annotations

import asyncio
import io
import json
import os
import traceback
from email import message_from_bytes
from email.message import Message
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import pytest

from green_api_client._bodies import Body, form_body, json_body
from green_api_client._uploads import file_body, multipart_body
from green_api_client.types import File, Stream

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SECRET = "a5ecre7thatNobodyMayRead"
HALF = "\ud83d"
URL_ENCODED = "application/x-www-form-urlencoded"


def test_json_is_compact_and_in_utf_8() -> None:
    body = json_body({"a": ["é", 1, None], "b": True}, "application/merge-patch+json")
    assert body.content == '{"a":["é",1,null],"b":true}'.encode()
    assert body.headers == {"Content-Type": "application/merge-patch+json"}
    assert list(body.secrets) == []


# RFC 8259 has no such number, and a form would have no such text.
@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
@pytest.mark.parametrize("make", [lambda value: json_body(value, "application/json"), form_body])
def test_what_is_no_number_is_refused(make: Callable[[Any], Body], number: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        make({"a": number})


@pytest.mark.parametrize("make", [lambda value: json_body(value, "application/json"), form_body])
def test_half_a_character_is_refused_unseen(make: Callable[[Any], Body]) -> None:
    with pytest.raises(ValueError, match="half a character") as caught:
        make({"a": SECRET + HALF})
    assert SECRET not in "".join(traceback.format_exception(caught.value)) + repr(caught.value)


# OpenAPI: an array becomes several fields (`explode`), an object is written as JSON.
def test_a_form_has_its_members_as_fields() -> None:
    value = {
        "text": "a b&c=é",
        "empty": "",
        "none": None,
        "flags": [True, None, False],
        "number": 0,
        "object": {"a": [1], "b": "é"},
        "nothing": [],
    }
    body = form_body(value)
    assert isinstance(body.content, bytes)
    assert body.content.isascii()
    assert b"text=a+b%26c%3D%C3%A9&empty=&" in body.content
    assert parse_qsl(body.content.decode(), keep_blank_values=True) == [
        ("text", "a b&c=é"),
        ("empty", ""),
        ("flags", "true"),
        ("flags", "false"),
        ("number", "0"),
        ("object", '{"a":[1],"b":"é"}'),
    ]
    assert body.headers == {"Content-Type": URL_ENCODED}
    assert list(body.secrets) == []


@pytest.mark.parametrize("make", [lambda *a: json_body(a[0], "application/json", a[1]), form_body])
def test_secrets_are_found_however_deep_they_are(make: Callable[..., Body]) -> None:
    value = {
        "key": "1",
        "other": {"key": "2", "plain": "3"},
        "list": [[{"key": "4"}], {"pass word": "5", "key": {"key": "6"}}],
        "plain": "key",
        "pass word": 7,
    }
    found = [("key", "1"), ("key", "2"), ("key", "4"), ("pass word", "5"), ("key", "6")]
    assert list(make(value, ["key", "pass word"]).secrets) == found


def fields_of(body: Body) -> list[tuple[str, str | None, str, bytes]]:
    """Return names, file names, media types and contents."""
    assert isinstance(body.content, Stream)
    content = b"".join(body.content)
    if "Content-Length" in body.headers:
        assert int(body.headers["Content-Length"]) == len(content)
    head = f"Content-Type: {body.headers['Content-Type']}\r\n\r\n".encode()
    message = message_from_bytes(head + content)
    assert message.get_content_type() == "multipart/form-data"
    assert not message.defects
    found: list[tuple[str, str | None, str, bytes]] = []
    for part in message.get_payload():
        assert isinstance(part, Message)
        assert part.get_content_disposition() == "form-data"
        payload = part.get_payload(decode=True)
        assert isinstance(payload, bytes)
        name = str(part.get_param("name", header="content-disposition"))
        found.append((name, part.get_filename(), part.get_content_type(), payload))
    return found


def test_a_multipart_form_has_fields_and_files() -> None:
    body = multipart_body(
        [
            ("field", (None, "é", "text/plain")),
            ("picture", ("a.png", b"\x89PNG\r\n", None)),
            ("odd", ("a.png", b"", "application/pdf")),
            ("unknown", ("a.no-such-kind", io.BytesIO(b"content"), None)),
            ("nameless", (None, b"--", None)),
            ('a"b', ('c"d\r\ne.png', b"", None)),
        ]
    )
    # RFC 7578, section 4.4: what is not known is application/octet-stream.
    assert fields_of(body) == [
        ("field", None, "text/plain", "é".encode()),
        ("picture", "a.png", "image/png", b"\x89PNG\r\n"),
        ("odd", "a.png", "application/pdf", b""),
        ("unknown", "a.no-such-kind", "application/octet-stream", b"content"),
        ("nameless", None, "application/octet-stream", b"--"),
        # As HTML wants it, and browsers do.
        ("a%22b", "c%22d%0D%0Ae.png", "image/png", b""),
    ]
    assert list(body.secrets) == []


def test_every_form_has_a_boundary_of_its_own() -> None:
    boundaries = {
        multipart_body([("a", (None, b"", None))]).headers["Content-Type"] for _ in range(9)
    }
    assert len(boundaries) == 9


def test_secrets_of_a_form_are_found_in_its_texts() -> None:
    parts: Any = [
        ("key", (None, "1", "text/plain")),
        ("key", (None, "é2".encode(), "text/plain")),
        ("key", ("key", io.BytesIO(b"3"), None)),
        ("other", (None, "4", "text/plain")),
    ]
    assert list(multipart_body(parts, ["key"]).secrets) == [("key", "1"), ("key", "é2")]


def test_a_text_of_a_form_that_is_no_text_is_refused_unseen() -> None:
    with pytest.raises(ValueError, match="half a character") as caught:
        multipart_body([("a", (None, SECRET + HALF, "text/plain"))])
    assert SECRET not in "".join(traceback.format_exception(caught.value)) + repr(caught.value)


@pytest.mark.parametrize(
    ("said", "media_type"), [(None, "image/*"), ("image/png", "image/png"), ("", "image/*")]
)
def test_a_file_is_a_body(said: str | None, media_type: str) -> None:
    body = file_body(File(b"\x89PNG", mime_type=said), "image/*")
    assert isinstance(body.content, Stream)
    assert b"".join(body.content) == b"\x89PNG"
    assert body.headers == {"Content-Type": media_type, "Content-Length": "4"}


CONTENT = bytes(range(256)) * 1024 + b"rest"


async def blocks_nobody(stream: Stream) -> bytes:
    return b"".join([piece async for piece in stream])


@pytest.mark.parametrize("kind", ["bytes", "path", "open", "within", "memory"])
@pytest.mark.parametrize("size", [0, 1, len(CONTENT)])
def test_a_file_is_sent_whole_and_again_from_where_it_was(
    kind: str, size: int, tmp_path: Path
) -> None:
    content, path = CONTENT[:size], tmp_path / "file"
    path.write_bytes((b"what was read before" if kind == "within" else b"") + content)
    with path.open("rb") as opened:
        if kind == "within":
            opened.seek(-size, os.SEEK_END)
        payloads: dict[str, Any] = {
            "bytes": content,
            "path": path,
            "open": opened,
            "within": opened,
            "memory": io.BytesIO(content),
        }
        body = file_body(File(payloads[kind]), "a/b")
        assert isinstance(body.content, Stream)
        assert body.headers == {"Content-Type": "a/b", "Content-Length": str(size)}
        for _ in range(2):  # as a redirect asks for it
            assert b"".join(body.content) == content
        assert asyncio.run(blocks_nobody(body.content)) == content


def test_a_file_is_read_in_pieces_that_memory_has_room_for(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(CONTENT)
    content = file_body(File(path), "a/b").content
    assert isinstance(content, Stream)
    pieces = [len(piece) for piece in content]
    # More at once costs memory, less costs time.
    assert 1 << 14 <= max(pieces) <= 1 << 20
    assert len(pieces) <= 1 + len(CONTENT) // (1 << 14)


class Pipe(io.RawIOBase):
    """A file that is read once, and in whatever pieces it has."""

    def __init__(self, content: bytes) -> None:
        self._left = io.BytesIO(content)
        self.asked: list[int] = []

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        self.asked.append(size)
        return self._left.read(size if size < 0 else min(size, 100_000))


def test_a_file_without_an_end_is_sent_in_chunks_and_once() -> None:
    pipe: Any = Pipe(CONTENT)
    for body in (multipart_body([("a", ("a", pipe, None))]), file_body(File(pipe), "a/b")):
        # RFC 9112: who does not know the length says so.
        assert body.headers["Transfer-Encoding"] == "chunked"
        assert "Content-Length" not in body.headers
    assert isinstance(body.content, Stream)
    assert b"".join(body.content) == CONTENT
    assert min(pipe.asked) > 0, "or a pipe without an end would fill the memory"
    # To send an empty file to where a redirect leads would lose it without a word.
    with pytest.raises(ValueError, match="cannot be read again"):
        b"".join(body.content)


def test_an_empty_file_beside_one_without_an_end_changes_nothing() -> None:
    pipe: Any = Pipe(b"1")
    body = multipart_body([("a", ("a", b"", None)), ("b", ("b", pipe, None))])
    assert [content for _, _, _, content in fields_of(body)] == [b"", b"1"]


@pytest.mark.parametrize("left", [0, 70_000, len(CONTENT) - 1])
def test_a_file_that_became_shorter_is_not_sent_as_if_it_were_whole(
    left: int, tmp_path: Path
) -> None:
    path = tmp_path / "file"
    path.write_bytes(CONTENT)
    content = file_body(File(path), "a/b").content
    path.write_bytes(CONTENT[:left])
    assert isinstance(content, Stream)
    with pytest.raises(ValueError, match=f"{len(CONTENT) - left} bytes shorter"):
        b"".join(content)


def test_what_was_added_to_a_file_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"as it was")
    body = file_body(File(path), "a/b")
    path.write_bytes(b"as it was, and more")
    assert isinstance(body.content, Stream)
    assert b"".join(body.content) == b"as it was"


def test_a_file_that_cannot_be_sent_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        file_body(File(tmp_path / "none"), "a/b")
    text: Any = io.StringIO("text")
    with pytest.raises(TypeError, match="binary mode"):
        file_body(File(text), "a/b")


class Place:
    """A path of another library, which has no name."""

    def __fspath__(self) -> str:
        return "/a/c.png"


@pytest.mark.parametrize(
    ("payload", "name", "expected"),
    [
        (b"", None, "file"),
        (b"", "a.png", "a.png"),
        ("path", None, "b.png"),
        ("path", "a.png", "a.png"),
        ("open", None, "b.png"),
        ("descriptor", None, "file"),
        (Place(), None, "c.png"),
    ],
)
def test_a_file_has_the_name_that_is_known(
    payload: Any, name: str | None, expected: str, tmp_path: Path
) -> None:
    path = tmp_path / "b.png"
    path.touch()
    with path.open("rb") as opened, open(os.dup(opened.fileno()), "rb") as numbered:  # noqa: PTH123 # it has no path
        payload = {"path": path, "open": opened, "descriptor": numbered}.get(payload, payload)
        file = File(payload, name, "a/b")
        assert file.to_tuple() == (expected, payload, "a/b")


def test_json_may_be_any_value() -> None:
    values: tuple[Any, ...] = (None, 1, "é", [], [{}])
    for value in values:
        content = json_body(value, "application/json").content
        assert isinstance(content, bytes)
        assert json.loads(content) == value
