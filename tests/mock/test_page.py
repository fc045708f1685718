"""The page at the mock's root, in a real browser."""

from __future__ import annotations

import asyncio
import json
import shlex
import shutil
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import expect

from green_api_mock.contract.scenarios import scenario_table
from green_api_mock.judge.node import node_home
from tests.mock.browser import CHROMIUM, NO_CHROMIUM, chromium, opened, show_contract
from tests.mock.command import running
from tests.mock.example import CONTRACT_FILE, EXAMPLE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from playwright.async_api import Browser, Locator, Page

    from green_api_mock.plugin import GreenApiMock

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM),
    pytest.mark.slow,
]
SCENARIOS = scenario_table(EXAMPLE.contract)
COUNTED = next(scenario for scenario in SCENARIOS if scenario["times"] is not None)
SLOW = next(scenario for scenario in SCENARIOS if scenario["delaySeconds"])
SECRET = EXAMPLE.values[EXAMPLE.secret]
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "phone": PHONE,
}
AXE = node_home().package("axe-core") / "axe.min.js"
HOSTILE = "<img src=x onerror=document.title='owned'><script>document.title='owned'</script>"


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as running_browser:
        yield running_browser


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, green_api_mock: GreenApiMock) -> AsyncIterator[Page]:
    async with opened(browser, green_api_mock.url) as opened_page:
        yield opened_page


async def send(url: str, scenario: dict[str, Any] | None = None, **more: Any) -> httpx.Response:
    """A usual request, or one that meets a scenario."""
    when = scenario["when"] if scenario else {}
    path = EXAMPLE.path(**{k: v for k, v in when.items() if k in EXAMPLE.values})
    body = EXAMPLE.body | {k: v for k, v in when.items() if k in EXAMPLE.body} | more
    async with httpx.AsyncClient() as client:
        return await client.request(EXAMPLE.operation.method, url + path, json=body)


def row(page: Page, scenario: dict[str, Any]) -> Locator:
    return page.locator(f"[id='scenario-{scenario['name']}']")


def arrived(page: Page) -> Locator:
    return page.locator("#request-rows li")


async def test_every_scenario_is_listed(page: Page) -> None:
    rows = page.locator("#scenario-rows tr")
    await expect(rows).to_have_count(len(SCENARIOS))
    for scenario, text in zip(SCENARIOS, await rows.all_inner_texts(), strict=True):
        assert scenario["name"] in text
        assert scenario["summary"] in text
        assert text.lstrip().startswith(str(scenario["status"]))
        for name, value in scenario["when"].items():
            assert name in text
            assert str(value) in text


async def test_every_curl_line_meets_its_scenario(page: Page, green_api_mock: GreenApiMock) -> None:
    lines = await page.locator("#scenario-rows details pre").all_text_contents()
    async with httpx.AsyncClient() as client:
        for scenario, line in zip(SCENARIOS, lines, strict=True):
            command, _, method, url, _, header, _, body = shlex.split(line)
            assert command == "curl"
            name, _, value = header.partition(": ")
            answer = await client.request(method, url, headers={name: value}, content=body)
            assert answer.status_code == scenario["status"]
            assert green_api_mock.requests[-1].scenario == scenario["name"]


async def test_values_and_curl_lines_are_copied(page: Page) -> None:
    read = "navigator.clipboard.readText()"
    of_row = row(page, SCENARIOS[0])
    await of_row.locator("dd button").first.click()
    assert await page.evaluate(read) == str(next(iter(SCENARIOS[0]["when"].values())))
    await of_row.get_by_text("Copy curl").click()
    assert await page.evaluate(read) == await of_row.locator("pre").first.text_content()


async def test_the_filter_leaves_what_contains_the_text(page: Page) -> None:
    await page.locator("#filter").fill(COUNTED["name"].upper())
    shown = page.locator("#scenario-rows tr:visible")
    wanted = [s for s in SCENARIOS if COUNTED["name"].lower() in json.dumps(s).lower()]
    await expect(shown).to_have_count(len(wanted))
    await page.locator("#filter").fill("no such scenario")
    await expect(page.get_by_text("No scenario contains that.")).to_be_visible()


async def test_a_request_shows_up_with_its_scenario_and_without_secrets(
    page: Page, green_api_mock: GreenApiMock
) -> None:
    await send(green_api_mock.url, COUNTED)
    text = await arrived(page).first.inner_text()
    assert str(COUNTED["status"]) in text
    assert f"{EXAMPLE.operation.method} {EXAMPLE.path(**{EXAMPLE.secret: '***'})}" in text
    assert SECRET not in await page.locator("#requests").inner_html()
    await arrived(page).get_by_role("link", name=COUNTED["name"]).click()
    await expect(row(page, COUNTED)).to_be_in_viewport()


async def test_an_answer_to_come_is_filled_in_later(
    page: Page, green_api_mock: GreenApiMock
) -> None:
    asked = asyncio.create_task(send(green_api_mock.url, SLOW))
    await expect(arrived(page).locator(".code")).to_have_text("…")
    await asked
    await expect(arrived(page).locator(".code")).to_have_text(str(SLOW["status"]))


