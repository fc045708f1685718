"""The page's inbox, with a contract of another world: what comes, goes, waits and is delivered."""

from __future__ import annotations

import asyncio
import itertools
import json
import re
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.mock.browser import CHROMIUM, NO_CHROMIUM, PHONE, chromium, opened
from tests.mock.command import running
from tests.mock.depot import CONTRACT, Depot, Receiver
from tests.mock.test_six_kinds import FILE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from playwright.async_api import Browser, Locator, Page, Route

    from tests.mock.command import RunningCommand

pytestmark = [
    pytest.mark.slow,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM),
]
NUMBERS = itertools.count(1001)
PICTURE = b"\x89PNG of no other file"
NOTE_MOST_WAITING = """() => {
    window.most = 0;
    const look = () => {
        const rows = document.querySelectorAll("[id='queue/arrivals'] ol > li");
        window.most = Math.max(window.most, rows.length);
    };
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
}"""
FACTOR = 100


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as running_browser:
        yield running_browser


@pytest.fixture(scope="module")
def command() -> Iterator[RunningCommand]:
    with running("--contract", str(CONTRACT), "--time-factor", str(FACTOR)) as command:
        yield command


@pytest.fixture
def depot(command: RunningCommand) -> Iterator[Depot]:
    with Depot(command.url, next(NUMBERS)) as depot:
        yield depot


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, depot: Depot) -> AsyncIterator[Page]:
    async with opened(browser, depot.mock, "inbox", may_fail=True) as page:
        await show(page, depot)
        yield page


async def show(page: Page, depot: Depot) -> None:
    """Pick an instance that the mock has not met."""
    await page.locator("#instance").select_option("another…")
    await page.get_by_label("Another one").fill(str(depot.number))
    await page.get_by_label("Another one").press("Enter")
    await expect(page.locator("#instance")).to_have_value(str(depot.number))


def rows(page: Page, name: str) -> Locator:
    """The rows of one list of the inbox."""
    return page.locator(f"[id='{name}'] ol > li")


def trigger(page: Page, name: str) -> Locator:
    return page.locator(f"[id='trigger/{name}']")


def fetched(url: str) -> httpx.Response:
    """A file, through the front door."""
    return httpx.get(url)


async def open_form(page: Page, name: str) -> Locator:
    await page.locator("#triggers > summary").click()
    await trigger(page, name).locator("summary").click()
    return trigger(page, name)


def waiting(depot: Depot) -> list[dict[str, Any]]:
    """The payloads in the queue."""
    (remembered,) = depot.control("GET", f"memory?depot={depot.number}").json()["instances"]
    return [item["body"] for item in remembered["queues"].get("arrivals", [])]


async def test_what_waits_and_came_is_shown_with_its_picture(page: Page, depot: Depot) -> None:
    await expect(page.locator("#inbox-quiet")).to_be_visible()
    depot.trigger("parcel", set={"of.weight": "heavy"})
    depot.trigger("parcelFirst")
    depot.http.post("/send", json={"to": "north"})
    waits = rows(page, "queue/arrivals")
    await expect(waits).to_have_count(3)
    await expect(waits.first).to_contain_text("parcelFirst")
    await expect(waits.last).to_contain_text("sentParcel")
    await expect(waits.nth(1)).to_contain_text("A parcel came")
    await expect(waits.nth(1)).to_contain_text("heavy")
    await expect(page.locator("#views [data-count=inbox]")).to_have_text("3")
    await expect(page.locator("#inbox-quiet")).to_be_hidden()
    came = rows(page, "journal/parcels")
    await expect(came).to_have_count(3)
    await expect(came.first).to_contain_text("out · waiting · north")
    await waits.nth(1).locator("summary").click()
    await came.last.locator("summary").click()
    await expect(waits.nth(1).locator("pre")).to_contain_text('"weight": "heavy"')
    await expect(waits.nth(1)).to_contain_text("p.png · image/png")
    picture = waits.nth(1).locator("img")
    await expect(picture).to_be_visible()
    await page.wait_for_function("document.querySelector('#inbox img').naturalWidth > 0")
    link = await waits.nth(1).get_by_role("link", name="Open the link").get_attribute("href")
    assert fetched(depot.mock + str(link)).headers["Content-Type"] == "image/png"
    await expect(rows(page, "documents")).to_contain_text("rules")


