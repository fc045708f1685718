"""The files behind the links, and what goes wrong with them."""

from __future__ import annotations

import hashlib
import socket
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx
import pytest

from green_api_mock.contract import MediaFault
from green_api_mock.contract.values import get_in
from green_api_mock.storage.address import Address
from green_api_mock.storage.files import file_for
from green_api_mock.storage.serving import BrokenLinks
from tests.mock.example import EXAMPLE

if TYPE_CHECKING:
    from green_api_mock.contract import Answer
    from green_api_mock.plugin import GreenApiMock

LINKED = [
    answer
    for answer in EXAMPLE.operation.answers
    if any(get_in(answer.value, path) for path in answer.links)
]
WHOLE = [a for a in LINKED if a.media.fault is None and a.media.size is None]
SIGNATURES = {
    "png": b"\x89PNG\r\n\x1a\n",
    "jpg": b"\xff\xd8\xff",
    "oga": b"OggS",
    "mp3": b"ID3",
    "mp4": b"\x00\x00\x00",
    "pdf": b"%PDF-1.",
}


def title(answer: Answer) -> str:
    return answer.name


def link(mock: GreenApiMock, answer: Answer) -> str:
    """Ask the mock for the link that belongs to this answer."""
    response = httpx.post(
        mock.url + EXAMPLE.path(),
        json=EXAMPLE.body,
        headers={"Prefer": f"code={answer.status}, example={answer.name}"},
    )
    found = get_in(response.json(), answer.links[0])
    assert isinstance(found, str)
    return found


def collect(response: httpx.Response, received: bytearray) -> None:
    """Read on until the end, keeping what came before an error."""
    for piece in response.iter_raw():
        received += piece


def with_fault(fault: MediaFault) -> Answer:
    return next(answer for answer in LINKED if answer.media.fault is fault)


@pytest.mark.parametrize("answer", WHOLE, ids=title)
def test_a_link_leads_to_a_real_file_of_its_kind(
    green_api_mock: GreenApiMock, answer: Answer
) -> None:
    url = link(green_api_mock, answer)
    response = httpx.get(url)
    extension = url.rpartition(".")[2]
    assert response.status_code == 200
    assert response.content.startswith(SIGNATURES[extension])
    assert response.headers["Content-Length"] == str(len(response.content))
    digest = hashlib.md5(response.content, usedforsecurity=False).hexdigest()
    assert response.headers["ETag"] == f'"{digest}"'
    assert green_api_mock.downloads[-1].status == 200


def test_the_link_names_the_host_that_the_caller_used(green_api_mock: GreenApiMock) -> None:
    port = urlsplit(green_api_mock.url).port
    response = httpx.post(
        green_api_mock.url + EXAMPLE.path(),
        json=EXAMPLE.body,
        headers={"Host": f"mock.localhost:{port}"},
    )
    default = EXAMPLE.operation.default
    assert str(get_in(response.json(), default.links[0])).startswith(
        f"http://mock.localhost:{port}/media/"
    )


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("bytes=0-0", slice(0, 1)),
        ("bytes=10-19", slice(10, 20)),
        ("bytes=100-", slice(100, None)),
        ("bytes=-7", slice(-7, None)),
        ("bytes=0-99999999", slice(0, None)),
        ("bytes=-99999999", slice(0, None)),
    ],
)
def test_a_range_gets_its_bytes(green_api_mock: GreenApiMock, asked: str, expected: slice) -> None:
    url = link(green_api_mock, EXAMPLE.operation.default)
    whole = httpx.get(url).content
    part = httpx.get(url, headers={"Range": asked})
    first, last, _ = expected.indices(len(whole))
    assert part.status_code == 206
    assert part.content == whole[expected]
    assert part.headers["Content-Range"] == f"bytes {first}-{last - 1}/{len(whole)}"


