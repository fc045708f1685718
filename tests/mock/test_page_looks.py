"""The page at every width, in light and dark, for people with and without a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import expect

from green_api_mock.judge.node import node_home
from tests.mock.browser import (
    CHROMIUM,
    COUNTED,
    DESK,
    NO_CHROMIUM,
    OWN,
    PHONE,
    TABLET,
    arrived,
    chromium,
    opened,
    row,
    row_id,
    send,
)
from tests.mock.command import running
from tests.mock.depot import CONTRACT as PARCELS
from tests.mock.example import EXAMPLE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser, Page

    from green_api_mock.plugin import GreenApiMock

pytestmark = [
    pytest.mark.slow,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM),
]
LOOKS: dict[str, dict[str, Any]] = {
    "desk": {"color_scheme": "light"},
    "desk in the dark": {"color_scheme": "dark"},
    "tablet": TABLET,
    "phone": PHONE,
    "phone in the dark": PHONE | {"color_scheme": "dark"},
}
AXE = node_home().package("axe-core") / "axe.min.js"


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as running_browser:
        yield running_browser


async def broken_rules(page: Page) -> list[str]:
    """What axe finds on the whole page as it is now."""
    found: list[str] = await page.evaluate(
        """async () => (await axe.run()).violations.map((broken) =>
            broken.id + ": " + broken.nodes.map((node) => node.html).join(", "))"""
    )
    return found


async def has_one_direction(page: Page) -> bool:
    """Whether nothing is wider than the window."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    widest = await page.evaluate(
        "Math.max(...[document.documentElement, ...document.querySelectorAll('main > *')]"
        ".map((element) => element.scrollWidth))"
    )
    return bool(widest <= width)


async def check(page: Page, state: str) -> None:
    await page.wait_for_timeout(1500)  # what comes in with a colour has faded
    assert (state, await broken_rules(page)) == (state, [])
    assert (state, await has_one_direction(page)) == (state, True)


@pytest.mark.parametrize("look", LOOKS)
async def test_every_state_is_accessible_and_fits(
    browser: Browser, green_api_mock: GreenApiMock, look: str
) -> None:
    await send(green_api_mock.url, None, **{EXAMPLE.fields[0]: "long" * 200})
    await send(green_api_mock.url, COUNTED)
    async with opened(browser, green_api_mock.url, may_fail=True, **LOOKS[look]) as page:
        await page.evaluate(AXE.read_text(encoding="utf-8"))
        await expect(arrived(page)).to_have_count(2)

        async def holds(state: str) -> None:
            await check(page, state)

        await holds("list")
        await row(page, OWN[0]).locator("summary").click()
        await row(page, OWN[0]).locator("button.main").click()
        await row(page, OWN[0]).locator(".result .code").wait_for()
        await holds("opened scenario")
        await page.evaluate("location.hash = 'files'")
        await holds("files")
        await page.evaluate("location.hash = 'requests'")
        for request in await arrived(page).all():
            await request.locator("summary").click()
        await holds("opened requests")
        async with httpx.AsyncClient() as client:
            order = {"status": 503, "times": 1000, "delaySeconds": 2.5}
            await client.post(f"{green_api_mock.url}/_mock/answers", json=[order] * 7)
        await expect(page.locator("#order-rows li")).to_have_count(5)
        await holds("ordered")
        await page.route("**/_mock/**", lambda route: route.abort())
        await expect(page.get_by_role("alert")).to_be_visible()
        await page.get_by_role("button", name="Start afresh").click()
        await expect(page.locator("#notice")).to_contain_text("failed")
        await holds("mock gone")


@pytest.mark.parametrize("look", LOOKS)
async def test_every_state_of_the_inbox_is_accessible_and_fits(browser: Browser, look: str) -> None:
    with running("--contract", str(PARCELS), "--time-factor", "100") as command:
        async with opened(browser, command.url, "inbox", may_fail=True, **LOOKS[look]) as page:
            await page.evaluate(AXE.read_text(encoding="utf-8"))
            await expect(page.locator("#inbox-quiet")).to_be_visible()
            await check(page, "quiet")
            await page.locator("#triggers > summary").click()
            form = page.locator("[id='trigger/parcel']")
            await form.locator("summary").click()
            await form.get_by_label("weight of").fill("long" * 10)
            await form.get_by_role("button", name="Trigger").click()
            await expect(form.locator(".result")).to_contain_text("ticket 1")
            await check(page, "triggered")
            async with httpx.AsyncClient(base_url=f"{command.url}/depots/1") as client:
                await client.post("/send", json={"to": "north" * 50})
                await client.put("/rules", json={"tellAt": "http://127.0.0.1:9/" + "hook" * 50})
            await expect(page.locator("#deliveries ol > li").first).to_be_attached()
            await page.locator("#triggers > summary").click()
            for row in await page.locator("#inbox-lists ol > li:first-child").all():
                await row.locator("summary").click()
            await expect(page.locator("#inbox-lists img").first).to_be_visible()
            await check(page, "opened")
            await page.locator("#instance").select_option("another…")
            await check(page, "another")


@pytest.mark.parametrize(("look", "is_beside"), [(DESK, True), (TABLET, False), (PHONE, False)])
async def test_requests_stand_beside_where_there_is_room_and_behind_a_tab_where_not(
    browser: Browser, green_api_mock: GreenApiMock, look: dict[str, Any], *, is_beside: bool
) -> None:
    await send(green_api_mock.url)
    async with opened(browser, green_api_mock.url, **look) as page:
        await expect(page.locator("#scenarios")).to_be_visible()
        await expect(page.locator("#requests")).to_be_visible(visible=is_beside)
        tab = page.locator("#views").get_by_role("link", name="Requests")
        await expect(tab).to_be_visible(visible=not is_beside)
        if not is_beside:
            await tab.click()
            await expect(arrived(page)).to_be_visible()
            await expect(page.locator("#scenarios")).to_be_hidden()


async def test_a_screen_shows_more_than_a_dozen_scenarios(
    browser: Browser, green_api_mock: GreenApiMock
) -> None:
    async with opened(browser, green_api_mock.url) as page:
        height = DESK["viewport"]["height"]
        boxes = [await row(page, scenario).bounding_box() for scenario in OWN]
        assert sum(box is not None and box["y"] + box["height"] <= height for box in boxes) > 12


async def test_dark_mode_is_dark_everywhere(browser: Browser, green_api_mock: GreenApiMock) -> None:
    link = row_id(OWN[0])
    async with opened(browser, green_api_mock.url, link, color_scheme="dark") as page:
        await row(page, OWN[0]).locator("textarea").wait_for()
        light = await page.evaluate(
            """() => [...document.querySelectorAll("body, body *")].filter((element) => {
                const colour = getComputedStyle(element).backgroundColor;
                const [red, green, blue, alpha = 1] = colour.match(/[\\d.]+/g).map(Number);
                const box = element.getBoundingClientRect();
                const isLarge = box.width * box.height > 20000;
                return isLarge && alpha > 0.5 && red + green + blue > 240;
            }).map((element) => element.outerHTML.slice(0, 100))"""
        )
        assert light == []


async def test_nothing_moves_where_motion_is_not_wanted(
    browser: Browser, green_api_mock: GreenApiMock
) -> None:
    async with opened(browser, green_api_mock.url, reduced_motion="reduce") as page:
        await send(green_api_mock.url)
        await expect(arrived(page)).to_have_count(1)
        animation = "(row) => getComputedStyle(row).animationName"
        assert await arrived(page).evaluate(animation) == "none"
