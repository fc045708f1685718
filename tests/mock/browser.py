"""The machine's own Chromium, and a page in it that is watched for what must not happen."""

from __future__ import annotations

import shutil
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from playwright.async_api import async_playwright, expect

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser, Page, Request

_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((path for name in _NAMES if (path := shutil.which(name))), None)
NO_CHROMIUM = "there is no chromium on this machine: apt-get install chromium"
# Nothing but what a test asks for: no first-run pages, no updates, no other network.
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# A hang guard, not an expectation: a loaded machine is slow.
expect.set_options(timeout=60_000)
# Data URLs are part of the page, and blank pages are none.
_LOCAL = ("data:", "blob:", "about:")


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A browser with an empty profile of its own."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        try:
            yield browser
        finally:
            await browser.close()


@dataclass
class Watch:
    """What a page did that nobody should see."""

    origin: str
    said: list[str] = field(default_factory=list[str])
    left: list[str] = field(default_factory=list[str])

    def follow(self, page: Page) -> None:
        page.on("console", lambda message: self.said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.said.append(f"uncaught: {error}"))
        page.on("request", self._request)

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.origin}/", *_LOCAL)):
            self.left.append(request.url)


@asynccontextmanager
async def opened(browser: Browser, url: str, **options: Any) -> AsyncIterator[Page]:
    """The mock's page in a new window. Any complaint or foreign request fails the test.

    Args:
        browser: where to open it.
        url: of the mock.
        options: Playwright's for a new context.
    """
    context = await browser.new_context(**options)
    await context.grant_permissions(["clipboard-read", "clipboard-write"])
    watch = Watch(url)
    try:
        page = await context.new_page()
        watch.follow(page)
        await page.goto(f"{url}/")
        await page.locator("#scenario-rows tr").first.wait_for()
        yield page
        assert watch.said == []
        assert watch.left == []
    finally:
        await context.close()


async def show_contract(page: Page) -> None:
    """Scroll to the contract, which is loaded only then."""
    await page.locator("#try").scroll_into_view_if_needed()
    await page.locator("#swagger-ui .parameters .parameter__name").first.wait_for()