@pytest.mark.parametrize("asked", ["bytes=999999999-", "bytes=-0"])
def test_a_range_beyond_the_end_is_refused(green_api_mock: GreenApiMock, asked: str) -> None:
    url = link(green_api_mock, EXAMPLE.operation.default)
    size = len(httpx.get(url).content)
    refused = httpx.get(url, headers={"Range": asked})
    assert refused.status_code == 416
    assert refused.headers["Content-Range"] == f"bytes */{size}"


@pytest.mark.parametrize("asked", ["bytes=5-1", "bytes=0-1,4-5", "lines=1-2", "bytes=x", "bytes=-"])
def test_a_range_that_is_none_is_ignored(green_api_mock: GreenApiMock, asked: str) -> None:
    url = link(green_api_mock, EXAMPLE.operation.default)
    assert httpx.get(url, headers={"Range": asked}).status_code == 200


def test_a_range_of_another_version_gets_the_whole_file(green_api_mock: GreenApiMock) -> None:
    url = link(green_api_mock, EXAMPLE.operation.default)
    whole = httpx.get(url)
    for kept, status in (
        (whole.headers["ETag"], 206),
        (whole.headers["Last-Modified"], 206),
        ('"another"', 200),
        ("Sat, 01 Jan 2000 00:00:00 GMT", 200),
    ):
        part = httpx.get(url, headers={"Range": "bytes=1-", "If-Range": kept})
        assert part.status_code == status


def test_preconditions_are_kept(green_api_mock: GreenApiMock) -> None:
    url = link(green_api_mock, EXAMPLE.operation.default)
    etag = httpx.get(url).headers["ETag"]
    assert httpx.get(url, headers={"If-None-Match": etag}).status_code == 304
    assert httpx.get(url, headers={"If-None-Match": '"another"'}).status_code == 200
    assert httpx.get(url, headers={"If-Match": '"another"'}).status_code == 412
    assert httpx.get(url, headers={"If-Match": f'"x", {etag}'}).status_code == 200


def test_head_tells_what_get_would_send(green_api_mock: GreenApiMock) -> None:
    url = link(green_api_mock, EXAMPLE.operation.default)
    got, told = httpx.get(url), httpx.head(url)
    assert told.content == b""
    for name in ("Content-Length", "Content-Type", "ETag", "Last-Modified", "Accept-Ranges"):
        assert told.headers[name] == got.headers[name]


def test_the_storage_takes_nothing_and_knows_no_other_file(green_api_mock: GreenApiMock) -> None:
    url = link(green_api_mock, EXAMPLE.operation.default)
    assert httpx.post(url).status_code == 405
    assert httpx.get(url + "x").status_code == 404
    for path in ("nix/a.png", "-/nix/nix/a.png", "a/b/c/d/e"):
        assert httpx.get(f"{green_api_mock.url}/media/{path}").status_code == 404
    assert httpx.get(f"{green_api_mock.url}/media/").status_code == 404


def test_a_page_of_another_origin_may_fetch_a_file(green_api_mock: GreenApiMock) -> None:
    url = link(green_api_mock, EXAMPLE.operation.default)
    asked = httpx.options(url, headers={"Access-Control-Request-Headers": "range"})
    assert asked.status_code == 204
    assert "Range" in asked.headers["Access-Control-Allow-Headers"]
    for answer in (asked, httpx.get(url), httpx.get(f"{green_api_mock.url}/media/x")):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_an_expired_link_is_refused_as_a_storage_does(green_api_mock: GreenApiMock) -> None:
    refused = httpx.get(link(green_api_mock, with_fault(MediaFault.EXPIRED)))
    assert refused.status_code == 403
    assert "<Code>AccessDenied</Code>" in refused.text


def test_a_link_that_expires_half_way_can_be_renewed(green_api_mock: GreenApiMock) -> None:
    answer = with_fault(MediaFault.EXPIRES_HALFWAY)
    url = link(green_api_mock, answer)
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.get(url)
    for _ in range(2):
        assert httpx.get(url, headers={"Range": "bytes=100-"}).status_code == 403
    url = link(green_api_mock, answer)
    assert httpx.get(url, headers={"Range": "bytes=100-"}).status_code == 206
    assert httpx.get(url).status_code == 200


