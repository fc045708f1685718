"""How a form is read, of whatever parts and however long."""

from __future__ import annotations

from typing import Any, cast

import pytest
from aiohttp.streams import EMPTY_PAYLOAD
from aiohttp.test_utils import make_mocked_request

from green_api_mock.api.body import Form, TooLargeError, UnreadableError, read_form
from tests.mock.asking import body_stream

# Longer than what is read of a part at once.
LONG = b"0123456789" * 2000
MOST_OF_A_FIELD = 128 * 1024
PNG = b'; filename="a.png"\r\nContent-Type: image/png'


def form(*parts: tuple[bytes, bytes]) -> bytes:
    """A form of parts, each with what follows `form-data` in its head."""
    written = (
        b"--b\r\nContent-Disposition: form-data" + head + b"\r\n\r\n" + content + b"\r\n"
        for head, content in parts
    )
    return b"".join(written) + b"--b--\r\n"


async def read(body: bytes, limit: int = 10**6, *, keeps: bool = False) -> Form:
    payload = body_stream() if body else EMPTY_PAYLOAD
    payload.feed_data(body)
    payload.feed_eof()
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    request = make_mocked_request("POST", "/", headers=headers, payload=cast("Any", payload))
    return await read_form(request, limit, 5.0, keeps=keeps)


async def test_fields_are_kept_and_files_counted() -> None:
    body = form(
        (b'; name="text"', LONG),
        (b'; name="odd"', b"a\xff"),
        (b"", b"nobody's"),
        (b'; name="file"' + PNG, LONG),
        (b'; name="bare"; filename="b"', b"abc"),
    )
    came = await read(body)
    assert came.fields == {
        "text": LONG.decode(),
        "odd": "a\ufffd",
        "": "nobody's",
        "file": "file",
        "bare": "file",
    }
    assert came.files == {
        "file": {"fileName": "a.png", "mediaType": "image/png", "bytes": len(LONG)},
        "bare": {"fileName": "b", "mediaType": "application/octet-stream", "bytes": 3},
    }
    assert (came.size, came.stored) == (len(body), {})
    assert came.as_json() == {**came.fields, **came.files}


async def test_a_file_is_kept_whole_on_demand() -> None:
    came = await read(form((b'; name="file"' + PNG, LONG)), keeps=True)
    stored = came.stored["file"]
    assert (stored.name, stored.file.media_type, stored.held) == ("a.png", "image/png", len(LONG))
    assert b"".join(stored.file.chunks(0, len(LONG))) == LONG


async def test_no_body_is_an_empty_form() -> None:
    assert await read(b"") == Form({}, {}, 0, {})


@pytest.mark.parametrize("head", [b'; name="text"', b'; name="file"' + PNG])
async def test_a_form_may_be_as_large_as_the_limit(head: bytes) -> None:
    body = form((head, b"abc"))
    assert (await read(body, len(body))).size == len(body)
    with pytest.raises(TooLargeError):
        await read(body, len(body) - 1)


async def test_a_field_is_bounded_more_closely() -> None:
    text = b"x" * MOST_OF_A_FIELD
    assert (await read(form((b'; name="text"', text)))).fields == {"text": text.decode()}
    with pytest.raises(TooLargeError):
        await read(form((b'; name="text"', text + b"x")))


async def test_what_is_no_form_of_fields_and_files_is_unreadable() -> None:
    nested = form((b'; name="a"\r\nContent-Type: multipart/mixed; boundary=c', b"--c--"))
    for body in (b"no form", nested, form((b'; name="a"', b"b"))[:-10]):
        with pytest.raises(UnreadableError):
            await read(body)
