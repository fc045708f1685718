"""Where programs are looked for."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def search_path() -> str:
    """A `PATH` that begins beside this Python, where the pinned programs are installed."""
    return os.pathsep.join([str(Path(sys.executable).parent), *os.get_exec_path()])