def test_a_truncated_file_ends_before_its_length(green_api_mock: GreenApiMock) -> None:
    url = link(green_api_mock, with_fault(MediaFault.TRUNCATED))
    received = bytearray()
    with httpx.stream("GET", url) as response:
        length = int(response.headers["Content-Length"])
        with pytest.raises(httpx.RemoteProtocolError):
            collect(response, received)
    assert 0 < len(received) < length


def test_the_rest_of_a_truncated_file_comes_by_halves(green_api_mock: GreenApiMock) -> None:
    url = link(green_api_mock, with_fault(MediaFault.TRUNCATED))
    size = int(httpx.head(url).headers["Content-Length"])
    received = bytearray()
    with (
        pytest.raises(httpx.RemoteProtocolError),
        httpx.stream("GET", url, headers={"Range": f"bytes={size - 100}-"}) as response,
    ):
        collect(response, received)
    assert len(received) == 50


def test_of_too_many_links_that_broke_the_first_are_forgotten() -> None:
    broken = BrokenLinks()
    links = [Address("1", "operation", str(number), "a") for number in range(10_001)]
    for address in links:
        broken.broke(address)
    assert [broken.is_renewed(address) for address in (links[0], links[1], links[-1])] == [
        None,
        False,
        False,
    ]


def test_a_stalled_file_stops_and_stays(green_api_mock: GreenApiMock) -> None:
    url = link(green_api_mock, with_fault(MediaFault.STALLED))
    received = bytearray()
    with httpx.stream("GET", url, timeout=1.0) as response:
        length = int(response.headers["Content-Length"])
        with pytest.raises(httpx.ReadTimeout):
            collect(response, received)
    assert 0 < len(received) < length


def test_a_large_file_comes_whole_and_in_parts(green_api_mock: GreenApiMock) -> None:
    answer = next(answer for answer in LINKED if answer.media.size)
    url = link(green_api_mock, answer)
    size, digest = 0, hashlib.sha256()
    with httpx.stream("GET", url) as response:
        for piece in response.iter_raw():
            size += len(piece)
            digest.update(piece)
    assert size == answer.media.size == int(response.headers["Content-Length"])
    expected = hashlib.sha256()
    for piece in file_for("", size).chunks(0, size):
        expected.update(piece)
    assert digest.digest() == expected.digest()
    middle = httpx.get(url, headers={"Range": f"bytes={size // 2}-{size // 2 + 999}"})
    assert middle.content == b"".join(file_for("", size).chunks(size // 2, size // 2 + 1000))


def test_a_hostile_name_is_sent_as_it_is(green_api_mock: GreenApiMock) -> None:
    answer = next(answer for answer in LINKED if answer.media.disposition)
    url = link(green_api_mock, answer)
    assert "..%2F" in url
    address = urlsplit(url)
    # A client might tidy the path, so this speaks HTTP itself.
    with socket.create_connection((address.hostname, address.port), 5) as connection:
        request = f"GET {address.path} HTTP/1.1\r\nHost: {address.netloc}\r\n\r\n"
        connection.sendall(request.encode())
        head = connection.recv(65536)
    assert head.startswith(b"HTTP/1.1 200")
    assert answer.media.disposition.encode() in head


def test_a_generated_file_is_the_same_from_every_offset() -> None:
    file = file_for("", 1_000_000)
    whole = b"".join(file.chunks(0, file.size))
    assert len(whole) == file.size
    for offset in (1, 262_138, 262_139, 262_140, 999_999):
        assert b"".join(file.chunks(offset, file.size)) == whole[offset:]


def test_a_generated_file_put_together_wrongly_differs() -> None:
    file = file_for("", 1_000_000)
    start = b"".join(file.chunks(0, 64))
    for power in range(7, 20):
        assert b"".join(file.chunks(2**power, 2**power + 64)) != start
