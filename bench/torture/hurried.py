"""The command without its pause after an empty answer that comes early: in fast motion all do."""

from green_api_files._api import reception
from green_api_files._command.app import run

if __name__ == "__main__":
    reception._SHORTEST_POLL = 0.0  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] # see above
    run()
