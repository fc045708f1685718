"""What an operation reads and changes in what is remembered, and what it answers then."""

from __future__ import annotations

import fnmatch
import mimetypes
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, assert_never

from green_api_mock.contract.answer import MediaFault, MediaRule, Outcome
from green_api_mock.contract.document import as_object
from green_api_mock.contract.memory import (
    Drop,
    Fetch,
    Find,
    Listing,
    Merge,
    Peek,
    Read,
    Send,
)
from green_api_mock.contract.values import set_in
from green_api_mock.memory.payloads import copied, happen, link_to, payload
from green_api_mock.memory.triggering import trigger_named
from green_api_mock.storage.files import file_for
from green_api_mock.storage.serving import Stored

if TYPE_CHECKING:
    from collections.abc import Mapping

    from green_api_mock.contract.answer import Answer
    from green_api_mock.contract.memory import Step
    from green_api_mock.memory.remembered import Remembered


@dataclass(frozen=True, slots=True)
class Work:
    """A valid request to an operation that remembers.

    Attributes:
        fields: of the request's body.
        values: of its parameters and of its body's fields.
        files: that came in a form, by field.
        success: the answer whose body is filled in.
        longest_wait: for how many seconds of the mock's time it waits at most.
        is_strict: whether a message that nobody sent is missing.
    """

    remembered: Remembered
    fields: Mapping[str, Any]
    values: Mapping[str, Any]
    files: Mapping[str, Stored]
    success: Answer
    longest_wait: float
    is_strict: bool


@dataclass(frozen=True, slots=True)
class Done:
    """What became of it.

    Attributes:
        answer: None where the contract's scenarios and examples decide as if nothing was known.
        value: the answer's body in the example's place, if `is_filled`.
    """

    outcome: Outcome
    answer: Answer | None
    value: Any = None
    is_filled: bool = False


async def perform(step: Step, work: Work) -> Done:  # noqa: PLR0911 - one for each kind of step
    """Do what the operation does.

    Raises:
        UnknownTriggerError: the contract was read again meanwhile, and has lost what it triggers.
    """
    match step:
        case Peek():
            return await _peek(step, work)
        case Drop():
            return _drop(step, work)
        case Read():
            return _filled(work, work.remembered.document(step.document))
        case Merge():
            return _merge(step, work)
        case Listing():
            return _list(step, work)
        case Find():
            return _find(step, work)
        case Send():
            return _send(step, work)
        case Fetch():
            return _fetch(step, work)
        case _:
            assert_never(step)


def _filled(work: Work, value: Any) -> Done:
    return Done(Outcome.DONE, work.success, value, is_filled=True)


def _missing(work: Work, answer: Answer | None) -> Done:
    """What nobody has heard of is missing in a strict mock only. Else the examples answer."""
    return Done(Outcome.MISSING, answer if work.is_strict else None)


async def _peek(step: Peek, work: Work) -> Done:
    wanted = float(work.values.get(step.wait, step.wait_seconds))
    item = await work.remembered.queue(step.queue).peek(min(wanted, work.longest_wait))
    if item is None:
        return Done(Outcome.EMPTY, step.empty)
    value = set_in({}, step.number, item.number)
    return _filled(work, set_in(value, step.body, item.value()))


def _drop(step: Drop, work: Work) -> Done:
    if work.remembered.drop(step.queue, int(work.values[step.by])):
        return Done(Outcome.DONE, work.success)
    return Done(Outcome.MISSING, step.missing)


def _merge(step: Merge, work: Work) -> Done:
    work.remembered.change(step.document, work.fields)
    return Done(Outcome.DONE, work.success)


def _list(step: Listing, work: Work) -> Done:
    having = {**step.having, **{name: work.values.get(name) for name in step.match}}
    entries = list(work.remembered.journal(step.journal).matching(having))
    if step.minutes is not None:
        name, usual = step.minutes
        oldest = time.time() - 60 * float(work.values.get(name, usual))
        entries = [entry for entry in entries if entry.get(step.time, oldest) >= oldest]
    if step.count is not None:
        name, most = step.count
        entries = entries[: int(work.values.get(name, most))]
    return _filled(work, entries if step.newest_first else entries[::-1])


def _find(step: Find, work: Work) -> Done:
    having = {name: work.values.get(name) for name in step.match}
    entry = next(work.remembered.journal(step.journal).matching(having), None)
    return _missing(work, step.missing) if entry is None else _filled(work, entry)


def _send(step: Send, work: Work) -> Done:
    stored = _sent_file(step, work)
    trigger = trigger_named(work.remembered.rules.memory, _trigger_for(step, stored))
    changes = {
        to: value
        for to, source in step.copy.items()
        if (value := copied({("value",): source}, work.values, {}).get("value")) is not None
    }
    body = payload(trigger, work.remembered, changes, stored)
    happen(trigger, work.remembered, body)
    return _filled(work, copied(step.answer, body, as_object(work.success.value)))


def _sent_file(step: Send, work: Work) -> Stored | None:
    """The file that was uploaded, or one of the kind that was only named."""
    if not step.name:
        return None
    uploaded = work.files.get(step.file)
    wanted = str(work.values.get(step.name) or "")
    if uploaded is not None:
        return replace(uploaded, name=wanted or uploaded.name)
    return Stored(wanted, file_for(wanted), MediaRule())


def _trigger_for(step: Send, stored: Stored | None) -> str:
    if stored is None:
        return next(iter(step.triggers.values()))
    guessed, _ = mimetypes.guess_type(stored.name)
    media_type = guessed or stored.file.media_type
    return next(
        name for pattern, name in step.triggers.items() if fnmatch.fnmatch(media_type, pattern)
    )


def _fetch(step: Fetch, work: Work) -> Done:
    known_by = tuple(str(work.values.get(name)) for name in step.match)
    files = work.remembered.files
    found = files.newest(known_by)
    if found is None:
        return _missing(work, step.missing)
    key, stored = found
    if stored.rule.fault is MediaFault.EXPIRED:
        stored = replace(stored, rule=replace(stored.rule, fault=None))
        key = files.keep(known_by, stored)
    link = link_to(work.remembered, key, stored.name)
    return _filled(work, set_in(work.success.value, step.link, link))
