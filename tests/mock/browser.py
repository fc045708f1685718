"""The machine's own Chromium, and a page in it that is watched for what must not happen."""

from __future__ import annotations

import shutil
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx
from playwright.async_api import async_playwright, expect

from green_api_mock.contract.scenarios import scenario_table
from tests.mock.example import EXAMPLE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser, ConsoleMessage, Locator, Page, Request

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

_PATHS: dict[str, Any] = EXAMPLE.contract.document["paths"]
OPERATION: str = _PATHS[EXAMPLE.operation.template][EXAMPLE.operation.method.lower()]["operationId"]
SCENARIOS = scenario_table(EXAMPLE.contract)
# Those of the example's operation, whose values every test can send.
OWN = [scenario for scenario in SCENARIOS if scenario["template"] == EXAMPLE.operation.template]
COUNTED = next(scenario for scenario in OWN if scenario["times"] is not None)
SLOW = next(scenario for scenario in OWN if scenario["delaySeconds"])
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "is_mobile": True,
    "has_touch": True,
}
TABLET: dict[str, Any] = {"viewport": {"width": 768, "height": 1024}, "has_touch": True}
DESK: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}


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
    may_fail: bool
    said: list[str] = field(default_factory=list[str])
    left: list[str] = field(default_factory=list[str])

    def follow(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.said.append(f"uncaught: {error}"))
        page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        # Chromium complains of every error status, and this page asks for them.
        is_failure = message.text.startswith("Failed to load resource")
        is_own = message.location["url"].startswith(f"{self.origin}/_mock/")
        if not (is_failure and (self.may_fail or not is_own)):
            self.said.append(f"{message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.origin}/", *_LOCAL)):
            self.left.append(request.url)


@asynccontextmanager
async def opened(
    browser: Browser, url: str, link: str = "", *, may_fail: bool = False, **options: Any
) -> AsyncIterator[Page]:
    """The mock's page in a new window. Any complaint or foreign request fails the test.

    Args:
        browser: where to open it.
        url: of the mock.
        link: what the address names behind its `#`.
        may_fail: the mock may be gone for a while, or refuse what the page asks.
        options: Playwright's for a new context.
    """
    context = await browser.new_context(**(DESK | options))
    await context.grant_permissions(["clipboard-read", "clipboard-write"])
    watch = Watch(url, may_fail)
    try:
        page = await context.new_page()
        watch.follow(page)
        await page.goto(f"{url}/#{quote(link, safe='')}" if link else f"{url}/")
        await page.locator("#operations .row").first.wait_for(state="attached")
        if not link:  # which would open what it names
            operation = page.locator(f"[id='operation/{OPERATION}']")
            await operation.evaluate("(details) => { details.open = true; }")
        yield page
        if watch.said or watch.left:
            raise AssertionError(*watch.said, *watch.left)
    finally:
        await context.close()


async def send(url: str, scenario: dict[str, Any] | None = None, **more: Any) -> httpx.Response:
    """A usual request, or one that meets a scenario."""
    when = scenario["when"] if scenario else {}
    path = EXAMPLE.path(**{k: v for k, v in when.items() if k in EXAMPLE.values})
    body = EXAMPLE.body | {k: v for k, v in when.items() if k in EXAMPLE.body} | more
    async with httpx.AsyncClient() as client:
        return await client.request(EXAMPLE.operation.method, url + path, json=body)


def row(page: Page, scenario: dict[str, Any]) -> Locator:
    """A scenario of the example's operation."""
    return page.locator(f"[id='{row_id(scenario)}']")


def row_id(scenario: dict[str, Any]) -> str:
    """What a link to the scenario names."""
    return f"scenario/{OPERATION}/{scenario['name']}"


def usual_row(page: Page) -> Locator:
    """The form of the example's operation."""
    return page.locator(f"[id='scenario/{OPERATION}/']")


def arrived(page: Page) -> Locator:
    """The requests that the page shows, newest first."""
    return page.locator("#request-rows > li")
