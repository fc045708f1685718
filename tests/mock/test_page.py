"""The page at the mock's root, in a real browser: scenarios, requests, search and links."""

from __future__ import annotations

import asyncio
import json
import re
import shlex
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.mock.browser import (
    CHROMIUM,
    COUNTED,
    NO_CHROMIUM,
    OPERATION,
    OWN,
    PHONE,
    SCENARIOS,
    SLOW,
    arrived,
    chromium,
    opened,
    row,
    row_id,
    send,
    usual_row,
)
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
SECRET = EXAMPLE.values[EXAMPLE.secret]
HOSTILE = "<img src=x onerror=document.title='owned'><script>document.title='owned'</script>"
JSON = {"Content-Type": "application/json"}
# An answer that says in its own words what is wrong.
REFUSED = next(s for s in OWN if s["status"] == 400)
READ_CLIPBOARD = "navigator.clipboard.readText()"


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as running_browser:
        yield running_browser


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, green_api_mock: GreenApiMock) -> AsyncIterator[Page]:
    async with opened(browser, green_api_mock.url) as opened_page:
        yield opened_page


def of(text: str, scenarios: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The scenarios that contain a text."""
    return [one for one in scenarios if text.lower() in json.dumps(one).lower()]


async def test_every_scenario_stands_under_its_operation_and_status(page: Page) -> None:
    for scenario in OWN:
        of_row = row(page, scenario)
        text = await of_row.inner_text()
        assert scenario["name"] in text
        assert scenario["summary"] in text
        group = of_row.locator("xpath=ancestor::li[@data-group]").locator(".group-name")
        number, _, words = (await group.inner_text()).partition(" ")
        assert int(number) == scenario["status"]
        assert words.strip(), "a colour alone says nothing to many"
        operation = of_row.locator("xpath=ancestor::details[@data-group]").locator("h3")
        assert await operation.inner_text() == OPERATION
    shown = page.locator("#operations .row:not([id$='/'])")
    await expect(shown).to_have_count(len(SCENARIOS))


async def test_a_scenario_that_gives_no_answer_stands_among_the_faults(page: Page) -> None:
    broken = [scenario for scenario in SCENARIOS if scenario["fault"]]
    assert broken
    for scenario in broken:
        of_row = page.locator(f"[id='scenario/{scenario['operation']}/{scenario['name']}']")
        group = of_row.locator("xpath=ancestor::li[@data-group]").locator(".group-name")
        assert await group.text_content() == "Fault"
        assert "connection reset" in (await of_row.text_content() or "")
        operation = of_row.locator("xpath=ancestor::details[@data-group]")
        count = sum(other["operation"] == scenario["operation"] for other in broken)
        classes = await operation.locator(".classes").text_content() or ""
        assert classes.rstrip().endswith(f"Fault {count}")
        last = operation.locator("li.group").last
        assert scenario["name"] in (await last.text_content() or "")


async def test_an_opened_scenario_tells_the_values_that_make_it(page: Page) -> None:
    await row(page, OWN[0]).locator("summary").click()
    values = await row(page, OWN[0]).locator(".values").inner_text()
    for name, value in OWN[0]["when"].items():
        assert name in values
        assert str(value) in values
    await row(page, OWN[0]).locator("dd button").first.click()
    assert await page.evaluate(READ_CLIPBOARD) == str(next(iter(OWN[0]["when"].values())))


async def test_every_curl_line_meets_its_scenario(page: Page, green_api_mock: GreenApiMock) -> None:
    async with httpx.AsyncClient() as client:
        for scenario in OWN:
            await row(page, scenario).locator("summary").click()
            copy = row(page, scenario).get_by_text("Copy as curl")
            await copy.click()
            await expect(row(page, scenario).get_by_text("Copied")).to_be_visible()
            line = await page.evaluate(READ_CLIPBOARD)
            command, _, method, url, _, header, _, body = shlex.split(line)
            assert command == "curl"
            name, _, value = header.partition(": ")
            answer = await client.request(method, url, headers={name: value}, content=body)
            assert answer.status_code == scenario["status"]
            assert green_api_mock.requests[-1].scenario == scenario["name"]


async def test_a_scenario_is_sent_at_once(page: Page, green_api_mock: GreenApiMock) -> None:
    await row(page, COUNTED).hover()
    await row(page, COUNTED).locator(".quick").get_by_text("Send").click()
    result = row(page, COUNTED).locator(".result")
    await expect(result.locator(".code")).to_have_text(str(COUNTED["status"]))
    (request,) = green_api_mock.requests
    assert request.scenario == COUNTED["name"]


async def test_every_operation_is_tried_out_with_values_of_ones_own(
    page: Page, green_api_mock: GreenApiMock
) -> None:
    form = usual_row(page)
    await form.locator("summary").click()
    labels = await form.locator(".field").all_inner_texts()
    assert [label.split()[0] for label in labels] == [*EXAMPLE.values, "body"]
    field = EXAMPLE.fields[0]
    body = EXAMPLE.body | {field: EXAMPLE.body[field].replace("1", "2", 1)}
    await form.get_by_label("body").fill(json.dumps(body))
    await form.locator(".tryout").get_by_label(EXAMPLE.number).fill("7")
    await form.get_by_role("button", name="Send").click()
    await expect(form.locator(".result .code")).to_have_text(str(EXAMPLE.operation.default.status))
    (link,) = EXAMPLE.operation.default.links
    await expect(form.locator(".result pre")).to_contain_text(str(link[-1]))
    (request,) = green_api_mock.requests
    assert request.body == body
    assert request.parameters[EXAMPLE.number] == "7"


async def test_a_secret_stays_unseen_where_an_answer_repeats_it(page: Page) -> None:
    token = "AFreshToken77"
    form = usual_row(page)
    await form.locator("summary").click()
    await form.get_by_label(EXAMPLE.secret).fill(token)
    await form.get_by_label("body").fill("{}")
    await form.get_by_role("button", name="Send").click()
    await expect(form.locator(".result")).to_contain_text("***")
    await expect(arrived(page)).to_have_count(1)
    await arrived(page).locator("summary").click()
    assert token not in await page.content()
    dots = "(input) => getComputedStyle(input).webkitTextSecurity"
    assert await form.get_by_label(EXAMPLE.secret).evaluate(dots) == "disc"


async def test_a_secret_within_another_leaves_no_rest_of_it(page: Page) -> None:
    shown = await page.evaluate("""async () => {
        const { keepSecret, masked, secretsIn } = await import("/_mock/page/secrets.js");
        keepSecret(new Set(["one", "two"]));
        return masked("tokens and token", secretsIn({ one: "token", two: "tokens" }));
    }""")
    assert shown == "*** and ***"


async def test_waiting_for_an_answer_can_be_ended(page: Page) -> None:
    await row(page, SLOW).locator("summary").click()
    button = row(page, SLOW).locator("button.main")
    await button.click()
    await expect(button).to_have_text("Stop waiting")
    await button.click()
    await expect(row(page, SLOW).locator(".result")).to_have_text("Failed: you stopped waiting.")
    await expect(button).to_have_text("Send")


async def test_the_search_leaves_what_contains_the_words(
    page: Page, green_api_mock: GreenApiMock
) -> None:
    await send(green_api_mock.url, OWN[0])
    await send(green_api_mock.url)
    await expect(arrived(page)).to_have_count(2)
    search = page.get_by_role("searchbox")
    await search.fill(OWN[0]["name"].upper())
    found = page.locator("#operations .row:visible")
    await expect(found).to_have_count(len(of(OWN[0]["name"], SCENARIOS)))
    await expect(page.locator("#request-rows > li:visible")).to_have_count(1)
    count = page.locator("#views [data-count=scenarios]")
    await expect(count).to_have_text(f"{await found.count()} of {len(SCENARIOS)}")
    await send(green_api_mock.url, OWN[0])
    await expect(page.locator("#request-rows > li:visible")).to_have_count(2)
    await search.fill(f"{OPERATION} {OWN[0]['summary'].split()[-1]}")
    await expect(row(page, OWN[0])).to_be_visible()
    await expect(found).to_have_count(len(of(OWN[0]["summary"].split()[-1], OWN)))
    await search.fill("no such words")
    await expect(page.locator("#scenarios").get_by_text("Nothing here contains")).to_be_visible()
    await search.fill("")
    await expect(page.locator("#request-rows > li:visible")).to_have_count(3)


async def test_a_link_shows_what_it_names_whatever_hides_it(
    page: Page, green_api_mock: GreenApiMock
) -> None:
    await send(green_api_mock.url, OWN[-1])
    await page.locator("#views").get_by_role("link", name="Files").click()
    await page.get_by_role("searchbox").fill(green_api_mock.requests[0].path.split("/")[1])
    await arrived(page).locator("summary").click()
    await page.get_by_role("link", name=OWN[-1]["name"], exact=True).click()
    await expect(row(page, OWN[-1])).to_be_in_viewport()
    await expect(row(page, OWN[-1]).locator(".values")).to_be_visible()
    await expect(row(page, OWN[-1]).locator("summary")).to_be_focused()
    await expect(page.locator(".named")).to_have_attribute("id", row_id(OWN[-1]))
    await expect(page.get_by_role("searchbox")).to_have_value("")


@pytest.mark.parametrize("look", [{}, PHONE], ids=["desk", "phone"])
async def test_an_address_can_name_a_scenario_a_request_and_a_view(
    browser: Browser, green_api_mock: GreenApiMock, look: dict[str, Any]
) -> None:
    url = green_api_mock.url
    await asyncio.gather(*(send(url) for _ in range(30)))
    first = green_api_mock.requests[0].number
    async with opened(browser, url, row_id(OWN[-1]), **look) as page:
        await expect(row(page, OWN[-1])).to_be_in_viewport()
        await expect(row(page, OWN[-1])).to_have_class("row named")
    async with opened(browser, url, f"request/{first}", **look) as page:
        named = page.locator(f"[id='request/{first}']")
        await expect(named.locator(".message").first).to_be_in_viewport()
        # What is opened names itself, so that the address can be passed on.
        await arrived(page).nth(3).locator("summary").click()
        opened_row = await arrived(page).nth(3).get_attribute("id")
        assert await page.evaluate("decodeURIComponent(location.hash)") == f"#{opened_row}"
    async with opened(browser, url, "files", **look) as page:
        await expect(page.locator("#file-cards")).to_be_visible()
    async with opened(browser, url, "request/999999", **look) as page:
        await expect(page.get_by_text("There is nothing called request/999999")).to_be_visible()


async def test_a_request_opens_to_what_came_what_went_and_why(
    page: Page, green_api_mock: GreenApiMock
) -> None:
    answer = await send(green_api_mock.url, REFUSED)
    await send(green_api_mock.url, None, **{EXAMPLE.fields[0]: ""})
    async with httpx.AsyncClient() as client:
        await client.post(f"{green_api_mock.url}{EXAMPLE.path()}", content="{", headers=JSON)
        await client.post(f"{green_api_mock.url}{EXAMPLE.path()}s/more", content="{}")
    await expect(arrived(page)).to_have_count(4)
    for request in await arrived(page).all():
        await request.locator("summary").click()
    met, broken, unreadable, lost = [arrived(page).nth(index) for index in (3, 2, 1, 0)]
    sent = met.locator(".message").last
    await expect(sent).to_contain_text(answer.headers["Content-Type"])
    await expect(sent.locator("pre")).to_contain_text(answer.json()["message"])
    await expect(met.locator(".why")).to_contain_text(re.compile(r"answered after [0-9.]+ m?s"))
    await expect(met.get_by_role("link", name=REFUSED["name"])).to_be_visible()
    await expect(broken.locator(".why")).to_contain_text(EXAMPLE.fields[0])
    await expect(unreadable.locator("pre").first).to_have_text("{")
    await expect(lost.locator(".why")).to_contain_text("not in this contract")
    nearest = f"{EXAMPLE.operation.method} {EXAMPLE.operation.template}"
    await expect(lost.locator(".why")).to_contain_text(nearest)
    assert SECRET not in await page.locator("#requests").inner_html()


async def test_a_request_shows_up_with_its_scenario_and_without_secrets(
    page: Page, green_api_mock: GreenApiMock
) -> None:
    await send(green_api_mock.url, COUNTED)
    await expect(arrived(page)).to_contain_text(str(COUNTED["status"]))
    await expect(arrived(page)).to_contain_text(COUNTED["name"])
    await arrived(page).locator("summary").click()
    asked = f"{EXAMPLE.operation.method} {EXAMPLE.path(**{EXAMPLE.secret: '***'})}"
    for text in (asked, "application/json", *COUNTED["when"].values()):
        await expect(arrived(page)).to_contain_text(str(text), use_inner_text=True)
    assert SECRET not in await page.locator("#requests").inner_html()


async def test_a_request_is_sent_again_and_copied(page: Page, green_api_mock: GreenApiMock) -> None:
    await send(green_api_mock.url, COUNTED)
    await arrived(page).locator("summary").click()
    await page.get_by_role("button", name="Send again").click()
    await expect(arrived(page)).to_have_count(2)
    await page.get_by_role("button", name="Copy as curl").click()
    _, _, method, url, *_, body = shlex.split(await page.evaluate(READ_CLIPBOARD))
    async with httpx.AsyncClient() as client:
        await client.request(method, url, content=body)
    first, *others = green_api_mock.requests
    assert len(others) == 2
    for other in others:
        assert (other.method, other.path) == (first.method, first.path)
    assert others[0].body == first.body


async def test_what_was_not_kept_cannot_be_sent_again_and_that_is_said(
    page: Page, green_api_mock: GreenApiMock
) -> None:
    await send(green_api_mock.url, None, **{EXAMPLE.fields[0]: "long" * 2000})
    await arrived(page).locator("summary").click()
    await page.get_by_role("button", name="Send again").click()
    await expect(page.locator("#notice")).to_contain_text("Send again failed: its body was not")
    await page.get_by_role("button", name="Dismiss").click()
    await expect(page.locator("#notice")).to_be_empty()
    assert len(green_api_mock.requests) == 1


async def test_an_answer_is_ordered_where_it_stands(
    page: Page, green_api_mock: GreenApiMock
) -> None:
    await row(page, REFUSED).locator(".quick").get_by_text("Order").click()
    orders = page.locator("#orders")
    await expect(orders).to_contain_text(f"{OPERATION} gets {REFUSED['status']} {REFUSED['name']}")
    answer = await send(green_api_mock.url)
    assert answer.status_code == REFUSED["status"]
    await expect(orders).to_be_hidden()
    await expect(arrived(page)).to_contain_text(f"order: {REFUSED['name']}")


async def test_an_order_says_for_whom_how_often_and_how_late(
    page: Page, green_api_mock: GreenApiMock
) -> None:
    ordered, instance = REFUSED, int(EXAMPLE.values[EXAMPLE.number]) + 1
    await row(page, ordered).locator("summary").click()
    form = row(page, ordered).locator(".order")
    await form.get_by_label("for the next").fill("2")
    await form.get_by_label(EXAMPLE.number).fill(str(instance))
    await form.get_by_label("after").fill("0.3")
    await form.get_by_role("button", name="Order").click()
    await expect(page.locator("#orders")).to_contain_text(
        f"2 times, {EXAMPLE.number} {instance}, after 0.3 s"
    )
    usual = await send(green_api_mock.url)
    assert usual.status_code == EXAMPLE.operation.default.status
    path = EXAMPLE.path(**{EXAMPLE.number: str(instance)})
    async with httpx.AsyncClient() as client:
        answer = await client.post(green_api_mock.url + path, json=EXAMPLE.body)
    assert answer.status_code == ordered["status"]
    assert answer.elapsed.total_seconds() >= 0.3
    await expect(page.locator("#orders")).to_contain_text(f"once, {EXAMPLE.number} {instance}")
    await page.get_by_role(
        "button", name=f"Take back {ordered['status']} {ordered['name']}"
    ).click()
    await expect(page.locator("#orders")).to_be_hidden()
    async with httpx.AsyncClient() as client:
        answer = await client.post(green_api_mock.url + path, json=EXAMPLE.body)
    assert answer.status_code == EXAMPLE.operation.default.status


async def test_what_no_contract_has_is_ordered_too(
    page: Page, green_api_mock: GreenApiMock
) -> None:
    await usual_row(page).locator("summary").click()
    choice = usual_row(page).get_by_role("combobox")
    options = await choice.locator("option").all_inner_texts()
    scenarios = {scenario["name"] for scenario in OWN}
    for answer in EXAMPLE.operation.answers:
        if answer.name and answer.name not in scenarios:
            assert answer.title in options
    for wanted, status in (("503, in no contract", 503), ("connection reset", None)):
        await choice.select_option(wanted)
        await usual_row(page).get_by_role("button", name="Order").click()
        await expect(page.locator("#orders")).to_be_visible()
        if status:
            assert (await send(green_api_mock.url)).status_code == status
        else:
            with pytest.raises(httpx.TransportError):
                await send(green_api_mock.url)
        await expect(page.locator("#orders")).to_be_hidden()
    await expect(arrived(page).first.locator(".status")).to_have_text("connection reset")


async def test_all_that_waits_is_taken_back(page: Page, green_api_mock: GreenApiMock) -> None:
    async with httpx.AsyncClient() as client:
        orders = [{"status": 503}] * 7
        await client.post(f"{green_api_mock.url}/_mock/answers", json=orders)
    await expect(page.locator("#order-rows li")).to_have_count(5)
    await expect(page.locator("#orders-more")).to_have_text("and 2 more")
    await page.get_by_role("button", name="Take all back").click()
    await expect(page.locator("#orders")).to_be_hidden()
    assert (await send(green_api_mock.url)).status_code == EXAMPLE.operation.default.status


async def test_an_order_that_is_refused_says_why(
    browser: Browser, green_api_mock: GreenApiMock
) -> None:
    async with opened(browser, green_api_mock.url, may_fail=True) as page:
        await row(page, OWN[0]).locator("summary").click()
        form = row(page, OWN[0]).locator(".order")
        await form.get_by_label("for the next").fill("0")
        await form.get_by_role("button", name="Order").click()
        await expect(page.locator("#notice")).to_contain_text("Order failed: `times` must be")
        await expect(page.locator("#orders")).to_be_hidden()


async def test_an_answer_to_come_is_filled_in_where_it_is_read(
    page: Page, green_api_mock: GreenApiMock
) -> None:
    asked = asyncio.create_task(send(green_api_mock.url, SLOW))
    await expect(arrived(page).locator("summary .status")).to_have_text("waiting…")
    await arrived(page).locator("summary").click()
    await asked
    await expect(arrived(page).locator("summary .code")).to_have_text(str(SLOW["status"]))
    await expect(arrived(page).locator("summary")).to_be_focused()
    await expect(arrived(page).locator(".message").first).to_be_visible()


async def test_an_opened_request_stays_where_it_is_read(
    page: Page, green_api_mock: GreenApiMock
) -> None:
    for _ in range(30):
        await send(green_api_mock.url)
    await expect(arrived(page)).to_have_count(30)
    await arrived(page).first.locator("summary").click()
    read = page.locator(f"[id='{await arrived(page).first.get_attribute('id')}']")
    before = await read.bounding_box()
    for _ in range(5):
        await send(green_api_mock.url)
    await expect(arrived(page)).to_have_count(35)
    after = await read.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["y"] - after["y"]) < 2


async def test_the_newest_hundred_are_kept(page: Page, green_api_mock: GreenApiMock) -> None:
    async with httpx.AsyncClient(base_url=green_api_mock.url) as client:
        for _ in range(120):
            await client.post(EXAMPLE.path(), json=EXAMPLE.body)
    last = await send(green_api_mock.url, COUNTED)
    await expect(arrived(page).first).to_contain_text(str(last.status_code))
    await expect(arrived(page)).to_have_count(100)


async def test_hostile_text_stays_text(page: Page, green_api_mock: GreenApiMock) -> None:
    await send(green_api_mock.url, None, **{EXAMPLE.fields[0]: HOSTILE})
    reader, writer = await asyncio.open_connection("127.0.0.1", httpx.URL(green_api_mock.url).port)
    path = f"/media/{HOSTILE.replace(' ', '/')}"  # in no way encoded, as no library would send it
    writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
    assert await reader.read()
    writer.close()
    await writer.wait_closed()
    await expect(arrived(page)).to_have_count(2)
    for request in await arrived(page).all():
        await request.locator("summary").click()
    await expect(arrived(page).last.locator("pre").first).to_contain_text(json.dumps(HOSTILE))
    await expect(arrived(page).first.locator(".first").first).to_have_text(f"GET {path}")
    await expect(page.locator("#requests :is(img, script)")).to_have_count(0)
    assert await page.title() == f"{EXAMPLE.contract.title} mock"


async def test_the_list_can_be_cleared_and_paused(page: Page, green_api_mock: GreenApiMock) -> None:
    await send(green_api_mock.url)
    await expect(arrived(page)).to_have_count(1)
    await page.get_by_role("button", name="Clear the list").click()
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


async def test_files_are_shown_as_what_they_are(page: Page, green_api_mock: GreenApiMock) -> None:
    await page.locator("#views").get_by_role("link", name="Files").click()
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
    press = page.keyboard.press
    await press("Tab")
    await expect(page.get_by_text("Skip to the scenarios")).to_be_focused()
    await press("Tab")  # the address
    await press("Tab")
    await expect(page.get_by_role("searchbox")).to_be_focused()
    await page.keyboard.type(OWN[0]["name"])
    await press("Tab")
    await expect(page.get_by_role("button", name="Start afresh")).to_be_focused()
    await press("Tab")
    await expect(page.locator("#views a[aria-current]")).to_be_focused()
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert await page.evaluate(outline) == "solid"
    await page.locator("#scenarios").focus()
    for _ in range(3):  # the operation, its documentation, the scenario
        await press("Tab")
    await expect(row(page, OWN[0]).locator("summary")).to_be_focused()
    await press("Enter")
    await expect(row(page, OWN[0]).locator(".values")).to_be_visible()
    await row(page, OWN[0]).locator("button.main").focus()
    await press("Enter")
    await expect(row(page, OWN[0]).locator(".result .code")).to_have_text(str(OWN[0]["status"]))
    await expect(row(page, OWN[0]).locator("button.main")).to_be_focused()
    await expect(arrived(page)).to_have_count(1)
    await arrived(page).locator("summary").focus()
    await press("Space")
    await expect(arrived(page).locator(".message").first).to_be_visible()
    await press("Tab")
    await expect(page.get_by_role("button", name="Send again")).to_be_focused()
    await press("Enter")
    await expect(arrived(page)).to_have_count(2)