async def test_the_newest_hundred_are_kept(page: Page, green_api_mock: GreenApiMock) -> None:
    async with httpx.AsyncClient(base_url=green_api_mock.url) as client:
        for _ in range(120):
            await client.post(EXAMPLE.path(), json=EXAMPLE.body)
    last = await send(green_api_mock.url, COUNTED)
    await expect(arrived(page).first).to_contain_text(str(last.status_code))
    await expect(arrived(page)).to_have_count(100)


async def test_hostile_text_stays_text(page: Page, green_api_mock: GreenApiMock) -> None:
    field = EXAMPLE.fields[0]
    await send(green_api_mock.url, None, **{field: HOSTILE})
    reader, writer = await asyncio.open_connection("127.0.0.1", httpx.URL(green_api_mock.url).port)
    path = f"/media/{HOSTILE.replace(' ', '/')}"  # in no way encoded, as no library would send it
    writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
    assert await reader.read()
    writer.close()
    await writer.wait_closed()
    await expect(arrived(page)).to_have_count(2)
    await expect(arrived(page).locator(".body")).to_contain_text(json.dumps(HOSTILE))
    await expect(arrived(page).locator(".line").first).to_have_text(f"GET {path}")
    await expect(page.locator("#requests :is(img, script)")).to_have_count(0)
    assert await page.title() == f"{EXAMPLE.contract.title} mock"


async def test_the_list_can_be_cleared_and_paused(page: Page, green_api_mock: GreenApiMock) -> None:
    await send(green_api_mock.url)
    await expect(arrived(page)).to_have_count(1)
    await page.get_by_role("button", name="Clear", exact=True).click()
    await expect(arrived(page)).to_have_count(0)
    pause = page.get_by_role("button", name="Pause")
    await pause.click()
    await expect(pause).to_have_attribute("aria-pressed", "true")
    await send(green_api_mock.url)
    async with page.expect_response("**/_mock/health"):
        pass
    await expect(arrived(page)).to_have_count(0)
    await pause.click()
    await expect(arrived(page)).to_have_count(1)
    assert len(green_api_mock.requests) == 2


async def test_start_afresh_resets_the_mock(page: Page, green_api_mock: GreenApiMock) -> None:
    for _ in range(COUNTED["times"]):
        assert (await send(green_api_mock.url, COUNTED)).status_code == COUNTED["status"]
    over = await send(green_api_mock.url, COUNTED)
    assert over.status_code == EXAMPLE.operation.default.status
    await expect(arrived(page)).to_have_count(COUNTED["times"] + 1)
    async with page.expect_response("**/_mock/state"):
        await page.get_by_role("button", name="Start afresh").click()
    await expect(arrived(page)).to_have_count(0)
    assert (await send(green_api_mock.url, COUNTED)).status_code == COUNTED["status"]


