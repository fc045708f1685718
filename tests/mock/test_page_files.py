"""What the mock serves for its page, without a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from green_api_mock.page.page import PAGE_PATH
from green_api_mock.storage.address import MEDIA_PATH
from tests.mock.example import EXAMPLE, ROOT
from tests.mock.indoors import served

if TYPE_CHECKING:
    from green_api_mock.plugin import GreenApiMock

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def test_only_a_browser_gets_the_page_at_the_root(green_api_mock: GreenApiMock) -> None:
    opened = httpx.get(f"{green_api_mock.url}/", headers=BROWSER)
    assert opened.headers["Content-Type"] == "text/html; charset=utf-8"
    assert opened.headers["Vary"] == "Accept"
    assert green_api_mock.requests == [], "looking at the page is no request to the API"
    no_such = EXAMPLE.contract.no_such_operation
    called = httpx.get(f"{green_api_mock.url}/")
    assert (called.status_code, called.content) == (no_such.status, no_such.body)
    posted = httpx.post(f"{green_api_mock.url}/", headers=BROWSER)
    assert (posted.status_code, posted.content) == (no_such.status, no_such.body)


def test_a_browser_is_told_to_trust_nothing_else(green_api_mock: GreenApiMock) -> None:
    for path in ("/", f"{PAGE_PATH}main.js", f"{PAGE_PATH}none"):
        headers = httpx.get(green_api_mock.url + path, headers=BROWSER).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path", ["../page.py", "%2e%2e/page.py", "static/main.js", "", "/etc/passwd", "settings"]
)
def test_no_other_file_is_served(green_api_mock: GreenApiMock, path: str) -> None:
    url = httpx.URL(green_api_mock.url, raw_path=f"{PAGE_PATH}{path}".encode())
    assert httpx.get(url).status_code == 404


def test_the_page_cannot_be_written(green_api_mock: GreenApiMock) -> None:
    answer = httpx.put(f"{green_api_mock.url}{PAGE_PATH}main.js", content=b"x")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")


def test_an_unchanged_file_is_not_sent_again(green_api_mock: GreenApiMock) -> None:
    url = f"{green_api_mock.url}{PAGE_PATH}main.js"
    first = httpx.get(url)
    again = httpx.get(url, headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "media-src": "'self'",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}
HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
}
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


async def test_every_file_of_the_page_is_guarded_and_has_its_type() -> None:
    folder = ROOT / "mock" / "green_api_mock" / "page" / "static"
    names = [file.name for file in folder.iterdir()]
    async with served(EXAMPLE.contract) as mock:
        for name in names:
            headers = (await mock.http.get(f"{PAGE_PATH}{name}")).headers
            assert headers["Content-Type"] == TYPES[f".{name.rpartition('.')[2]}"]
            assert {key: headers[key] for key in HEADERS} == HEADERS
            rules = headers["Content-Security-Policy"].split("; ")
            assert dict(rule.split(" ", 1) for rule in rules) == POLICY


async def test_a_browser_may_ask_for_the_head_alone() -> None:
    async with served(EXAMPLE.contract) as mock:
        for path in ("/", f"{PAGE_PATH}main.js"):
            answer = await mock.http.get(path, headers=BROWSER)
            head = await mock.http.head(path, headers=BROWSER)
            assert (answer.status_code, head.status_code, head.content) == (200, 200, b"")
            for name in ("Content-Type", "Content-Length", "ETag"):
                assert head.headers[name] == answer.headers[name]


async def test_the_page_shows_a_sample_whose_link_has_expired() -> None:
    async with served(EXAMPLE.contract) as mock:
        files = (await mock.http.get("/_mock/files")).json()["files"]
        expired = [file for file in files if file["fault"] == "expired"]
        assert expired
        for file in expired:
            assert (await mock.http.get(file["path"])).status_code == 403
            shown = await mock.http.get(file["path"].replace(MEDIA_PATH, f"{PAGE_PATH}media/"))
            assert (shown.status_code, len(shown.content)) == (200, file["bytes"])
