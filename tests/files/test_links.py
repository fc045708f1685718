"""Which links and redirects are followed, and what a storage is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from green_api_files import UnsafeLinkError
from green_api_files._file.link import checked_link, redirected
from tests.files.conftest import MESSAGE, TOKEN
from tests.support.byte_server import StoredFile, answering, in_turn, link_to

if TYPE_CHECKING:
    from pathlib import Path

    from tests.files.conftest import Caller
    from tests.support.byte_server import ByteServer


@pytest.mark.parametrize(
    "link",
    [
        "https://sw-media.storage.yandexcloud.net/1103912412/a6679d42.png",
        "https://h:8443/a?X-Amz-Signature=ab%2Fcd&x=1",
        "https://[::1]/a",
        "https://" + "a" * 63 + ".net./a",
        "https://" + "a." * 125 + "net/a",
        "https://XY/a",
    ],
)
def test_https_links_are_taken_as_they_are(link: str) -> None:
    assert checked_link(link, allow_http=False) == link


def test_what_should_have_been_encoded_is_encoded() -> None:
    assert checked_link("https://h/a b/ж?q=ж%20#part", allow_http=False) == (
        "https://h/a%20b/%D0%B6?q=%D0%B6%20"
    )


@pytest.mark.parametrize(
    "link",
    [
        "http://h/a",
        "ftp://h/a",
        "file:///etc/passwd",
        "data:text/plain,x",
        "javascript:alert(1)",
        "//h/a",
        "/a",
        "",
        "nonsense",
        "https://",
        "https:///a",
        "https://user:word@h/a",
        "https://user@h/a",
        "https://h:port/a",
        "https://h:99999/a",
        "https://h\\@evil/a",
        "https://h evil/a",
        "https://h/a\nb",
        "https://h/a\x00",
        "https://[::1/a",
        "https://хост/a",
        "https://" + "a" * 64 + ".net/a",
        "https://" + "a." * 125 + "info/a",
        "https://a..net/a",
    ],
)
def test_other_links_are_refused(link: str) -> None:
    with pytest.raises(UnsafeLinkError):
        checked_link(link, allow_http=False)


def test_plain_http_only_where_the_api_is_plain_http() -> None:
    assert checked_link("http://h/a", allow_http=True) == "http://h/a"


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/b", "http://h/b"),
        ("b?c=d", "http://h/x/b?c=d"),
        ("//other/b", "http://other/b"),
        ("https://other/b", "https://other/b"),
    ],
)
def test_redirects_may_be_relative(location: str, target: str) -> None:
    assert redirected("http://h/x/a", location, allow_http=True) == target


@pytest.mark.parametrize(
    "location", ["http://h/a", "file:///a", "ftp://h/", "https://u:p@h/", "//["]
)
def test_https_is_never_redirected_to_anything_less(location: str) -> None:
    with pytest.raises(UnsafeLinkError):
        redirected("https://h/a", location, allow_http=True)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(
    caller: Caller, server: ByteServer, tmp_path: Path, status: int
) -> None:
    server.put("/file", answering(status, location="/elsewhere/photo.png"))
    server.put("/elsewhere/photo.png", StoredFile(b"x", content_type="image/png"))
    path = caller.save(tmp_path)
    assert path.read_bytes() == b"x"
    assert path.name == "photo.png"


def test_a_resumed_file_is_redirected_again(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    data = bytes(range(256)) * 1000
    server.put("/file", answering(302, location="/there"))
    server.put("/there", StoredFile(data, cuts=[100_000]))
    assert caller.save(tmp_path).read_bytes() == data
    assert server.file_requests[-1].range_start == 100_000


def test_redirects_without_end_are_refused(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    server.put("/file", answering(302, location="/file"))
    with pytest.raises(UnsafeLinkError, match="more than 5 times"):
        caller.save(tmp_path)
    assert len(server.file_requests) == 6
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("link", ["ftp://h/a", "https://user:word@h/a", "file:///etc/passwd"])
def test_an_unsafe_link_is_not_fetched(
    caller: Caller, server: ByteServer, tmp_path: Path, link: str
) -> None:
    server.api_answers = [link_to(link)]
    with pytest.raises(UnsafeLinkError):
        caller.save(tmp_path)
    assert server.file_requests == []
    assert list(tmp_path.iterdir()) == []


def test_an_unsafe_redirect_is_not_followed(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    server.put("/file", answering(302, location="file:///etc/passwd"))
    with pytest.raises(UnsafeLinkError):
        caller.save(tmp_path)


def test_a_storage_learns_nothing_of_the_api(
    caller: Caller, server: ByteServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A netrc whose password fits every host, and a cookie that the storage sets. It has a name, as
    # aiohttp keeps no cookies of addresses in any case.
    netrc = tmp_path / "netrc"
    netrc.write_text("default login someone password s3cret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    server.put("/file", answering(302, location="/there", set_cookie="a=b; Path=/"))
    server.put("/there", StoredFile(b"x"))
    ids = ["A" * 16, "B" * 16]
    server.links |= dict.fromkeys(ids, server.url.replace("127.0.0.1", "localhost") + "/file")
    caller.save_all(tmp_path / "to", ids)
    assert len(server.file_requests) == 4
    for got in server.file_requests:
        assert set(got.headers) <= {"host", "accept", "accept-encoding", "user-agent"}
        assert TOKEN not in got.target + str(got.headers)
    assert all("cookie" not in got.headers for got in server.api_requests)


def test_a_signed_link_is_sent_as_it_is_spelled(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    path = "/a%2Fb%20c;d=%E4/x~y.png"
    server.put(path, StoredFile(b"x"))
    server.api_answers = [link_to(f"{server.url}{path}?sig=a%2Bb%2Fc%3D&e=1,2")]
    caller.save(tmp_path)
    assert server.file_requests[0].target == f"{path}?sig=a%2Bb%2Fc%3D&e=1,2"


def test_a_fresh_link_may_be_redirected_as_often_as_the_first(
    caller: Caller, server: ByteServer, tmp_path: Path
) -> None:
    for number in range(4):
        server.put(f"/{number}", answering(302, location=f"/{number + 1}"))
    server.links[MESSAGE] = "/0"
    server.put("/4", in_turn(answering(403), StoredFile(b"x")))
    assert caller.save(tmp_path).read_bytes() == b"x"
