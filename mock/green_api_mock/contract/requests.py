"""Reads what a request may hold: its parameters, and the fields of its body."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from green_api_mock.contract.document import Node, as_object, is_object
from green_api_mock.contract.model import Parameter, Wording, is_json
from green_api_mock.contract.responses import KnownNames, pick
from green_api_mock.contract.steps import possible_outcomes
from green_api_mock.errors import ContractError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from green_api_mock.contract.answer import Answer

_BITS = {"int32": 32, "int64": 64}
_IN_BRACES = re.compile(r"\{([^{}]+)\}")
# How far the parts of a body's schema are looked into for the names of its fields.
_MOST_HOPS = 8


def read_parameters(
    template: str, node: Node, path: Node, answers: Sequence[Answer]
) -> tuple[tuple[Parameter, ...], ...]:
    """Those of the path in its order, those of the query, and those of the header.

    Args:
        template: the path as it is written.
        node: the operation.
        path: what its parameters are shared with.
        answers: the operation's.
    """
    nodes = _parameter_nodes(node, path)
    named = _IN_BRACES.findall(template)
    for name in named:
        if name not in nodes or nodes[name]["in"].text() != "path":
            raise ContractError(f"`{name}` is in the path, but not among its parameters")
    parameters = [_parameter(each, answers) for each in nodes.values()]
    by_name = {parameter.name: parameter for parameter in parameters}
    return (
        tuple(by_name[name] for name in named),
        tuple(parameter for parameter in parameters if parameter.place == "query"),
        tuple(parameter for parameter in parameters if parameter.place == "header"),
    )


def known_names(node: Node, path: Node) -> KnownNames:
    """The names that a scenario of an operation may hold."""
    parameters = _parameter_nodes(node, path)
    properties = frozenset(name for name, _ in _properties(_body_schema(node)))
    is_text = not any(is_json(t) for t, _ in node.at("requestBody").at("content").items())
    return KnownNames(
        parameters=frozenset(parameters),
        in_path=frozenset(n for n, p in parameters.items() if p["in"].text() == "path"),
        properties=properties,
        as_text=frozenset(parameters) | (properties if is_text else frozenset[str]()),
        outcomes=possible_outcomes(node.at("x-mock")),
    )


def read_defaults(node: Node, path: Node) -> dict[str, Any]:
    """Parameters and fields, and what they are when a request leaves them out."""
    schemas = {name: each.at("schema") for name, each in _parameter_nodes(node, path).items()}
    schemas |= dict(_properties(_body_schema(node)))
    return {name: schema.at("default").value for name, schema in schemas.items()}


def read_wording(shared: Node, node: Node, path: Node) -> Wording:
    """The words for what can be wrong in a request.

    Args:
        shared: those for every operation.
        node: the operation, whose parameters and fields may have others.
        path: what its parameters are shared with.
    """
    shared.only(
        *("messageField", "pathField", "timeField", "message", "body", "details"),
        *("malformed", "malformedEnd"),
    )
    parameters = _parameter_nodes(node, path)
    fields = [
        *_properties(_body_schema(node)),
        *((name, each.at("schema")) for name, each in parameters.items()),
        *parameters.items(),
    ]
    by_field = {
        (name, rule): words.text()
        for name, schema in fields
        for rule, words in schema.at("x-mock").items()
        if isinstance(words.value, str)
    }
    return Wording(
        message_field=shared["messageField"].text(),
        path_field=shared["pathField"].text(),
        time_field=shared["timeField"].text(),
        message=shared["message"].text(),
        body=shared["body"].text(),
        details={rule: words.text() for rule, words in shared["details"].items()},
        by_field=by_field,
        malformed=shared["malformed"].text(),
        malformed_end=shared["malformedEnd"].text(),
    )


def _parameter_nodes(node: Node, path: Node) -> dict[str, Node]:
    """The parameters of a path and of its operation, by name."""
    return {p["name"].text(): p for p in (*path.at("parameters"), *node.at("parameters"))}


def _parameter(node: Node, answers: Sequence[Answer]) -> Parameter:
    invalid = node.at("x-mock").at("invalid").only("status", "example")
    schema = node.at("schema")
    examples = schema.at("examples").value or [schema.at("example").value]
    example: object = as_object(node.value).get("example", examples[0])
    return Parameter(
        name=node["name"].text(),
        place=node["in"].text(),
        is_integer=schema.at("type").value == "integer",
        is_sensitive=node.at("x-sensitive").value is True,
        invalid=pick(answers, invalid["status"].text(), invalid) if invalid else None,
        example="" if example is None else str(example),
        bits=_BITS.get(schema.at("format").text()),
    )


def _body_schema(node: Node) -> Node:
    """The schema of the body: that of JSON, or of the first media type."""
    content = node.at("requestBody").at("content")
    for media_type, media in content.items():
        if is_json(media_type):
            return media.at("schema")
    return next(iter(content.values()), content).at("schema")


def _properties(schema: Node, hops: int = 0) -> Iterator[tuple[str, Node]]:
    """The fields of an object, also those that parts of its schema name."""
    if hops > _MOST_HOPS or not is_object(schema.value):
        return
    yield from schema.at("properties").items()
    for way in ("allOf", "anyOf", "oneOf"):
        for part in schema.at(way):
            yield from _properties(part, hops + 1)
