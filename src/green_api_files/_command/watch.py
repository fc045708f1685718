"""The command `watch`."""

from __future__ import annotations

from contextlib import closing
from typing import Annotated

import typer

from green_api_files import GreenApiError
from green_api_files._command import ending
from green_api_files._command.exits import Exit
from green_api_files._command.instance import Instance
from green_api_files._command.options import To, default_of, spread
from green_api_files._command.report import Shown
from green_api_files._command.saving import SaveOptions
from green_api_files._command.source import Input
from green_api_files._command.watching import ready
from green_api_files._command.watching.lock import TakenError, alone
from green_api_files._command.watching.log import NotificationLog
from green_api_files._command.watching.summary import WatchSummary
from green_api_files._command.watching.watcher import Watcher

_RECEIVE_TIMEOUT = default_of("notifications", "receive_timeout")


@spread
def watch(  # noqa: PLR0913 # the options of a command
    *,
    to: To,
    once: Annotated[
        bool, typer.Option("--once", help="End when the queue is empty and the files are there.")
    ] = False,
    saving: SaveOptions,
    receive_timeout: Annotated[
        int,
        typer.Option(
            metavar="SECONDS", min=5, max=60, help="How long the server holds an empty poll."
        ),
    ] = _RECEIVE_TIMEOUT,
    instance: Instance,
    shown: Shown,
) -> None:
    """Receive for ever: log every notification, and save the file of every message.

    Each notification is durably in DIRECTORY/notifications.jsonl before it is deleted from the
    queue. Files are fetched beside, and those that failed are tried again. Ctrl-C or SIGTERM ends
    it when the files on their way are there, within 20 seconds; a second one at once. With --json
    each notification and each file is an object.
    """
    with ending.ending():
        reporter = shown.reporter()
        api = instance.api(rate=saving.rate)
        summary = WatchSummary(Input(reporter.trouble))
        inbox = saving.inbox(api, to)
        saver = saving.saver(inbox, reporter)

        async def run() -> None:
            try:
                async with api, inbox:
                    await ready.check(api)
                    notifications = api.notifications(
                        receive_timeout=receive_timeout, until_empty=once
                    )
                    watcher = Watcher(
                        log, notifications, saver, reporter, summary, jobs=saving.jobs, once=once
                    )
                    await watcher.run()
            except GreenApiError as error:
                summary.stopped_by = error

        try:
            with alone(to, api.id_instance, api.api_url), closing(NotificationLog(to)) as log:
                ending.show(run, reporter, summary)
        except TakenError as error:
            ending.end(Exit.TAKEN, str(error))
        except ready.NothingComesError as error:
            ending.end(Exit.REFUSED, str(error))
    raise typer.Exit(summary.exit_code)
