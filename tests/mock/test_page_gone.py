"""The page when the mock is gone, has another contract, or has a broken one."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.mock.browser import (
    CHROMIUM,
    NO_CHROMIUM,
    OWN,
    arrived,
    chromium,
    opened,
    row,
    send,
)
from tests.mock.command import running
from tests.mock.example import CONTRACT_FILE, EXAMPLE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from playwright.async_api import Browser

pytestmark = [
    pytest.mark.slow,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM),
]
TITLE = EXAMPLE.contract.title


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as running_browser:
        yield running_browser


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    """A contract that may be changed."""
    copy = tmp_path / "openapi.yaml"
    shutil.copyfile(CONTRACT_FILE, copy)
    return copy


def change(contract: Path, before: str, after: str) -> None:
    text = contract.read_text(encoding="utf-8")
    contract.write_text(text.replace(before, after, 1), "utf-8")


async def test_what_cannot_work_says_that_it_failed_until_a_mock_is_back(
    browser: Browser, contract: Path
) -> None:
    with running("--contract", str(contract)) as command:
        await send(command.url)
        port = httpx.URL(command.url).port
        async with opened(browser, command.url, may_fail=True) as page:
            await expect(arrived(page)).to_have_count(1)
            await row(page, OWN[0]).locator("summary").click()
            await arrived(page).locator("summary").click()
            command.process.terminate()
            command.process.wait()
            gone = "the mock does not answer"
            await expect(page.get_by_role("alert")).to_contain_text("The mock does not answer.")
            for name in ("Start afresh", "Send again"):
                await page.get_by_role("button", name=name).click()
                await expect(page.locator("#notice span")).to_have_text(f"{name} failed: {gone}.")
            await row(page, OWN[0]).locator("button.main").click()
            await expect(row(page, OWN[0]).locator(".result")).to_have_text(f"Failed: {gone}.")
            await expect(arrived(page)).to_have_count(1)
            change(contract, f"title: {TITLE}", "title: Another")
            with running("--contract", str(contract), "--port", str(port)):
                await expect(page.locator("h1")).to_contain_text("Another")
                await expect(page.get_by_role("alert")).to_be_hidden()
                await expect(arrived(page)).to_have_count(0)
                await send(command.url)
                await expect(arrived(page)).to_have_count(1)


async def test_a_broken_contract_is_told_of_until_it_is_repaired(
    browser: Browser, contract: Path
) -> None:
    with running("--contract", str(contract)) as command:
        async with opened(browser, command.url) as page:
            await row(page, OWN[0]).locator("summary").click()
            banner = page.get_by_role("alert")
            await expect(banner).to_be_hidden()
            change(contract, "openapi: ", "openapi: [")
            await expect(banner).to_contain_text("The contract on disk is broken")
            await expect(banner).to_contain_text(str(contract))
            change(contract, "openapi: [", "openapi: ")
            change(contract, f"title: {TITLE}", "title: Another")
            await expect(page.locator("h1")).to_contain_text("Another")
            await expect(banner).to_be_hidden()
            # Whoever changes the contract while looking at a scenario goes on looking at it.
            await expect(row(page, OWN[0]).locator(".values")).to_be_visible()
