"""The answers of an operation and its scenarios, as its `responses` declare them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar

from green_api_mock.contract.answer import Answer, Fault, MediaFault, MediaRule, Outcome
from green_api_mock.contract.document import Node, as_object
from green_api_mock.contract.links import find_links
from green_api_mock.contract.model import Scenario, is_json
from green_api_mock.errors import ContractError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_Word = TypeVar("_Word", bound=Enum)
_EXAMPLES = "examples"
_DEVIATIONS = "x-deviations"
_OF_SCENARIO = ("when", "summary", "times", "delaySeconds", "after", "fault", "waitSeconds")
NO_HEADERS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class KnownNames:
    """The names that a scenario's `when` may hold.

    Attributes:
        parameters: of the operation, wherever they are.
        in_path: those that the path holds.
        properties: of the body.
        as_text: those whose values are compared as text: they come as text.
        outcomes: those that the work of the operation can have, if it does any.
        elsewhere: those of all operations. A response may belong to several, and a scenario of it
            to those that have its names, and can have its outcome.
    """

    parameters: frozenset[str]
    in_path: frozenset[str]
    properties: frozenset[str]
    as_text: frozenset[str]
    outcomes: frozenset[Outcome]
    elsewhere: frozenset[str] = frozenset()

    @property
    def of_operation(self) -> frozenset[str]:
        """Those of this operation."""
        return self.parameters | self.properties


def read_answers(
    status: str, response: Node, said: Mapping[str, str] = NO_HEADERS
) -> Iterator[Answer]:
    """Every example of a response; one nameless answer where there is no content.

    Args:
        status: the key under which the response stands.
        response: its place.
        said: headers, in lower case, whose values are not those of their examples.
    """
    if not re.fullmatch("[1-5][0-9][0-9]", status):
        return  # `default` and `4XX` say nothing that could be sent
    headers = tuple(_header(name, node, said) for name, node in response.at("headers").items())
    if not response.at("content"):
        content_type = response.at("x-mock").at("contentType")
        typed = (("Content-Type", content_type.text()),) if content_type else ()
        summary = response.at("description").text().strip().split(". ")[0].rstrip(".")
        yield Answer(int(status), "", summary, None, typed + headers, None, b"")
    for media_type, media in response.at("content").items():
        for key in (_EXAMPLES, _DEVIATIONS):
            for name, example in media.at(key).items():
                value = example["value"].value
                yield Answer(
                    status=int(status),
                    name=name,
                    summary=example.at("summary").text(name),
                    media_type=media_type,
                    headers=(("Content-Type", media_type), *headers),
                    value=value,
                    body=serialize(value, media_type),
                    links=find_links(media.at("schema"), value),
                    is_deviation=key == _DEVIATIONS,
                    media=media_rule(example.at("x-mock").at("media")),
                )


def pick(answers: Sequence[Answer], status: str | None, node: Node) -> Answer:
    """The answer that a place in `x-mock` names by `status` and, if it has content, `example`."""
    name = node.at("example").text()
    for answer in answers:
        if status in (None, str(answer.status)) and answer.name == name:
            return answer
    raise ContractError(f"{node.where} names an answer that there is not ({status} {name})")


def media_rule(node: Node) -> MediaRule:
    """How the file is served that belongs to an example."""
    node.only("fault", "bytes", "contentDisposition")
    fault, size = node.at("fault"), node.at("bytes")
    return MediaRule(
        fault=_word(fault, MediaFault) if fault else None,
        size=int(size.number()) if size else None,
        disposition=node.at("contentDisposition").text(),
    )


def serialize(value: Any, media_type: str) -> bytes:
    """A value as it is sent in this media type."""
    if is_json(media_type):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    if not isinstance(value, str):
        raise ContractError(f"an example of {media_type} must be a text")
    return value.encode()


def _header(name: str, node: Node, said: Mapping[str, str]) -> tuple[str, str]:
    if name.lower() in said:
        return name, said[name.lower()]
    schema = node.at("schema")
    examples = schema.at("examples").value or [schema.at("const").value]
    value = as_object(node.value).get("example", examples[0])
    if value is None:
        raise ContractError(f"{node.where} has no example, so the mock cannot send it")
    return name, json.dumps(value) if isinstance(value, bool) else str(value)


def read_scenarios(response: Node, answers: list[Answer], known: KnownNames) -> Iterator[Scenario]:
    """The scenarios of a response without content, or of its examples."""
    for answer in answers:
        if answer.media_type is None:
            yield from _scenarios(response, answer, known)
        else:
            media = response["content"][answer.media_type]
            example = media[_DEVIATIONS if answer.is_deviation else _EXAMPLES][answer.name]
            yield from _scenarios(example, answer, known)


def _scenarios(owner: Node, answer: Answer, known: KnownNames) -> Iterator[Scenario]:
    """One scenario where `x-mock` has a `when` of its own, several under `scenarios`."""
    mock = owner.at("x-mock").only(*_OF_SCENARIO, "scenarios", "media", "contentType")
    own = [(answer.name, mock)] if mock.at("when") else []
    several = [(name, node.only(*_OF_SCENARIO)) for name, node in mock.at("scenarios").items()]
    for name, node in (*own, *several):
        scenario = _scenario(name, node, answer, known)
        if known.of_operation.issuperset(scenario.when) and (
            scenario.after is None or scenario.after in known.outcomes
        ):
            yield scenario


def _scenario(name: str, node: Node, answer: Answer, known: KnownNames) -> Scenario:
    when = {
        key: value.text() if key in known.as_text else value.value
        for key, value in node["when"].items()
    }
    unknown = set(when) - known.elsewhere
    if unknown or not when:
        raise ContractError(f"{node.where} > when must name parameters or fields, not {unknown}")
    times = node.at("times").value
    if times is not None and not (isinstance(times, int) and times > 0):
        raise ContractError(f"{node.where} > times must be a whole number over 0")
    after, fault, wait = node.at("after"), node.at("fault"), node.at("waitSeconds")
    is_error_of_path = not answer.is_success and known.in_path.issuperset(when)
    return Scenario(
        name=name,
        summary=node.at("summary").text(answer.summary),
        answer=answer,
        when=when,
        times=times,
        delay_seconds=node.at("delaySeconds").number(0),
        # A success must not hide what is wrong with the rest of the request.
        at_gateway=is_error_of_path and not after,
        after=_word(after, Outcome) if after else None,
        fault=_word(fault, Fault) if fault else None,
        wait_seconds=wait.number() if wait else None,
    )


def _word(node: Node, words: type[_Word]) -> _Word:
    """The member of an enumeration that the contract names by its value."""
    try:
        return words(node.text())
    except ValueError:
        known = ", ".join(word.value for word in words)
        raise ContractError(f"{node.where} must be one of {known}") from None
