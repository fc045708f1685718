"""What the command tells by its exit code."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """The exit codes. The highest one that fits is taken."""

    DONE = 0
    """Every file is there."""
    FAILED = 1
    """Some files could not be fetched now; run the same command again."""
    USAGE = 2
    """The arguments or the input are wrong."""
    REFUSED = 3
    """The API refuses the instance: credentials, host, not authorized, expired, quota."""
    DISK = 4
    """The disk refuses: full, read-only, no permission."""
    UNAVAILABLE = 5
    """Some files are not available and will not be; all others are there."""
    DEFECT = 70
    """The program itself is at fault."""
    INTERRUPTED = 130
    """Ctrl-C."""
