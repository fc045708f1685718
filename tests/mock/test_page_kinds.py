"""The page with a contract of six kinds of operations: each is tried out and sent again."""

from __future__ import annotations

import shlex
from itertools import pairwise

import pytest
from playwright.async_api import expect

from tests.mock.asking import ask
from tests.mock.browser import CHROMIUM, NO_CHROMIUM, arrived, chromium, opened
from tests.mock.command import running
from tests.mock.test_six_kinds import FILE, KINDS

pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM)]


async def test_every_kind_of_operation_is_tried_out_copied_and_sent_again() -> None:
    with running("--contract", str(FILE)) as command:
        async with chromium() as browser:
            for name, kind in KINDS.items():
                link = f"scenario/{name}/"
                assert ask("DELETE", f"{command.url}/_mock/state").is_success
                async with opened(browser, command.url, link, may_fail=True) as page:
                    form = page.locator(f"[id='{link}']")
                    await form.locator("button.main").click()
                    status = str(kind.operation.default.status)
                    await expect(form.locator(".result .code")).to_have_text(status)
                    await form.get_by_role("button", name="Copy as curl").click()
                    await expect(form.get_by_text("Copied")).to_be_visible()
                    line = await page.evaluate("navigator.clipboard.readText()")
                    words = shlex.split(line)
                    assert words[:3] == ["curl", "-X", kind.operation.method]
                    # To curl a text that begins with @ is a file's name, unless it is told better.
                    files = [word for flag, word in pairwise(words) if flag == "-F"]
                    assert all("=@" in word for word in files)
                    await expect(arrived(page)).to_have_count(1)
                    request = arrived(page).first
                    await request.locator("summary").click()
                    await request.get_by_role("button", name="Send again").click()
                    if await form.locator("input[type=file]").count():
                        await expect(page.locator("#notice")).to_contain_text("was not kept")
                    else:
                        await expect(arrived(page)).to_have_count(2)
                        again = arrived(page).first.locator(".code").first
                        await expect(again).to_have_text(status)
