"""Reads what an operation does with what is remembered; `memory.py` has the words' meaning."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any

from green_api_mock.contract.answer import Outcome
from green_api_mock.contract.document import Node, as_object, is_object
from green_api_mock.contract.memory import (
    Drop,
    Fetch,
    Find,
    Listing,
    Merge,
    Peek,
    Read,
    Refusal,
    Send,
    Step,
)
from green_api_mock.contract.places import copies, member
from green_api_mock.errors import ContractError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from green_api_mock.contract.answer import Answer

_USUAL_COUNT = 100


def read_step(node: Node, answers: Sequence[Answer], known: Mapping[str, Any]) -> Step | None:
    """What an operation reads or changes.

    Args:
        node: its `x-mock`.
        answers: the operation's.
        known: its parameters and fields, and what they are when they are left out.
    """
    found = [read(node[word], answers, known) for word, read in _STEPS.items() if node.at(word)]
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
    if not node.only("while", "answer"):
        return None
    place = node["while"]
    return Refusal(member(place.text(), place.where), _answer(node, "answer", answers))


def _queue_step(node: Node, answers: Sequence[Answer], known: Mapping[str, Any]) -> Step:
    if node.at("drop"):
        node.only("drop", "by", "missing")
        by = _in_request(node["by"], known)
        return Drop(node["drop"].text(), by, _answer(node, "missing", answers))
    node.only("peek", "wait", "id", "put", "empty")
    wait = _in_request(node["wait"], known)
    return Peek(
        queue=node["peek"].text(),
        wait=wait,
        wait_seconds=float(known[wait] or 0),
        number=node["id"].names(),
        body=node["put"].names(),
        empty=_answer(node, "empty", answers),
    )


def _document_step(node: Node, answers: Sequence[Answer], _: Mapping[str, Any]) -> Step:
    if node.at("merge"):
        return Merge(node.only("merge")["merge"].text())
    return Read(node.only("read", "first")["read"].text(), _answer(node, "first", answers))


def _journal_step(node: Node, answers: Sequence[Answer], known: Mapping[str, Any]) -> Step:
    match = tuple(_in_request(each, known) for each in node.at("match"))
    node.at("match").names()
    if node.at("find"):
        node.only("find", "match", "missing")
        return Find(node["find"].text(), match, _answer(node, "missing", answers))
    node.only("list", "where", "match", "minutes", "time", "count", "newestFirst")
    minutes = _in_request(node["minutes"], known) if node.at("minutes") else None
    count = _in_request(node["count"], known) if node.at("count") else None
    return Listing(
        journal=node["list"].text(),
        having=as_object(node.at("where").value),
        match=match,
        minutes=None if minutes is None else (minutes, float(known[minutes] or inf)),
        time="" if minutes is None else node["time"].text(),
        count=None if count is None else (count, int(known[count] or _USUAL_COUNT)),
        newest_first=node.at("newestFirst").flag(),
    )


def _send_step(node: Node, _: Sequence[Answer], known: Mapping[str, Any]) -> Step:
    node.only("trigger", "copy", "answer", "file", "name")
    trigger = node["trigger"]
    by_type = (
        {name: each.text() for name, each in trigger.items()}
        if is_object(trigger.value)
        else {"*": trigger.text()}
    )
    if "*" not in by_type:
        raise ContractError(f"{trigger.where} must say what any other type triggers: `*`")
    for source in node["copy"].values():
        _in_request(source, known)
    return Send(
        triggers=by_type,
        copy=copies(node["copy"]),
        answer=copies(node["answer"]),
        file=_in_request(node["file"], known) if node.at("file") else "",
        name=_in_request(node["name"], known) if node.at("name") else "",
    )


def _fetch_step(node: Node, answers: Sequence[Answer], known: Mapping[str, Any]) -> Step:
    node.only("match", "link", "missing")
    missing = _answer(node, "missing", answers) if node.at("missing") else None
    node["match"].names()
    match = tuple(_in_request(each, known) for each in node["match"])
    return Fetch(match, node["link"].names(), missing)


# By the word of `x-mock` that says so.
_STEPS: Mapping[str, Callable[[Node, Sequence[Answer], Mapping[str, Any]], Step]] = {
    "queue": _queue_step,
    "document": _document_step,
    "journal": _journal_step,
    "send": _send_step,
    "file": _fetch_step,
}


def _answer(node: Node, key: str, answers: Sequence[Answer]) -> Answer:
    """The answer of the operation that a key names."""
    name = node[key].text()
    for answer in answers:
        if answer.name == name:
            return answer
    raise ContractError(f"{node.where} > {key} names an answer that there is not ({name})")


def _in_request(node: Node, known: Mapping[str, Any]) -> str:
    """The parameter or field that a key names, perhaps with a place below it."""
    name = node.text()
    if name.partition(".")[0] not in known:
        raise ContractError(
            f"{node.where} must name a parameter or field of the request "
            f"({', '.join(known) or 'there is none'}), not {name}"
        )
    return name
