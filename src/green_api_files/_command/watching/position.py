"""How far the files of the logged notifications are saved, so that a restart begins there.

It may be lost or too early without harm: what is there already is not fetched again.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from green_api_files._command.watching.log import Place

if TYPE_CHECKING:
    from pathlib import Path

NAME = ".green-api-files.position"


def load(directory: Path) -> Place | None:
    """The place of the first line whose file may be missing; None if it is not known."""
    with suppress(OSError, ValueError, TypeError):
        file, offset = json.loads((directory / NAME).read_bytes())
        return Place(int(file), int(offset))
    return None


def save(directory: Path, place: Place) -> None:
    """Note the place, if the disk lets it be noted."""
    new = directory / f"{NAME}.new"
    with suppress(OSError):
        new.write_text(json.dumps(place))
        os.replace(new, directory / NAME)  # noqa: PTH105 # the same in fewer words
