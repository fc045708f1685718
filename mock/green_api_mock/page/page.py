"""Serves the page: its own files, and the samples that it shows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web

from green_api_mock.storage.address import MEDIA_PATH

if TYPE_CHECKING:
    from green_api_mock.storage.serving import Storage

PAGE_PATH = "/_mock/page/"
_SAMPLES_PATH = f"{PAGE_PATH}media/"
_STATIC = Path(__file__).with_name("static")
_MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_HEADERS = {
    # Nothing from elsewhere, nothing inline, and no other page around this one.
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    # The files change with the package, so a browser asks each time and mostly hears 304.
    "Cache-Control": "no-cache",
}


class Page:
    """Answers the requests of a browser that shows the page."""

    def __init__(self) -> None:
        self._files = {f"{PAGE_PATH}{file.name}": file for file in _STATIC.iterdir()}

    async def answer(
        self, request: web.BaseRequest, path: str, storage: Storage
    ) -> web.StreamResponse:
        """The answer to a request below `PAGE_PATH`."""
        if request.method not in ("GET", "HEAD"):
            return web.Response(status=405, headers=_HEADERS | {"Allow": "GET, HEAD"})
        if path.startswith(_SAMPLES_PATH):
            # Not through the front door: looking at the page is no request to the API.
            address = MEDIA_PATH + path.removeprefix(_SAMPLES_PATH)
            return await storage.answer(request, address, as_it_is=True)
        file = self._files.get(path)
        if file is None:
            return web.Response(status=404, text="There is no such file.\n", headers=_HEADERS)
        return _file(file)


def is_opened_in_browser(request: web.BaseRequest) -> bool:
    """Whether a request for the root comes from a browser's address bar.

    Everybody else gets what the API says there: a client with a wrong URL is to find out.
    """
    accepts = request.headers.getall("Accept", ())
    return request.method in ("GET", "HEAD") and any("text/html" in accept for accept in accepts)


def root() -> web.FileResponse:
    """The page itself."""
    response = _file(_STATIC / "index.html")
    response.headers["Vary"] = "Accept"
    return response


def _file(path: Path) -> web.FileResponse:
    # Windows may know other media types for these names, and then a browser refuses the files.
    return web.FileResponse(path, headers=_HEADERS | {"Content-Type": _MEDIA_TYPES[path.suffix]})
