"""The storage behind the links answers, refuses and fails as it is told, in this process."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import aiohttp
import pytest
from aiohttp.test_utils import RawTestServer

from green_api_mock.contract import MediaFault, MediaRule, read_contract
from green_api_mock.storage.address import Address, address_path, read_address
from green_api_mock.storage.files import SampleFile, file_for
from green_api_mock.storage.serving import BrokenLinks, Storage, Stored, stall, storage_of
from tests.mock.depot import CONTRACT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp import web

HANG_GUARD = 20
CONTENT = bytes(range(100))
RULES = {fault.value: MediaRule(fault) for fault in MediaFault} | {
    "whole": MediaRule(),
    "named": MediaRule(disposition='attachment; filename="b.png"'),
}
KEPT = {name: Stored("a.png", SampleFile(CONTENT, "image/png"), r) for name, r in RULES.items()}

SIGNATURES = {
    "image/png": b"\x89PNG\r\n\x1a\n",
    "image/jpeg": b"\xff\xd8\xff",
    "audio/ogg": b"OggS",
    "audio/mpeg": b"ID3",
    "video/mp4": b"ftyp",
    "application/pdf": b"%PDF-1.",
}


@dataclass
class Got:
    """An answer of the storage, read until it ended or broke."""

    status: int
    headers: Mapping[str, str]
    content: bytes = b""
    is_whole: bool = True


async def ask(*asked: str, **options: bool) -> list[Got]:
    """Send requests to one storage, one after another.

    Args:
        asked: method, key of the file, and one header or none.
        options: of the storage.
    """
    storage = storage_of(
        read_contract(CONTRACT),
        BrokenLinks(),
        lambda instance, key: KEPT.get(key) if instance == "7" else None,
    )

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        return await storage.answer(request, request.path, **options)

    answers = []
    async with RawTestServer(answer) as server, aiohttp.ClientSession() as session:
        for method, key, *header in (each.split(" ", 2) for each in asked):
            url = server.make_url(address_path("7", "~", key, "a.png"))
            headers = dict(each.split(": ") for each in header)
            async with session.request(method, url, headers=headers) as response:
                got = Got(response.status, response.headers)
                try:
                    async for piece in response.content.iter_any():
                        got.content += piece
                except aiohttp.ClientPayloadError:
                    got.is_whole = False
            answers.append(got)
    return answers


async def test_a_file_is_sent_with_all_that_is_known_of_it() -> None:
    whole, named, part = await ask("GET whole", "GET named", "GET whole Range: bytes=10-29")
    assert (whole.status, whole.content) == (200, CONTENT)
    assert whole.headers["Content-Type"] == "image/png"
    assert whole.headers["Accept-Ranges"] == "bytes"
    assert whole.headers["Access-Control-Allow-Origin"] == "*"
    assert "Content-Disposition" not in whole.headers
    assert named.headers["Content-Disposition"] == RULES["named"].disposition
    assert (part.status, part.content) == (206, CONTENT[10:30])


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ("GET nothing", 404, "NoSuchKey"),
        ("POST nothing", 404, "NoSuchKey"),
        ("POST whole", 405, "MethodNotAllowed"),
        ("DELETE expired", 405, "MethodNotAllowed"),
        ("GET expired", 403, "AccessDenied"),
    ],
)
async def test_a_refusal_is_as_a_storage_writes_it(asked: str, status: int, code: str) -> None:
    (got,) = await ask(asked)
    assert got.status == status
    assert f"<Error><Code>{code}</Code>".encode() in got.content
    assert got.headers["Content-Type"] == "application/xml; charset=utf-8"
    assert got.headers.get("Allow") == ("GET, HEAD" if status == 405 else None)
    assert got.headers["Access-Control-Allow-Origin"] == "*"


async def test_what_is_not_there_or_not_wanted_is_said_by_the_status() -> None:
    asked = {
        "If-Match: *": 200,
        "If-None-Match: *": 304,
        'If-Match: "another"': 412,
        "Range: bytes=100-": 416,
    }
    answers = await ask(*(f"GET whole {header}" for header in asked))
    assert [got.status for got in answers] == list(asked.values())
    assert answers[-1].headers["Content-Range"] == "bytes */100"


async def test_a_page_of_any_origin_may_ask_for_parts_and_read_what_it_gets() -> None:
    told, got = await ask("OPTIONS whole", "GET whole Range: bytes=0-0")
    allowed = {name: told.headers[f"Access-Control-Allow-{name}"] for name in ("Methods", "Origin")}
    assert (told.status, allowed) == (204, {"Methods": "GET, HEAD", "Origin": "*"})
    asked_for = told.headers["Access-Control-Allow-Headers"].split(", ")
    assert {"Range", "If-Range", "If-Match", "If-None-Match"} <= set(asked_for)
    shown = got.headers["Access-Control-Expose-Headers"].split(", ")
    assert {"Accept-Ranges", "Content-Range", "ETag", "Last-Modified"} <= set(shown)


async def test_a_file_that_ends_too_soon_ends_in_the_middle_of_what_was_asked() -> None:
    whole, part, told = await ask(
        "GET truncated", "GET truncated Range: bytes=10-29", "HEAD truncated"
    )
    assert [(got.content, got.is_whole) for got in (whole, part)] == [
        (CONTENT[:50], False),
        (CONTENT[10:20], False),
    ]
    assert told.status == 200


async def test_a_link_breaks_by_what_was_sent_and_not_by_what_was_told() -> None:
    names = ("HEAD", "GET", "GET", "HEAD")
    answers = await ask(*(f"{method} expiresHalfway" for method in names))
    assert [got.status for got in answers] == [200, 200, 403, 403]
    assert answers[1].content == CONTENT[:50]


async def test_nothing_goes_wrong_for_who_only_looks() -> None:
    for fault in MediaFault:
        for got in await ask(*[f"GET {fault.value}"] * 2, as_it_is=True):
            assert (got.status, got.content) == (200, CONTENT)


def test_the_broken_links_of_one_instance_are_forgotten_alone() -> None:
    one, two = (Address(instance, "operation", "answer", "a") for instance in "78")
    for instance, left in (("7", [None, False]), (None, [None, None])):
        broken = BrokenLinks()
        broken.broke(one)
        broken.broke(two)
        broken.forget(instance)
        assert [broken.is_renewed(one), broken.is_renewed(two)] == left


def test_the_files_of_the_contract_are_told() -> None:
    contract = read_contract(CONTRACT)
    expected = {
        "operation": "picture",
        "answer": "picture",
        "path": "/media/-/picture/picture/p.png",
        "mediaType": "image/png",
        "bytes": file_for("p.png").size,
        "fault": None,
        "contentDisposition": None,
    }
    assert storage_of(contract, BrokenLinks()).as_json() == [expected]
    rule = MediaRule(MediaFault.STALLED, disposition="inline")
    stored = Stored("p.png", file_for("p.png"), rule)
    served = Storage(BrokenLinks(), lambda *_: None, {("picture", "picture", "p.png"): stored})
    assert served.as_json() == [expected | {"fault": "stalled", "contentDisposition": "inline"}]


def listening(*, is_closing: bool) -> Any:
    return SimpleNamespace(transport=SimpleNamespace(is_closing=lambda: is_closing))


async def test_nothing_is_sent_while_somebody_listens_and_not_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for gone in (SimpleNamespace(transport=None), listening(is_closing=True)):
        await asyncio.wait_for(stall(cast("web.BaseRequest", gone)), HANG_GUARD)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(stall(listening(is_closing=False)), 0.05)
    monkeypatch.setattr("green_api_mock.storage.serving._STALL_SECONDS", 0.0)
    await asyncio.wait_for(stall(listening(is_closing=False)), HANG_GUARD)


def test_an_address_is_read_as_it_is_written() -> None:
    for path, address in (
        ("/media/7/operation/an%20answer/a%2Fb.png", ("7", "operation", "an answer", "a%2Fb.png")),
        ("/media/-/~/key/a/b.png", (None, "~", "key", "a/b.png")),
        ("/media/-/~/key/", (None, "~", "key", "")),
    ):
        read = read_address(path)
        assert read == Address(*address)
        assert address_path(*address) == path
    for path in ("/media/", "/media/-/~/key"):
        assert read_address(path) is None


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("A.B.PNG", "image/png"),
        ("a.jpg", "image/jpeg"),
        ("a.jpeg", "image/jpeg"),
        ("a.ogg", "audio/ogg"),
        ("a.oga", "audio/ogg"),
        ("a.mp3", "audio/mpeg"),
        ("a.mp4", "video/mp4"),
        ("a.pdf", "application/pdf"),
        ("png.txt", "application/octet-stream"),
        ("", "application/octet-stream"),
    ],
)
def test_a_names_ending_chooses_the_file(name: str, media_type: str) -> None:
    content = b"".join(file_for(name).chunks(0, 16))
    assert SIGNATURES.get(media_type, b"") in content
    for size in (None, 0, 7):
        file = file_for(name, size)
        assert file.media_type == media_type
        if size is not None or media_type == "application/octet-stream":
            assert file.size == (64 * 1024 if size is None else size)


def test_a_large_file_repeats_with_a_prime_period() -> None:
    file = file_for("", 600_000)
    period = b"".join(file.chunks(0, 262_139))  # the largest prime under 2**18
    assert b"".join(file.chunks(262_139, 2 * 262_139)) == period
    assert period[:100] not in period[1:]
