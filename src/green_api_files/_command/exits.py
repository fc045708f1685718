"""What the command tells by its exit code."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """The exit codes, with what they mean to whoever runs the command."""

    meaning: str

    def __new__(cls, code: int, meaning: str) -> Exit:  # noqa: PYI034 # an enum has no subclasses
        """A code with its meaning."""
        one = int.__new__(cls, code)
        one._value_ = code
        one.meaning = meaning
        return one

    DONE = 0, "every file is there"
    FAILED = 1, "some files could not be fetched now; run the same command again"
    USAGE = 2, "the arguments or the input are wrong; what could be read was worked on"
    REFUSED = 3, "the API refuses the instance: credentials, host, authorization, quota"
    DISK = 4, "the disk, or the output, refuses: full, read-only, no permission"
    UNAVAILABLE = 5, "some files are not available and will not be; all others are there"
    REJECTED = 6, "some messages are rejected and will be again; correct or remove them"
    TAKEN = 7, "another watch has this instance or this directory"
    DEFECT = 70, "a defect of the program; --verbose shows where"
    HUNG_UP = 129, "the terminal was closed (SIGHUP)"
    INTERRUPTED = 130, "Ctrl-C (SIGINT)"
    UNREAD = 141, "nobody reads the output any longer, as after `head`"
    TERMINATED = 143, "SIGTERM"


ORDER = "Where several fit, the first of 3, 4, 1, 2, 6 and 5 is taken."
