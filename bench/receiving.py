# pyright: reportMissingImports=false, reportMissingModuleSource=false
# (the peers live in a virtual environment of their own)
"""How many notifications are received and deleted in a second, durably logged or not."""

import asyncio
import itertools
import time
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing, closing
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from whatsapp_api_client_python import API

from bench.account import Account
from bench.mock_server import running
from bench.peers import TOKEN
from bench.rounds import Group, rows_of, take_turns
from green_api_files import AsyncGreenApi, GreenApi, Message, Notification
from green_api_files._command.outcome import Outcome
from green_api_files._command.report import QuietReporter
from green_api_files._command.source import Input
from green_api_files._command.watching.log import NotificationLog
from green_api_files._command.watching.summary import WatchSummary
from green_api_files._command.watching.watcher import Watcher

REFERENCE = "official SDK"


class Stopwatch:
    """Measures from the first notification to the last of so many, each deleted but the last."""

    def __init__(self, count: int) -> None:
        self._left = self._count = count
        self._start = 0.0
        self.rate = 0.0

    def one_came(self) -> bool:
        """Take notice of a notification; whether it was the last."""
        if self._left == self._count:
            self._start = time.perf_counter()
        self._left -= 1
        if not self._left:
            self.rate = (self._count - 1) / (time.perf_counter() - self._start)
        return not self._left


def settings_for(account: Account) -> dict[str, Any]:
    """Of our clients, without their own limit of calls."""
    return {
        "id_instance": account.number,
        "api_token_instance": TOKEN,
        "api_url": account.url,
        "requests_per_second": None,
    }


def _sdk(account: Account, watch: Stopwatch, _to: Path) -> None:
    api = API.GreenAPI(str(account.number), TOKEN, host=account.url, media=account.url)
    api.logger.disabled = True

    def handle(_kind: str, _body: object) -> None:
        if watch.one_came():
            api.webhooks.stopReceivingNotifications()

    api.webhooks.startReceivingNotifications(handle)
    api.session.close()


def _threads(account: Account, watch: Stopwatch, _to: Path) -> None:
    with (
        GreenApi(**settings_for(account)) as api,
        closing(api.notifications()) as notifications,
    ):
        for _ in notifications:
            if watch.one_came():
                return


def _tasks(account: Account, watch: Stopwatch, _to: Path) -> None:
    async def run() -> None:
        async with (
            AsyncGreenApi(**settings_for(account)) as api,
            aclosing(_counted(api, watch)) as notifications,
        ):
            async for _ in notifications:
                pass

    asyncio.run(run())


def watcher_of(log: NotificationLog, notifications: AsyncGenerator[Notification]) -> Watcher:
    """The engine of the command, without its start, for notifications without files."""

    async def save(message: Message) -> Outcome:
        raise AssertionError(message.id_message)

    reporter = QuietReporter()
    summary = WatchSummary(Input(reporter.trouble))
    return Watcher(log, notifications, save, reporter, summary, jobs=8, once=True)


def _watch(account: Account, watch: Stopwatch, to: Path) -> None:
    async def run() -> None:
        with closing(NotificationLog(to)) as log:
            async with AsyncGreenApi(**settings_for(account)) as api:
                await watcher_of(log, _counted(api, watch)).run()

    asyncio.run(run())


async def _counted(api: AsyncGreenApi, watch: Stopwatch) -> AsyncGenerator[Notification]:
    """The notifications, up to the last."""
    async with aclosing(api.notifications()) as notifications:
        async for notification in notifications:
            yield notification
            if watch.one_came():
                return


CONTENDERS: Mapping[str, Callable[[Account, Stopwatch, Path], None]] = {
    "watch, each in a durable log": _watch,
    "AsyncGreenApi": _tasks,
    "GreenApi": _threads,
    REFERENCE: _sdk,
}


def throughput(count: int, rounds: int) -> Group:
    """Notifications a second of one instance, whose queue is full."""
    numbers = itertools.count(1_502_000_001)

    def one_round(contender: Callable[[Account, Stopwatch, Path], None], url: str) -> float:
        account, watch = Account(url, next(numbers)), Stopwatch(count)
        account.trigger("incomingText", times=count)
        with TemporaryDirectory(prefix="green-api-bench-") as to:
            contender(account, watch, Path(to))
        return watch.rate

    with running("green-api-mock") as mock:
        contenders = {
            name: partial(one_round, contender, mock.url) for name, contender in CONTENDERS.items()
        }
        rows = rows_of(take_turns(contenders, rounds), REFERENCE)
    return Group(
        "receiving",
        "Notifications received and deleted, one after another",
        "notifications/s",
        more_is_better=True,
        reference=REFERENCE,
        rounds=rounds,
        rows=rows,
        notes=f"{count} texts a round, against the mock, which gives one at a time. `watch` makes "
        "each durable in its log before it is deleted; the others keep none.",
    )
