"""What became of the messages, one by one and in all."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, get_args

from green_api_files import errors
from green_api_files._command.exits import Exit

if TYPE_CHECKING:
    from pathlib import Path

    from green_api_files import GreenApiError, Message
    from green_api_files._command.source import Input

State = Literal[
    "saved", "already there", "to be saved", "unavailable", "failed", "rejected", "no file"
]

_UNAVAILABLE = (
    errors.FileUnavailableError,
    errors.FileNotInMessageError,
    errors.LinkExpiredError,
    errors.FileTooLargeError,
    errors.NotAskedAgainError,
)


_REFUSED = (
    errors.AuthenticationError,
    errors.PermissionDeniedError,
    errors.NotFoundError,
    errors.QuotaExceededError,
    errors.InstanceNotAuthorizedError,
    errors.InstanceGoneError,
    errors.WebhookUrlIsSetError,
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
    return Outcome(message, _state_after(error), error=error)


def ends_everything(error: GreenApiError) -> Exit | None:
    """The exit code, if the error will meet every other message too."""
    if isinstance(error, _REFUSED):
        return Exit.REFUSED
    if isinstance(error, errors.SaveError):
        return Exit.DISK
    return None


def exit_code_of(error: GreenApiError) -> Exit:
    """What the command ends with if there was nothing but this error."""
    codes: dict[State, Exit] = {"unavailable": Exit.UNAVAILABLE, "rejected": Exit.REJECTED}
    return ends_everything(error) or codes.get(_state_after(error), Exit.FAILED)


def _state_after(error: GreenApiError) -> State:
    if isinstance(error, _UNAVAILABLE):
        return "unavailable"
    return "failed" if error.can_retry else "rejected"


@dataclass
class Summary:
    """How many messages there were, and why some of their files are missing.

    It does not grow with the number of messages.
    """

    input: Input
    counts: Counter[State] = field(default_factory=Counter[State])
    reasons: Counter[tuple[State, str]] = field(default_factory=Counter[tuple[State, str]])
    stopped_by: GreenApiError | None = None

    def add(self, outcome: Outcome) -> None:
        """Count one more."""
        self.counts[outcome.state] += 1
        if outcome.error is not None:
            self.reasons[outcome.state, _kind(outcome.error)] += 1

    @property
    def why_stopped(self) -> str:
        """In a sentence."""
        why = in_options(str(self.stopped_by))
        return f"Stopped, as every other message would meet it too: {why}"

    @property
    def exit_code(self) -> Exit:
        """What the command ends with."""
        if self.stopped_by is not None:
            return exit_code_of(self.stopped_by)
        if self.counts["failed"]:
            return Exit.FAILED
        if self.input.is_wrong:
            return Exit.USAGE
        if self.counts["rejected"]:
            return Exit.REJECTED
        return Exit.UNAVAILABLE if self.counts["unavailable"] else Exit.DONE

    def status(self) -> str:
        """For the moving line of a terminal."""
        return f"{self.counts.total()} messages done"

    def as_json(self) -> dict[str, Any]:
        """For machines: the last line of `--json`."""
        told: dict[str, Any] = {_camel_case(state): self.counts[state] for state in get_args(State)}
        told["unreadable"] = self.input.unreadable
        told["unrecognised"] = self.input.unrecognised
        if self.stopped_by is not None:
            told["stoppedBy"] = str(self.stopped_by)
        return {"summary": told}

    def lines(self) -> list[str]:
        """For people."""
        shown: dict[State, str] = {"no file": "without a file"}
        always = {"saved", "already there", "unavailable", "failed"}
        parts = [
            f"{self.counts[state]} {shown.get(state, state)}"
            for state in get_args(State)
            if state in always or self.counts[state]
        ]
        lines = [", ".join(parts) + "."]
        lines += [
            f"  {state}: {count} × {in_options(reason)}"  # noqa: RUF001 # the sign for "times"
            for (state, reason), count in self.reasons.most_common()
        ]
        if self.stopped_by is not None:
            lines.append(self.why_stopped)
        if self.input.unreadable:
            lines.append(
                f"{counted(self.input.unreadable, 'part')} of the input could not be read."
            )
        if self.input.unrecognised:
            lines.append(
                f"{counted(self.input.unrecognised, 'value')} of the input not recognised."
            )
        return lines


_ARGUMENT = re.compile(r"\b(?:id_instance|api_url|timeout|max_bytes|time_limit|layout)\b")


def in_options(sentence: str) -> str:
    """What the library says of an argument, said of the command's option."""
    named = sentence.replace("api_token_instance", "the token")  # which no option holds
    return _ARGUMENT.sub(lambda found: "--" + found[0].replace("_", "-"), named)


def _kind(error: GreenApiError) -> str:
    """What is the same for all errors of a kind, so that they can be counted together."""
    if isinstance(error, errors.StatusError):
        return error.advice
    return (type(error).__doc__ or type(error).__name__).partition("\n")[0]


def counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _camel_case(state: str) -> str:
    first, *others = state.split()
    return first + "".join(word.capitalize() for word in others)
