"""What is done for one message: its file is saved, or it is looked up what would be."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from green_api_files import GreenApiError
from green_api_files._command.manifest import AlreadySavedError
from green_api_files._command.outcome import Outcome, failure

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from green_api_files import AsyncGreenApi, Message
    from green_api_files._command.manifest import Manifest


@dataclass(frozen=True)
class Saver:
    """Saves the file of a message, unless it is there.

    Args:
        api: Fetches it.
        manifest: Knows what is there already.
        to: The directory.
        progress: Is told how far each file is.
        options: More of `save_file`.
    """

    api: AsyncGreenApi
    manifest: Manifest
    to: Path
    progress: Callable[[Message, int, int | None], object]
    options: dict[str, Any]

    async def __call__(self, message: Message) -> Outcome:
        """Save the file."""
        try:
            path = self.manifest.find(message)
            if path is not None:
                return Outcome(message, "already there", path)
            path = await self.api.save_file(
                message.chat_id,
                message.id_message,
                to=self.to,
                name=message.file_name,
                progress=partial(self.progress, message),
                record=self.manifest.claim(message),
                **self.options,
            )
        except AlreadySavedError:
            return Outcome(message, "already there", self.manifest.find(message))
        except GreenApiError as error:
            return failure(message, error)
        return Outcome(message, "saved", path)


@dataclass(frozen=True)
class Looker:
    """Tells what would be saved, and asks nobody."""

    manifest: Manifest | None

    async def __call__(self, message: Message) -> Outcome:
        """Look the file up."""
        path = None if self.manifest is None else self.manifest.find(message)
        return Outcome(message, "to be saved" if path is None else "already there", path)