async def test_looking_at_a_file_is_no_request_and_shows_it_whatever_goes_wrong(
    page: Page, depot: Depot
) -> None:
    depot.trigger("parcelFaded")
    await rows(page, "queue/arrivals").locator("summary").click()
    await expect(rows(page, "queue/arrivals").locator("img")).to_be_visible()
    await page.wait_for_function("document.querySelector('#inbox img').naturalWidth > 0")
    arrived_ = depot.control("GET", f"requests?depot={depot.number}").json()["requests"]
    assert arrived_ == []
    link = waiting(depot)[0]["picture"]["link"]
    assert fetched(link).status_code == 403


async def test_every_trigger_has_a_button(page: Page, depot: Depot) -> None:
    names = [row["name"] for row in depot.control("GET", "triggers").json()["triggers"]]
    await page.locator("#triggers > summary").click()
    await expect(page.locator("#trigger-groups .row")).to_have_count(len(names))
    for name in names:
        await trigger(page, name).hover()
        await trigger(page, name).get_by_role("button", name=f"Trigger {name}").click()
    await expect(rows(page, "queue/arrivals")).to_have_count(
        len(names) + 2
    )  # one is two, one follows
    await page.get_by_role("searchbox").fill("parcelTwice")
    await expect(page.locator("#trigger-groups .row:visible")).to_have_count(1)


async def test_values_and_a_dropped_file_come_as_they_were_given(
    page: Page, depot: Depot, tmp_path: Path
) -> None:
    file = tmp_path / "dropped.png"
    file.write_bytes(PICTURE)
    form = await open_form(page, "parcel")
    weight = form.get_by_label("weight of")
    await expect(weight).to_have_value("2")
    await expect(form.get_by_label("number")).to_have_attribute("placeholder", "a fresh one")
    await weight.fill("9")
    await form.get_by_label("times").fill("2")
    await drop(page, weight, file)
    await form.get_by_role("button", name="Trigger").click()
    await expect(form.locator(".result")).to_contain_text(
        f"ticket 1 and 1 moredepot {depot.number}"
    )
    first, second = waiting(depot)
    assert first["of"] == {"weight": 9}
    assert first["depot"] == depot.number
    assert first["number"] != second["number"]
    assert first["picture"]["name"] == "dropped.png"
    assert fetched(second["picture"]["link"]).content == PICTURE


async def drop(page: Page, at: Locator, file: Path) -> None:
    """Let go of a file there, as a person's hand would."""
    await at.scroll_into_view_if_needed()
    box = await at.bounding_box()
    assert box is not None
    session = await page.context.new_cdp_session(page)
    for kind in ("dragEnter", "dragOver", "drop"):
        await session.send(
            "Input.dispatchDragEvent",
            {
                "type": kind,
                "x": box["x"] + 5,
                "y": box["y"] + 5,
                "data": {"items": [], "files": [str(file)], "dragOperationsMask": 1},
            },
        )


async def test_only_what_was_changed_is_ordered_and_null_takes_away(
    page: Page, depot: Depot
) -> None:
    form = await open_form(page, "moved")
    await form.get_by_label("state").fill("null")
    async with page.expect_request("**/_mock/triggers") as asked:
        await form.get_by_role("button", name="Trigger").click()
    order: Any = (await asked.value).post_data_json
    assert order["set"] == {"state": None}
    assert "file" not in order
    await expect(rows(page, "queue/arrivals")).to_have_count(1)
    assert waiting(depot) == [{"number": "P1"}]


async def test_what_is_not_queued_or_refused_says_why(page: Page, depot: Depot) -> None:
    depot.http.put("/rules", json={"open": False})
    form = await open_form(page, "parcel")
    await form.get_by_role("button", name="Trigger").click()
    await expect(form.locator(".result")).to_contain_text("Not queued: rules.open is False")
    await form.get_by_label("times").fill("0")
    await form.get_by_role("button", name="Trigger").click()
    await expect(form.locator(".result")).to_contain_text("Failed: `times` must be a whole number")
    await trigger(page, "parcelFirst").hover()
    await trigger(page, "parcelFirst").get_by_role("button").click()
    await expect(page.locator("#notice")).to_contain_text("not queued: rules.open is False")


