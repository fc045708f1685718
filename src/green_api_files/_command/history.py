"""The command `history`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from green_api_files import messages_in
from green_api_files._command import ending, logs
from green_api_files._command.batch import Batch
from green_api_files._command.instance import Instance
from green_api_files._command.options import (
    ASK_AGAIN_AFTER,
    LAYOUT,
    MAX_BYTES,
    RATE,
    TIME_LIMIT,
    TIMEOUT,
    TRIES,
    ApiUrl,
    AsJson,
    IdInstance,
    Jobs,
    LayoutOption,
    Pause,
    Quiet,
    Rate,
    Size,
    TimeLimit,
    Timeout,
    To,
    TokenFile,
    Tries,
    Verbose,
    id_of,
)
from green_api_files._command.outcome import Summary
from green_api_files._command.report import reporter_for
from green_api_files._command.saving import Saver
from green_api_files._command.showing import show
from green_api_files._command.source import Input

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from green_api_files import AsyncGreenApi, Message

_DAY = 1440
_LATE = 2  # minutes after which a message is in the journals at the latest


def history(  # noqa: PLR0913 # the options of a command
    *,
    to: To,
    chat: Annotated[
        str | None,
        typer.Option(
            "--chat", metavar="CHAT", help="Only this chat, by its history.", callback=id_of("chat")
        ),
    ] = None,
    since: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
            metavar="DATE",
            help="Messages since then, in UTC: 2026-11-01 or 2026-11-01T08:30.",
        ),
    ] = None,
    minutes: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help="Messages of the last N minutes. Else of a day."),
    ] = None,
    most: Annotated[
        int, typer.Option(metavar="N", min=1, help="With --chat: how many messages at most.")
    ] = 1000,
    layout: LayoutOption = LAYOUT,
    jobs: Jobs = 8,
    rate: Rate = RATE,
    max_bytes: Size = MAX_BYTES,
    time_limit: TimeLimit = TIME_LIMIT,
    ask_again_after: Pause = ASK_AGAIN_AFTER,
    id_instance: IdInstance = None,
    token_file: TokenFile = None,
    api_url: ApiUrl = None,
    timeout: Timeout = TIMEOUT,
    tries: Tries = TRIES,
    quiet: Quiet = False,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Save the files of messages that came or were sent while nobody watched.

    Asks the journals of the instance, or with --chat the history of a chat. What DIRECTORY has
    already, also by `watch`, is not fetched again.
    """
    if verbose:
        logs.show()
    if since is not None and minutes is not None:
        raise typer.BadParameter("Give either --since or --minutes.")
    with ending.ending():
        reporter = reporter_for(as_json=as_json, quiet=quiet)
        begin = _begin(since, minutes, is_chat=chat is not None)
        api = Instance(id_instance, token_file, api_url, timeout, tries).api(rate=rate)
        inbox = api.inbox(to, layout=layout, ask_again_after=ask_again_after)
        found = Input(reporter.trouble)
        summary = Summary(found)
        saver = Saver(inbox, reporter.progress, {"max_bytes": max_bytes, "time_limit": time_limit})
        batch = Batch(saver, reporter, summary, jobs=jobs)

        async def run() -> None:
            async with api, inbox:
                await batch.run(_messages(api, found, chat, begin, most))

        show(run, reporter, summary)
    raise typer.Exit(summary.exit_code)


def _begin(since: datetime | None, minutes: int | None, *, is_chat: bool) -> datetime | None:
    """From when on; None for as far back as a history goes."""
    now = datetime.now(UTC)
    if since is not None:
        begin = since.replace(tzinfo=UTC)
        if begin >= now:
            raise typer.BadParameter("--since must be in the past.")
        return begin
    if minutes is None and is_chat:
        return None
    try:
        return now - timedelta(minutes=minutes or _DAY)
    except OverflowError:
        raise typer.BadParameter("--minutes is too many.") from None


async def _messages(
    api: AsyncGreenApi, found: Input, chat: str | None, begin: datetime | None, most: int
) -> AsyncIterator[Message]:
    if chat is not None:
        journals = [partial(api.get_chat_history, chat, most)]
    else:
        assert begin is not None  # noqa: S101 # only a chat has no beginning
        minutes = int((datetime.now(UTC) - begin).total_seconds() // 60) + 1 + _LATE
        journals = [
            partial(api.last_incoming_messages, minutes),
            partial(api.last_outgoing_messages, minutes),
        ]
    strange: list[object] = []
    for journal in journals:
        for message in messages_in(await journal(), unrecognised=strange.append):
            found.recognised += 1
            if begin is None or message.time is None or message.time >= begin:
                yield message
    found.unrecognised += len(strange)