async def test_a_hidden_tab_asks_for_nothing(page: Page, green_api_mock: GreenApiMock) -> None:
    hide = """(hidden) => {
        Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
        document.dispatchEvent(new Event("visibilitychange"));
    }"""
    await page.evaluate(hide, True)  # noqa: FBT003 - the argument of the function above
    await page.wait_for_load_state("networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await send(green_api_mock.url)
    await asyncio.sleep(2.5)  # more than two turns of a visible page
    assert asked == []
    await page.evaluate(hide, False)  # noqa: FBT003 - as above
    await expect(arrived(page)).to_have_count(1)


async def test_the_contract_is_tried_out_against_the_mock(
    page: Page, green_api_mock: GreenApiMock
) -> None:
    await show_contract(page)
    names = await page.locator("#swagger-ui .parameters .parameter__name").all_inner_texts()
    assert [name.split()[0] for name in names] == list(EXAMPLE.values)
    await page.get_by_role("button", name="Execute").click()
    answer = page.locator("#swagger-ui .live-responses-table .response")
    await expect(answer.locator(".response-col_status").first).to_have_text(
        str(EXAMPLE.operation.default.status)
    )
    (link,) = EXAMPLE.operation.default.links
    await expect(answer.locator(".response-col_description")).to_contain_text(str(link[-1]))
    (request,) = green_api_mock.requests
    assert request.body == EXAMPLE.body
    assert await page.locator("#swagger-ui [href*='validator']").count() == 0


async def test_files_are_shown_as_what_they_are(page: Page, green_api_mock: GreenApiMock) -> None:
    await page.locator("#files").scroll_into_view_if_needed()
    cards = page.locator("#file-cards li")
    async with httpx.AsyncClient() as client:
        files = (await client.get(f"{green_api_mock.url}/_mock/files")).json()["files"]
    await expect(cards).to_have_count(len(files))
    await page.wait_for_function(
        """() => {
            const shown = [...document.querySelectorAll("#file-cards :is(img, audio, video)")];
            shown.forEach((media) => media.scrollIntoView());
            return shown.every((media) => media.naturalWidth > 0 || media.readyState > 0);
        }"""
    )
    for kind, tag in (("image", "img"), ("audio", "audio"), ("video", "video")):
        whole = [f for f in files if f["mediaType"].startswith(kind) and not f["fault"]]
        small = [f for f in whole if f["bytes"] < 5_000_000]
        await expect(page.locator(f"#file-cards {tag}")).to_have_count(len(small))
        assert small
    assert green_api_mock.downloads == [], "looking at the page is no download"


async def test_the_keyboard_reaches_and_does_everything(page: Page) -> None:
    await page.keyboard.press("Tab")
    await expect(page.get_by_text("Skip to the scenarios")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await expect(page.locator("#filter")).to_be_focused()
    await page.keyboard.type(SCENARIOS[0]["name"])
    await page.keyboard.press("Tab")
    await expect(page.locator("#reset")).to_be_focused()
    await page.keyboard.press("Tab")
    of_row = row(page, SCENARIOS[0])
    await expect(of_row.get_by_text("Send", exact=True)).to_be_focused()
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert await page.evaluate(outline) == "solid"
    await page.keyboard.press("Enter")
    await expect(of_row.locator(".result .code")).to_have_text(str(SCENARIOS[0]["status"]))
    await expect(of_row.get_by_text("Send", exact=True)).to_be_focused()
    for _ in range(3):  # over both buttons that copy, to the line that unfolds
        await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(of_row.locator("details pre")).to_be_visible()


@pytest.mark.parametrize("look", LOOKS)
async def test_no_rule_of_accessibility_is_broken(
    browser: Browser, green_api_mock: GreenApiMock, look: str
) -> None:
    await send(green_api_mock.url, COUNTED)
    async with opened(browser, green_api_mock.url, **LOOKS[look]) as page:
        await expect(arrived(page)).to_have_count(1)
        await show_contract(page)
        await page.evaluate(AXE.read_text(encoding="utf-8"))
        # What Swagger UI makes is its own; that it brings no second landmark is checked.
        found = await page.evaluate(
            """async () => {
                const whole = await axe.run({ exclude: ["#swagger-ui"] });
                const landmarks = await axe.run({ runOnly: ["landmark-no-duplicate-main"] });
                return [...whole.violations, ...landmarks.violations].map((broken) =>
                    broken.id + ": " + broken.nodes.map((node) => node.html).join(", "));
            }"""
        )
        assert "\n".join(found) == ""


async def test_a_phone_scrolls_in_one_direction_only(
    browser: Browser, green_api_mock: GreenApiMock
) -> None:
    await send(green_api_mock.url, None, **{EXAMPLE.fields[0]: "long" * 200})
    async with opened(browser, green_api_mock.url, **PHONE) as page:
        await show_contract(page)
        await page.get_by_role("button", name="Execute").click()
        await page.locator("#swagger-ui .live-responses-table .response").wait_for()
        await expect(arrived(page)).to_have_count(2)
        await row(page, SCENARIOS[0]).get_by_text("Send", exact=True).click()
        await page.evaluate(
            "document.querySelectorAll('details').forEach((d) => { d.open = true })"
        )
        assert await page.evaluate("document.documentElement.scrollWidth") == 360


async def test_dark_mode_is_dark_everywhere(browser: Browser, green_api_mock: GreenApiMock) -> None:
    async with opened(browser, green_api_mock.url, color_scheme="dark") as page:
        await show_contract(page)
        light = await page.evaluate(
            """() => [...document.querySelectorAll("body, body *")].filter((element) => {
                const colour = getComputedStyle(element).backgroundColor;
                const [red, green, blue, alpha = 1] = colour.match(/[\\d.]+/g).map(Number);
                const box = element.getBoundingClientRect();
                const isLarge = box.width * box.height > 40000;
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


async def test_without_swagger_ui_the_page_says_how_to_get_it(
    browser: Browser, green_api_mock: GreenApiMock
) -> None:
    context = await browser.new_context()
    page = await context.new_page()
    await page.route(
        "**/_mock/page/settings", lambda route: route.fulfill(json={"swaggerUi": False})
    )
    await page.goto(f"{green_api_mock.url}/")
    await expect(page.locator("#try-note")).to_contain_text("green-api-mock --install")
    await expect(page.locator("#scenario-rows tr")).to_have_count(len(SCENARIOS))
    await context.close()


async def test_a_broken_contract_is_told_of_until_it_is_repaired(
    browser: Browser, tmp_path: Path
) -> None:
    contract = tmp_path / "openapi.yaml"
    shutil.copyfile(CONTRACT_FILE, contract)
    good = contract.read_text(encoding="utf-8")
    with running("--contract", str(contract)) as command:
        async with opened(browser, command.url) as page:
            banner = page.get_by_role("alert")
            await expect(banner).to_be_hidden()
            contract.write_text("openapi: [", encoding="utf-8")
            await expect(banner).to_contain_text("The contract on disk is broken")
            await expect(banner).to_contain_text(str(contract))
            await expect(page.locator("#scenario-rows tr")).to_have_count(len(SCENARIOS))
            title = EXAMPLE.contract.title
            contract.write_text(good.replace(f"title: {title}", f"title: {title} B"), "utf-8")
            await expect(page.locator("h1")).to_contain_text(f"{title} B")
            await expect(banner).to_be_hidden()