async def test_a_trigger_waits_until_somebody_polls_or_nobody_wants_it(
    page: Page, depot: Depot
) -> None:
    form = await open_form(page, "parcel")
    await form.get_by_label("when somebody polls").check()
    button = form.locator("button.main")
    await button.click()
    await expect(button).to_have_text("Stop waiting")
    await button.click()
    await expect(form.locator(".result")).to_have_text("Failed: you stopped waiting.")
    await asyncio.sleep(1)  # the mock looks now and then whether anybody still wants it
    assert depot.next() is None
    assert waiting(depot) == []
    await button.click()
    await expect(button).to_have_text("Stop waiting")
    asked = asyncio.create_task(asyncio.to_thread(depot.next, 3600))
    await expect(form.locator(".result")).to_contain_text("ticket 1")
    assert (await asked)["at"]["ticket"] == 1


async def test_deliveries_are_shown_with_what_was_answered(page: Page, depot: Depot) -> None:
    receiver = Receiver()
    receiver.statuses = [500]
    token = "AWebhookToken77"
    depot.http.put("/rules", json={"tellAt": receiver.url, "tellWith": token})
    depot.trigger("parcel")
    delivered = rows(page, "deliveries")
    await expect(delivered).to_have_count(2)
    await expect(delivered.first.locator(".code")).to_have_text("200")
    await expect(delivered.last.locator(".status")).to_have_text("500 Internal Server Error")
    await expect(delivered.last).to_contain_text("A parcel came")
    await delivered.last.locator("summary").click()
    await expect(delivered.last.locator("pre").first).to_contain_text('"weight": 2')
    await expect(delivered.last).to_contain_text(f"POST {receiver.url.partition('?')[0]}")
    receiver.close()
    depot.trigger("parcel")
    await expect(delivered.first.locator(".status")).to_have_text("no answer")
    await rows(page, "documents").locator("summary").click()
    await expect(rows(page, "documents").locator("pre")).to_contain_text('"tellWith": "***"')
    assert token not in await page.content()


async def test_what_is_read_stays_open_where_others_come(page: Page, depot: Depot) -> None:
    depot.trigger("parcel", times=40)
    came = rows(page, "journal/parcels")
    await expect(came).to_have_count(40)
    read = came.nth(20)
    await read.locator("summary").click()
    name = await read.get_attribute("id")
    same = page.locator(f"[id='{name}']")
    await same.evaluate("(row) => { row.isTheSame = true; }")
    before = await same.bounding_box()
    depot.trigger("parcel", times=30)
    await expect(came).to_have_count(70)
    assert await same.evaluate("(row) => row.isTheSame")
    await expect(same.locator("pre")).to_be_visible()
    after = await same.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["y"] - after["y"]) < 2


async def test_what_changes_is_shown_anew_and_stays_open(page: Page, depot: Depot) -> None:
    depot.http.post("/send", json={"to": "north"})
    came = rows(page, "journal/parcels")
    await came.locator("summary").click()
    await expect(came.locator("pre")).to_contain_text('"state": "waiting"')
    depot.trigger("moved", set={"number": depot.next()["parcel"]["number"]})
    await expect(came.locator("pre")).to_contain_text('"state": "moved"')
    await expect(came.locator("summary")).to_be_focused()


async def test_of_many_the_next_hundred_are_shown(page: Page, depot: Depot) -> None:
    depot.trigger("parcel", times=150)
    await expect(rows(page, "queue/arrivals")).to_have_count(100)
    await expect(page.locator("[id='queue/arrivals'] .length")).to_have_text("100 of 150")
    await expect(page.locator("#instance")).to_contain_text(f"{depot.number} (150 waiting)")
    assert depot.next()["at"]["ticket"] == 1
    depot.take(1)
    await expect(page.locator("[id='queue/arrivals'] .length")).to_have_text("100 of 149")


async def test_forgetting_one_leaves_the_others(
    page: Page, depot: Depot, command: RunningCommand
) -> None:
    with Depot(command.url, next(NUMBERS)) as other:
        other.trigger("parcel")
        depot.trigger("parcel")
        await expect(rows(page, "queue/arrivals")).to_have_count(1)
        await page.get_by_role("button", name="Forget").click()
        await expect(rows(page, "queue/arrivals")).to_have_count(0)
        await expect(page.locator("#inbox-quiet")).to_be_visible()
        await page.locator("#instance").select_option(str(other.number))
        await expect(rows(page, "queue/arrivals")).to_have_count(1)


