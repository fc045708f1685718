"""Keeping to the API's rates. Each method has its own, counted for each instance."""

from __future__ import annotations

import threading
import time
from collections import deque

from green_api_files.errors import ApiTimeoutError

_WINDOW = 1.0


class Turn:
    """The moment at which one request may be sent, by `time.monotonic`."""

    __slots__ = ("after", "at", "is_taken")

    def __init__(self, at: float, after: Turn | None) -> None:
        self.at = at
        self.after = after
        self.is_taken = False


class Turns:
    """At most so many requests within any second, for all threads or tasks that share this.

    Each asks for its turn, waits until it has come, and takes it: whoever waits knows how long,
    so that many of them do not all look again and again. Nothing here waits by itself.

    Args:
        per_second: How many.
    """

    def __init__(self, per_second: int) -> None:
        self._per_second = per_second
        self._turns: deque[Turn] = deque()
        self._lock = threading.Lock()

    def ask(self, deadline: float) -> Turn:
        """Have the next turn reserved.

        Raises:
            ApiTimeoutError: if it comes after the deadline.
        """
        now = time.monotonic()
        with self._lock:
            turns = self._turns
            while turns and turns[0].is_taken and turns[0].at + _WINDOW <= now:
                turns.popleft()
            after = turns[-self._per_second] if len(turns) >= self._per_second else None
            # Never before the last one, as what is given back leaves a gap.
            at = max(now, after.at + _WINDOW if after else now, turns[-1].at if turns else now)
            if at > deadline:
                raise ApiTimeoutError(
                    "requests_per_second left no turn to this call within its time limit: allow "
                    "a longer time_limit, or work on fewer messages at once."
                )
            turn = Turn(at, after)
            turns.append(turn)
            return turn

    def take(self, turn: Turn) -> float:
        """Take the turn if it has come. It comes late if the one before it was taken late.

        Returns:
            Seconds to wait before the next attempt; 0 if the request may be sent now.
        """
        now = time.monotonic()
        with self._lock:
            if turn.after is not None:
                turn.at = max(turn.at, turn.after.at + _WINDOW)
            if turn.at > now:
                return turn.at - now
            turn.at, turn.after, turn.is_taken = now, None, True
            return 0.0

    def give_back(self, turn: Turn) -> None:
        """Let others have the turn of somebody who does not want it any more."""
        with self._lock:
            if not turn.is_taken:
                self._turns.remove(turn)
