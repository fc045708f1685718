"""Many messages are worked on at once, until one ends everything."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from green_api_files import AuthenticationError, BadGatewayError, Message
from green_api_files._command.batch import work_on
from green_api_files._command.outcome import Outcome, Summary, failure
from green_api_files._command.report import QuietReporter
from green_api_files._command.source import Input

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from green_api_files import GreenApiError


def work(jobs: int, error: GreenApiError | None) -> tuple[Summary, list[str]]:
    """Work on messages of which every third has no file, and more of which come than are read."""
    summary, worked_on = Summary(Input(lambda _: None)), list[str]()

    async def messages() -> AsyncGenerator[Message]:
        for number in range(50):
            yield Message("1@c.us", str(number), has_file=number % 3 > 0)

    async def one(message: Message) -> Outcome:
        worked_on.append(message.id_message)
        await asyncio.sleep(0)
        return failure(message, error) if error else Outcome(message, "already there")

    async def run() -> None:
        async with asyncio.timeout(20):  # against hanging
            await work_on(messages(), one, QuietReporter(), summary, jobs=jobs)

    asyncio.run(run())
    return summary, worked_on


@pytest.mark.parametrize("jobs", [1, 4])
def test_all_are_worked_on_that_have_a_file(jobs: int) -> None:
    summary, worked_on = work(jobs, None)
    assert len(worked_on) == 33
    assert summary.counts == {"already there": 33, "no file": 17}


@pytest.mark.parametrize("jobs", [1, 4])
def test_what_ends_everything_leaves_the_rest(
    capsys: pytest.CaptureFixture[str], jobs: int
) -> None:
    summary, worked_on = work(jobs, AuthenticationError(status=401))
    assert len(worked_on) <= jobs
    assert isinstance(summary.stopped_by, AuthenticationError)
    assert capsys.readouterr().err.count("rejected: ") == len(worked_on)


def test_what_fails_alone_leaves_the_others() -> None:
    summary, worked_on = work(4, BadGatewayError(status=502))
    assert len(worked_on) == summary.counts["failed"] == 33
    assert summary.stopped_by is None
