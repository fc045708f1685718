"""Reads all that a contract remembers, and sees that its parts fit together.

`memory.py` has the words' meaning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from green_api_mock.contract.document import as_object
from green_api_mock.contract.memory import (
    Delivery,
    Drop,
    Fetch,
    Find,
    FirstDocument,
    Listing,
    Member,
    Memory,
    Merge,
    Names,
    Peek,
    Read,
    Send,
)
from green_api_mock.contract.places import dotted, member
from green_api_mock.contract.webhooks import check_places, read_triggers
from green_api_mock.errors import ContractError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from green_api_mock.contract.document import Node
    from green_api_mock.contract.memory import Trigger
    from green_api_mock.contract.model import Operation


def read_memory(root: Node, operations: Sequence[Operation], per: str) -> Memory:
    """All that is remembered, and what can be triggered.

    Args:
        root: the contract.
        operations: those that were read from it.
        per: the parameter that tells callers apart.

    Raises:
        ContractError: something names what there is not.
    """
    mock = root["x-mock"]
    triggers = {trigger.name: trigger for trigger in read_triggers(root.at("webhooks"))}
    memory = Memory(
        triggers=triggers,
        documents={
            operation.step.document: _first_document(operation, operation.step, per)
            for operation in operations
            if isinstance(operation.step, Read)
        },
        keep_seconds={
            name: queue.only("keepSeconds")["keepSeconds"].number()
            for name, queue in mock.at("queues").items()
        },
        delivery=_delivery(mock.at("delivery")),
        names=_names(operations, triggers.values()),
    )
    _check_triggered(memory, operations)
    _check_names(memory, operations)
    return memory


def _names(operations: Iterable[Operation], triggers: Iterable[Trigger]) -> Names:
    """The queues, journals and documents that something is put into or taken from."""
    queues, journals, documents = set[str](), set[str](), set[str]()
    for operation in operations:
        match operation.step:
            case Peek(queue=name) | Drop(queue=name):
                queues.add(name)
            case Listing(journal=name) | Find(journal=name):
                journals.add(name)
            case Read(document=name) | Merge(document=name):
                documents.add(name)
            case Send() | Fetch() | None:
                pass
    for webhook in (trigger.webhook for trigger in triggers):
        queues |= {webhook.queue} - {""}
        journals |= {*webhook.entries, *webhook.updates}
        documents |= webhook.documents.keys()
    return Names(frozenset(queues), frozenset(journals), frozenset(documents))


def _check_triggered(memory: Memory, operations: Iterable[Operation]) -> None:
    """What is triggered by something else must be there, and have what is put into it."""
    for trigger in memory.triggers.values():
        for follower in trigger.then:
            wanted = _triggered(memory, trigger.name, follower.trigger)
            check_places(wanted.webhook, (*follower.copy, *follower.members), trigger.name)
    for operation in operations:
        if isinstance(operation.step, Send):
            step = operation.step
            webhooks = [
                _triggered(memory, operation.id, name).webhook for name in step.triggers.values()
            ]
            for place in (*step.copy, *step.answer.values()):
                if not any(place in webhook.known for webhook in webhooks):
                    raise ContractError(f"{operation.id} triggers nothing with {dotted(place)}")


def _triggered(memory: Memory, name: str, wanted: str) -> Trigger:
    if wanted not in memory.triggers:
        raise ContractError(f"{name} triggers {wanted!r}, which is no example of a webhook")
    return memory.triggers[wanted]


def _check_names(memory: Memory, operations: Iterable[Operation]) -> None:
    """What is only looked at must be filled or changed somewhere."""
    for name in memory.keep_seconds:
        _check_is_known(name, memory.names.queues, "x-mock > queues")
    if memory.delivery is not None:
        _check_is_known(memory.delivery.queue, memory.names.queues, "x-mock > delivery > queue")
    for where, looked_at in _looked_at(memory, operations):
        _check_is_known(looked_at.document, memory.names.documents, f"{where} ({looked_at})")


def _looked_at(memory: Memory, operations: Iterable[Operation]) -> Iterator[tuple[str, Member]]:
    for operation in operations:
        if operation.refusal is not None:
            yield f"{operation.id} > refused", operation.refusal.where
    for trigger in memory.triggers.values():
        for place in trigger.webhook.only_if:
            yield f"{trigger.webhook.name} > if", place
    if memory.delivery is not None:
        yield "x-mock > delivery > url", memory.delivery.url
        yield "x-mock > delivery > token", memory.delivery.token


def _check_is_known(name: str, known: frozenset[str], where: str) -> None:
    if name not in known:
        there = ", ".join(sorted(known)) or "there is none"
        raise ContractError(f"{where} names {name!r}, which nothing uses; it must be of {there}")


def _first_document(operation: Operation, step: Read, per: str) -> FirstDocument:
    """What a document is at first: an example, and for some instances that of a scenario."""
    return FirstDocument(
        usual=as_object(step.first.value),
        of={
            str(scenario.when[per]): as_object(scenario.answer.value)
            for scenario in operation.scenarios
            if scenario.answer.is_success and set(scenario.when) == {per}
        },
    )


def _delivery(node: Node) -> Delivery | None:
    if not node.only("queue", "url", "token", "answerSeconds", "pauseSeconds"):
        return None
    return Delivery(
        queue=node["queue"].text(),
        url=member(node["url"].text(), node["url"].where),
        token=member(node["token"].text(), node["token"].where),
        answer_seconds=node["answerSeconds"].number(),
        pause_seconds=node["pauseSeconds"].number(),
    )
