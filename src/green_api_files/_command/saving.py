"""What is done for one message: its file is saved, or it is looked up what would be."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from green_api_files import GreenApiError
from green_api_files._command.outcome import Outcome, failure

if TYPE_CHECKING:
    from collections.abc import Callable

    from green_api_files import AsyncInbox, Message


@dataclass(frozen=True)
class Saver:
    """Saves the file of a message, unless it is there.

    Args:
        inbox: Fetches it, and knows what is there already.
        progress: Is told how far each file is.
        options: More of `AsyncInbox.save`.
    """

    inbox: AsyncInbox
    progress: Callable[[Message, int, int | None], object]
    options: dict[str, Any]

    async def __call__(self, message: Message) -> Outcome:
        """Save the file."""
        progress = partial(self.progress, message)
        try:
            file = await self.inbox.save(message, progress=progress, **self.options)
        except GreenApiError as error:
            return failure(message, error)
        return Outcome(message, "already there" if file.was_there else "saved", file.path)


@dataclass(frozen=True)
class Looker:
    """Tells what would be saved, and asks nobody."""

    inbox: AsyncInbox | None

    async def __call__(self, message: Message) -> Outcome:
        """Look the file up."""
        file = None if self.inbox is None else await self.inbox.find(message)
        if file is None:
            return Outcome(message, "to be saved")
        return Outcome(message, "already there", file.path)
