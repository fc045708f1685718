"""The command `history`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from green_api_files import messages_in
from green_api_files._command import ending
from green_api_files._command.batch import work_on
from green_api_files._command.instance import Instance
from green_api_files._command.options import To, id_of, spread
from green_api_files._command.outcome import Summary
from green_api_files._command.report import Shown
from green_api_files._command.saving import SaveOptions
from green_api_files._command.source import Input

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from green_api_files import AsyncGreenApi, Message

_DAY = 1440
_LATE = 2  # minutes after which a message is in the journals at the latest


@spread
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
    saving: SaveOptions,
    instance: Instance,
    shown: Shown,
) -> None:
    """Save the files of messages that came or were sent while nobody watched.

    Asks the journals of the instance, or with --chat the history of a chat. What DIRECTORY has
    already, also by `watch`, is not fetched again.
    """
    if since is not None and minutes is not None:
        raise typer.BadParameter("Give either --since or --minutes.")
    with ending.ending():
        reporter = shown.reporter()
        begin = _begin(since, minutes, is_chat=chat is not None)
        api = instance.api(rate=saving.rate)
        inbox = saving.inbox(api, to)
        found = Input(reporter.trouble)
        summary = Summary(found)
        saver = saving.saver(inbox, reporter)

        async def run() -> None:
            async with api, inbox:
                messages = _messages(api, found, chat, begin, most)
                await work_on(messages, saver, reporter, summary, jobs=saving.jobs)

        ending.show(run, reporter, summary)
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
        minutes = (datetime.now(UTC) - begin) // timedelta(minutes=1) + 1 + _LATE
        journals = [
            partial(api.last_incoming_messages, minutes),
            partial(api.last_outgoing_messages, minutes),
        ]
    strange: list[object] = []
    for journal in journals:
        for message in messages_in(await journal(), unrecognised=strange.append):
            found.has_recognised = True
            if begin is None or message.time is None or message.time >= begin:
                yield message
    found.unrecognised = len(strange)
