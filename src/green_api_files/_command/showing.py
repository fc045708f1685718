"""Work that is shown, and summed up however it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from green_api_files._command import signals

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from green_api_files._command.outcome import Summary
    from green_api_files._command.report import QuietReporter


def show(
    run: Callable[[], Coroutine[None, None, None]], reporter: QuietReporter, summary: Summary
) -> None:
    """Show how it goes and the summary, also when it is told to end."""
    try:
        with reporter:
            signals.run(run)
    except signals.Told:
        reporter.summary(summary)
        raise
    reporter.summary(summary)
