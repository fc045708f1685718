"""Where curl is."""

import shutil


class CurlMissingError(Exception):
    """There is no curl on this machine."""


def find_curl() -> str:
    """The path of curl.

    Raises:
        CurlMissingError: It is not installed. The message says how to get it.
    """
    found = shutil.which("curl")
    if found is None:
        raise CurlMissingError(
            "curl is one of the peers and was not found. Install it (Debian: apt-get install curl)."
        )
    return found