async def test_what_comes_late_of_an_instance_that_was_left_is_not_shown(
    page: Page, depot: Depot, command: RunningCommand
) -> None:
    is_released = asyncio.Event()

    async def hold(route: Route) -> None:
        await is_released.wait()
        await route.continue_()

    with Depot(command.url, next(NUMBERS)) as other:
        depot.trigger("parcel")
        other.trigger("parcel", times=2)
        await expect(page.locator("#instance")).to_contain_text(f"{other.number} (2 waiting)")
        late = re.compile(rf"/_mock/memory\?.*depot={other.number}")
        await page.route(late, hold)
        await page.locator("#instance").select_option(str(other.number))
        await page.locator("#instance").select_option(str(depot.number))
        await expect(rows(page, "queue/arrivals")).to_have_count(1)
        await page.evaluate(NOTE_MOST_WAITING)
        async with page.expect_response(late):
            is_released.set()
        await page.wait_for_timeout(300)
        assert await page.evaluate("window.most") <= 1


async def test_hostile_text_stays_text(page: Page, depot: Depot) -> None:
    hostile = "<img src=x onerror=document.title='owned'>"
    depot.trigger("parcel", set={"of.weight": hostile, "picture.name": hostile})
    for name in ("queue/arrivals", "journal/parcels"):
        await rows(page, name).locator("summary").click()
        await expect(rows(page, name).locator("pre")).to_contain_text(json.dumps(hostile))
    await expect(page.locator("#inbox img[src=x]")).to_have_count(0)
    assert await page.title() == "Depot mock"


async def test_the_keyboard_triggers_and_reads(page: Page, depot: Depot) -> None:
    press = page.keyboard.press
    await page.locator("#triggers > summary").focus()
    await press("Enter")
    await press("Tab")
    await expect(trigger(page, "parcel").locator("summary")).to_be_focused()
    await press("Tab")
    await expect(page.get_by_role("button", name="Trigger parcel", exact=True)).to_be_focused()
    await press("Enter")
    await expect(rows(page, "queue/arrivals")).to_have_count(1)
    await page.locator("#triggers > summary").focus()
    await press("Space")
    await press("Tab")  # the list's name
    await press("Tab")
    await expect(rows(page, "queue/arrivals").locator("summary")).to_be_focused()
    await press("Enter")
    await expect(rows(page, "queue/arrivals").locator("pre")).to_be_visible()
    assert waiting(depot)


async def test_a_phone_triggers_and_shows_too(browser: Browser, depot: Depot) -> None:
    async with opened(browser, depot.mock, "trigger/parcel", **PHONE) as page:
        await expect(trigger(page, "parcel")).to_be_in_viewport()
        await show(page, depot)
        await trigger(page, "parcel").locator("button.main").click()
        await expect(trigger(page, "parcel").locator(".result")).to_contain_text("ticket 1")
        await expect(rows(page, "queue/arrivals")).to_have_count(1)
        await expect(page.locator("#requests")).to_be_hidden()


async def test_an_address_names_what_is_read(browser: Browser, depot: Depot) -> None:
    depot.trigger("parcel", times=2)
    link = f"queue/{depot.number}/arrivals/2"
    async with opened(browser, depot.mock, link) as page:
        await expect(page.locator("#instance")).to_have_value(str(depot.number))
        await expect(page.locator(f"[id='{link}']")).to_be_in_viewport()
        await expect(page.locator(f"[id='{link}'] pre")).to_be_visible()


async def test_picking_while_the_mock_is_gone_says_so(page: Page, depot: Depot) -> None:
    depot.trigger("parcel")
    await expect(rows(page, "queue/arrivals")).to_have_count(1)
    await page.route("**/_mock/**", lambda route: route.abort())
    await page.locator("#instance").select_option(index=0)
    await expect(page.locator("#notice")).to_contain_text("cannot be shown: the mock does not")
    await page.unroute("**/_mock/**")
    await show(page, depot)
    await expect(rows(page, "queue/arrivals")).to_have_count(1)


async def test_a_contract_of_which_nothing_can_come_has_no_inbox(browser: Browser) -> None:
    with running("--contract", str(FILE)) as without:
        async with opened(browser, without.url, "scenarios") as page:
            await expect(page.locator("#views a[href='#files']")).to_be_visible()
            await expect(page.locator("#views a[href='#inbox']")).to_be_hidden()
