"""What became of the messages, one by one and in all."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from green_api_files import errors
from green_api_files._command.exits import Exit

if TYPE_CHECKING:
    from pathlib import Path

    from green_api_files import GreenApiError, Message

State = Literal["saved", "already there", "no file", "unavailable", "failed"]

_UNAVAILABLE = (
    errors.FileUnavailableError,
    errors.FileNotInMessageError,
    errors.LinkExpiredError,
    errors.FileTooLargeError,
)

_REFUSED = (
    errors.AuthenticationError,
    errors.PermissionDeniedError,
    errors.NotFoundError,
    errors.QuotaExceededError,
    errors.InstanceNotAuthorizedError,
    errors.InstanceGoneError,
    errors.UnexpectedAnswerError,
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one message."""

    message: Message
    state: State
    path: Path | None = None
    error: GreenApiError | None = None

    def as_json(self) -> dict[str, Any]:
        """For machines: one line of `--json`."""
        told: dict[str, Any] = {
            "chatId": self.message.chat_id,
            "idMessage": self.message.id_message,
            "state": self.state,
        }
        if self.path is not None:
            told["path"] = str(self.path)
        if self.error is not None:
            told["error"] = type(self.error).__name__
            told["reason"] = str(self.error)
        return told


def failure(message: Message, error: GreenApiError) -> Outcome:
    """What became of a message whose file could not be saved."""
    state: State = "unavailable" if isinstance(error, _UNAVAILABLE) else "failed"
    return Outcome(message, state, error=error)


def ends_everything(error: GreenApiError) -> Exit | None:
    """The exit code, if the error will meet every other message too."""
    if isinstance(error, _REFUSED):
        return Exit.REFUSED
    if isinstance(error, errors.SaveError):
        return Exit.DISK
    return None


@dataclass
class Summary:
    """How many messages there were, and why some of their files are missing.

    It does not grow with the number of messages.
    """

    counts: Counter[State] = field(default_factory=Counter[State])
    reasons: Counter[tuple[State, str]] = field(default_factory=Counter[tuple[State, str]])
    stopped_by: GreenApiError | None = None
    input_error: str = ""

    def add(self, outcome: Outcome) -> None:
        """Count one more."""
        self.counts[outcome.state] += 1
        if outcome.error is not None:
            self.reasons[outcome.state, _kind(outcome.error)] += 1

    @property
    def exit_code(self) -> Exit:
        """What the command ends with."""
        if self.input_error:
            return Exit.USAGE
        if self.stopped_by is not None:
            return ends_everything(self.stopped_by) or Exit.FAILED
        if self.counts["failed"]:
            return Exit.FAILED
        return Exit.UNAVAILABLE if self.counts["unavailable"] else Exit.DONE

    def as_json(self) -> dict[str, Any]:
        """For machines: the last line of `--json`."""
        told: dict[str, Any] = {
            "saved": self.counts["saved"],
            "alreadyThere": self.counts["already there"],
            "noFile": self.counts["no file"],
            "unavailable": self.counts["unavailable"],
            "failed": self.counts["failed"],
        }
        if self.stopped_by is not None:
            told["stoppedBy"] = str(self.stopped_by)
        if self.input_error:
            told["inputError"] = self.input_error
        return {"summary": told}

    def lines(self) -> list[str]:
        """For people."""
        counts = self.counts
        parts = [f"{counts['saved']} saved", f"{counts['already there']} already there"]
        parts += [f"{counts['unavailable']} unavailable", f"{counts['failed']} failed"]
        if counts["no file"]:
            parts.append(f"{counts['no file']} without a file")
        lines = [", ".join(parts) + "."]
        lines += [
            f"  {state}: {count} × {reason}"  # noqa: RUF001 # the sign for "times"
            for (state, reason), count in self.reasons.most_common()
        ]
        if self.stopped_by is not None:
            lines.append(f"Stopped, as every other message would meet it too: {self.stopped_by}")
        if self.input_error:
            lines.append(self.input_error)
        return lines


def _kind(error: GreenApiError) -> str:
    """What is the same for all errors of a kind, so that they can be counted together."""
    if isinstance(error, errors.StatusError):
        return error.advice
    lines = (type(error).__doc__ or "").splitlines()
    return lines[0] if lines else type(error).__name__
