"""Reads what the contract says of remembering; `memory.py` has the words' meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from green_api_mock.contract.answer import Outcome
from green_api_mock.contract.document import Node, as_object, is_object
from green_api_mock.contract.memory import (
    Copies,
    Delivery,
    Drop,
    Entry,
    Fetch,
    FileOf,
    Find,
    FirstDocument,
    FollowUp,
    Listing,
    Member,
    Memory,
    Merge,
    Peek,
    Read,
    Refusal,
    Send,
    Step,
    Trigger,
    Update,
    Webhook,
)
from green_api_mock.contract.responses import media_rule
from green_api_mock.errors import ContractError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from green_api_mock.contract.answer import Answer, Place
    from green_api_mock.contract.model import Operation

_FILLS = ("unique", "now", "caller")
# How deep a schema is looked into for the members of a payload.
_MOST_HOPS = 12


def read_step(node: Node, answers: Sequence[Answer], defaults: Mapping[str, Any]) -> Step | None:
    """What an operation reads or changes.

    Args:
        node: its `x-mock`.
        answers: the operation's.
        defaults: what its parameters and fields are when they are left out.
    """
    found = [read(node[word], answers, defaults) for word, read in _STEPS.items() if node.at(word)]
    if len(found) > 1:
        raise ContractError(f"{node.where} has more than one of {', '.join(_STEPS)}")
    return found[0] if found else None


def possible_outcomes(node: Node) -> frozenset[Outcome]:
    """How the work of an operation can end, as its `x-mock` says; none if it does no work."""
    steps = [node[word] for word in _STEPS if node.at(word)]
    answered = {each for each in Outcome for step in steps if step.at(each.value)}
    return frozenset({Outcome.DONE, *answered} if steps else ())


def read_refusal(node: Node, answers: Sequence[Answer]) -> Refusal | None:
    """When an operation is refused for what is in a document."""
    return Refusal(_member_at(node["while"]), _named(node, "answer", answers)) if node else None


def _queue_step(node: Node, answers: Sequence[Answer], defaults: Mapping[str, Any]) -> Step:
    if node.at("drop"):
        return Drop(node["drop"].text(), node["by"].text(), _named(node, "missing", answers))
    wait = node["wait"].text()
    return Peek(
        queue=node["peek"].text(),
        wait=wait,
        wait_seconds=float(defaults.get(wait) or 0),
        number=tuple(node["id"].value),
        body=tuple(node["put"].value),
        empty=_named(node, "empty", answers),
    )


def _document_step(node: Node, answers: Sequence[Answer], _: Mapping[str, Any]) -> Step:
    if node.at("merge"):
        return Merge(node["merge"].text())
    return Read(node["read"].text(), _named(node, "first", answers))


def _journal_step(node: Node, answers: Sequence[Answer], defaults: Mapping[str, Any]) -> Step:
    match = tuple(str(name) for name in node.at("match").value or ())
    if node.at("find"):
        return Find(node["find"].text(), match, _named(node, "missing", answers))
    minutes, count = node.at("minutes").text(), node.at("count").text()
    return Listing(
        journal=node["list"].text(),
        having=as_object(node.at("where").value),
        match=match,
        minutes=(minutes, float(defaults.get(minutes) or "inf")) if minutes else None,
        time=node.at("time").text("timestamp"),
        count=(count, int(defaults.get(count) or 100)) if count else None,
        newest_first=node.at("newestFirst").value is True,
    )


def _send_step(node: Node, _: Sequence[Answer], __: Mapping[str, Any]) -> Step:
    trigger = node["trigger"]
    by_type = (
        {name: each.text() for name, each in trigger.items()}
        if is_object(trigger.value)
        else {"*": trigger.text()}
    )
    return Send(
        triggers=by_type,
        copy=_copies(node["copy"]),
        answer=_copies(node["answer"]),
        file=node.at("file").text(),
        name=node.at("name").text(),
    )


def _fetch_step(node: Node, answers: Sequence[Answer], _: Mapping[str, Any]) -> Step:
    missing = _named(node, "missing", answers) if node.at("missing") else None
    return Fetch(tuple(node["match"].value), tuple(node["link"].value), missing)


# By the word of `x-mock` that says so.
_STEPS: Mapping[str, Callable[[Node, Sequence[Answer], Mapping[str, Any]], Step]] = {
    "queue": _queue_step,
    "document": _document_step,
    "journal": _journal_step,
    "send": _send_step,
    "file": _fetch_step,
}


def _named(node: Node, key: str, answers: Sequence[Answer]) -> Answer:
    """The answer of the operation that is called so."""
    name = node[key].text()
    for answer in answers:
        if answer.name == name:
            return answer
    raise ContractError(f"{node.where} > {key} names an answer that there is not ({name})")


def place_of(text: str) -> Place:
    """A place that is written with dots."""
    return tuple(text.split("."))


def _copies(node: Node) -> Copies:
    return {place_of(to): place_of(source.text()) for to, source in node.items()}


def _member(text: str, where: str) -> Member:
    document, _, at = text.partition(".")
    if not at:
        raise ContractError(f"{where} must name a document and a place in it: name.place")
    return Member(document, place_of(at))


def _member_at(node: Node) -> Member:
    return _member(node.text(), node.where)


def read_memory(root: Node, operations: Sequence[Operation], per: str) -> Memory:
    """All that is remembered, and what can be triggered.

    Args:
        root: the contract.
        operations: those that were read from it.
        per: the parameter that tells callers apart.
    """
    triggers = {trigger.name: trigger for trigger in _triggers(root.at("webhooks"))}
    for trigger in triggers.values():
        _check(trigger.name, (each.trigger for each in trigger.then), triggers)
    for operation in operations:
        if isinstance(operation.step, Send):
            _check(operation.id, operation.step.triggers.values(), triggers)
    mock = root["x-mock"]
    return Memory(
        triggers=triggers,
        documents={
            operation.step.document: _first_document(operation, operation.step, per)
            for operation in operations
            if isinstance(operation.step, Read)
        },
        keep_seconds={
            name: float(queue["keepSeconds"].value) for name, queue in mock.at("queues").items()
        },
        delivery=_delivery(mock.at("delivery")),
    )


def _check(name: str, wanted: Iterator[str] | Any, triggers: Mapping[str, Trigger]) -> None:
    for unknown in set(wanted) - set(triggers):
        raise ContractError(f"{name} triggers {unknown!r}, which is no example of a webhook")


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
    if not node:
        return None
    return Delivery(
        queue=node["queue"].text(),
        url=_member_at(node["url"]),
        token=_member_at(node["token"]),
        answer_seconds=float(node["answerSeconds"].value),
        pause_seconds=float(node["pauseSeconds"].value),
    )


def _triggers(webhooks: Node) -> Iterator[Trigger]:
    for name, item in webhooks.items():
        for operation in _below(item):
            if not is_object(operation.value):
                continue
            for media in _below(operation.at("requestBody").at("content")):
                examples = dict(media.at("examples").items())
                webhook = _webhook(name, operation.at("x-mock"), media.at("schema"), examples)
                for key, each in examples.items():
                    yield _trigger(key, each, each.at("x-mock"), webhook)
                for key, mock in operation.at("x-mock").at("triggers").items():
                    yield _trigger(key, _like(mock, examples), mock, webhook)


def _below(node: Node) -> list[Node]:
    return [below for _, below in node.items()]


def _like(mock: Node, examples: Mapping[str, Node]) -> Node:
    """The example that a further trigger is like."""
    name = mock["like"].text()
    if name not in examples:
        raise ContractError(f"{mock.where} > like must name an example: {', '.join(examples)}")
    return examples[name]


def _trigger(name: str, example: Node, mock: Node, webhook: Webhook) -> Trigger:
    times = mock.at("times").value if mock.at("times") else 1
    if not isinstance(times, int) or times < 1:
        raise ContractError(f"{mock.where} > times must be a whole number over 0")
    return Trigger(
        name=name,
        summary=mock.at("summary").text(example.at("summary").text(name)),
        webhook=webhook,
        value=as_object(example["value"].value),
        times=times,
        hurries=mock.at("hurries").value is True,
        media=media_rule(mock.at("media")),
        then=tuple(
            FollowUp(
                each["trigger"].text(),
                float(each.at("afterSeconds").value or 0),
                {place_of(at): item.value for at, item in each.at("members").items()},
                _copies(each.at("copy")),
            )
            for each in mock.at("then")
        ),
    )


def _webhook(name: str, mock: Node, schema: Node, examples: Mapping[str, Node]) -> Webhook:
    fill = {place_of(at): what.text() for at, what in mock.at("fill").items()}
    if unknown := set(fill.values()) - set(_FILLS):
        raise ContractError(f"{mock.where} > fill knows {', '.join(_FILLS)}, not {unknown}")
    known = set(_places_in_schema(schema))
    for example in examples.values():
        known |= set(_places_in(example.at("value").value))
    return Webhook(
        name=name,
        queue=mock.at("queue").text(),
        only_if={_member(at, value.where): value.value for at, value in mock.at("if").items()},
        fill=fill,
        entries={key: _entry(each) for key, each in mock.at("journal").items()},
        updates={key: _update(each) for key, each in mock.at("update").items()},
        documents={key: _copies(each) for key, each in mock.at("document").items()},
        file=_file_of(mock.at("file")),
        known=frozenset(known),
    )


def _entry(node: Node) -> Entry:
    return Entry(
        members=as_object(node.at("members").value),
        copy=_sources(node.at("copy")),
        spread=tuple(place_of(each.text()) for each in node.at("spread")),
    )


def _update(node: Node) -> Update:
    return Update(match=_sources(node["match"]), copy=_sources(node["copy"]))


def _sources(node: Node) -> dict[str, Place]:
    return {name: place_of(source.text()) for name, source in node.items()}


def _file_of(node: Node) -> FileOf | None:
    if not node:
        return None
    return FileOf(
        match=_sources(node["match"]),
        link=place_of(node["link"].text()),
        name=place_of(node["name"].text()),
        media_type=place_of(node["type"].text()),
    )


def _places_in(value: Any, above: Place = ()) -> Iterator[Place]:
    for name, item in as_object(value).items():
        yield (*above, name)
        yield from _places_in(item, (*above, name))


def _places_in_schema(schema: Node, above: Place = (), hops: int = 0) -> Iterator[Place]:
    if hops > _MOST_HOPS or not is_object(schema.value):
        return
    for name, each in schema.at("properties").items():
        yield (*above, name)
        yield from _places_in_schema(each, (*above, name), hops + 1)
    for way in ("allOf", "anyOf", "oneOf"):
        for part in schema.at(way):
            yield from _places_in_schema(part, above, hops + 1)
