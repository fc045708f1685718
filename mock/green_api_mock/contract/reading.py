"""From the text of an OpenAPI document to the contract that the mock serves."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from green_api_mock.contract.answer import Answer
from green_api_mock.contract.document import (
    JsonObject,
    MissingKeyError,
    Node,
    as_list,
    as_object,
    is_object,
)
from green_api_mock.contract.model import (
    Contract,
    Operation,
    Parameter,
    Quota,
    RateLimit,
    Scenario,
    Scenarios,
    Wording,
    is_json,
)
from green_api_mock.contract.remembering import (
    possible_outcomes,
    read_memory,
    read_refusal,
    read_step,
)
from green_api_mock.contract.responses import KnownNames, read_answers, read_scenarios
from green_api_mock.contract.yaml12 import parse_yaml
from green_api_mock.errors import ContractError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_BITS = {"int32": 32, "int64": 64}
_IN_BRACES = re.compile(r"\{([^{}]+)\}")
# How far the parts of a body's schema are looked into for the names of its fields.
_MOST_HOPS = 8


def default_contract() -> Path:
    """The contract that came with the package, or that of the checkout."""
    package = Path(__file__).resolve().parents[1]
    shipped = package / "openapi.yaml"
    return shipped if shipped.exists() else package.parents[1] / "openapi.yaml"


def read_contract(path: Path) -> Contract:
    """Read a contract from a file.

    Raises:
        ContractError: it cannot be read. One sentence that names the file and the place.
    """
    try:
        return parse_contract(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ContractError(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ContractError(f"{path} cannot be read: it is not UTF-8") from None
    except ContractError as error:
        raise ContractError(f"{path} cannot be used: {error}") from None


def parse_contract(text: str) -> Contract:
    """The contract in a text.

    Raises:
        ContractError: the text is not an OpenAPI contract that the mock can serve.
    """
    document = as_object(parse_yaml(text))
    if not str(document.get("openapi")).startswith("3."):
        raise ContractError("it is no OpenAPI 3 document (its `openapi` is missing or older)")
    try:
        return _Reader(document).contract()
    except MissingKeyError as missing:
        raise ContractError(str(missing)) from None
    except (TypeError, AttributeError, ValueError, LookupError) as error:
        raise ContractError(f"something in it has the wrong form: {error}") from error


class _Reader:
    """Turns a parsed document into a `Contract`."""

    def __init__(self, document: JsonObject) -> None:
        self._root = Node(document, document, "the contract")
        self._mock = self._root["x-mock"]
        self._per = self._mock.at("per").text() or self._counted_by()
        known = [_known(path[method], path) for _, method, path in self._places()]
        self._names = frozenset[str]().union(*(names.of_operation for names in known))

    def _counted_by(self) -> str:
        """What the first limit counts by, where no parameter is said to tell callers apart."""
        mocks = (path[method].at("x-mock") for _, method, path in self._places())
        limits = (mock.at(limit) for mock in mocks for limit in ("rateLimit", "quota"))
        return next((limit.at("per").text() for limit in limits if limit.at("per")), "")

    def contract(self) -> Contract:
        operations = tuple(self._operation(*place) for place in self._places())
        if not operations:
            raise ContractError("it describes no operation")
        identifiers = [operation.id for operation in operations]
        for twice in (each for each in identifiers if identifiers.count(each) > 1):
            raise ContractError(f"two of its operations are called {twice}")
        if self._per and not any(_has(operation, self._per) for operation in operations):
            raise ContractError(f"x-mock > per must name a parameter of a path, not {self._per}")
        gone = self._mock["answers"]["noSuchOperation"]
        return Contract(
            document=self._root.document,
            title=self._root.at("info").at("title").text("mock"),
            version=self._root.at("info").at("version").text("0"),
            operations=operations,
            per=self._per,
            no_such_operation=_pick(list(read_answers("404", gone["response"])), None, gone),
            unreadable=self._unreadable(operations),
            preflight=_preflight(self._mock["preflight"]),
            memory=read_memory(self._root, operations, self._per),
        )

    def _unreadable(self, operations: Sequence[Operation]) -> Answer:
        """What is no HTTP belongs to no operation: the first that documents the answer lends it."""
        node = self._mock["answers"]["unreadable"]
        answers = [answer for operation in operations for answer in operation.answers]
        return _pick(answers, node["status"].text(), node)

    def _places(self) -> Iterator[tuple[str, str, Node]]:
        for template, path in self._root["paths"].items():
            for method in _METHODS:
                if path.at(method):
                    yield template, method, path

    def _operation(self, template: str, method: str, path: Node) -> Operation:
        try:
            return self._read_operation(template, method, path)
        except ContractError as error:
            raise ContractError(f"{method.upper()} {template}: {error}") from None

    def _read_operation(self, template: str, method: str, path: Node) -> Operation:
        node = path[method]
        mock = node.at("x-mock")
        content = node.at("requestBody").at("content")
        media_types = frozenset(media_type.lower() for media_type, _ in content.items())
        answers, scenarios = self._answers(node, path)
        in_path, in_query, in_header = self._parameters(template, node, path, answers)
        can_be_wrong = bool(media_types) or any(
            parameter.invalid is None for parameter in (*in_path, *in_query, *in_header)
        )
        return Operation(
            id=node.at("operationId").text(f"{method.upper()} {template}"),
            method=method.upper(),
            template=template,
            ignores_case=bool(path.at("x-mock").at("caseInsensitive").value),
            media_types=media_types,
            body_required=node.at("requestBody").at("required").value is True,
            body_limit=int((mock.at("bodyLimitBytes") or self._mock["bodyLimitBytes"]).value),
            parameters=in_path,
            query=in_query,
            headers=in_header,
            answers=tuple(answers),
            default=_default(node, answers),
            scenarios=Scenarios(scenarios),
            malformed=self._shared(
                "malformedBody", answers, is_needed=any(map(is_json, media_types))
            ),
            invalid=self._shared("invalidRequest", answers, is_needed=can_be_wrong),
            too_large=self._shared("bodyTooLarge", answers, is_needed=bool(media_types)),
            rate_limit=self._rate_limit(mock.at("rateLimit"), in_path, answers),
            quota=self._quota(mock.at("quota"), in_path, answers),
            wording=_wording(self._mock["validation"], node, path),
            step=read_step(mock, answers, _defaults(node, path)),
            refusal=read_refusal(mock.at("refused"), answers),
        )

    def _answers(self, node: Node, path: Node) -> tuple[list[Answer], list[Scenario]]:
        answers: list[Answer] = []
        scenarios: list[Scenario] = []
        known = replace(_known(node, path), elsewhere=self._names)
        for status, response in node["responses"].items():
            said = _rate_headers(node.at("x-mock").at("rateLimit"), status)
            of_response = list(read_answers(status, response, said))
            answers += of_response
            scenarios += read_scenarios(response, of_response, known)
        return answers, scenarios

    def _parameters(
        self, template: str, node: Node, path: Node, answers: list[Answer]
    ) -> tuple[tuple[Parameter, ...], ...]:
        """Those of the path in its order, those of the query, and those of the header."""
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

    def _shared(self, name: str, answers: list[Answer], *, is_needed: bool) -> Answer | None:
        """The answer that `x-mock > answers` names for all operations, if this one has it."""
        node = self._mock["answers"][name] if is_needed else self._mock["answers"].at(name)
        if not is_needed and not any(_is_meant(answer, node) for answer in answers):
            return None
        return _pick(answers, node["status"].text(), node)

    def _rate_limit(
        self, node: Node, in_path: tuple[Parameter, ...], answers: list[Answer]
    ) -> RateLimit | None:
        if not node:
            return None
        return RateLimit(
            requests_per_second=int(node["requestsPerSecond"].value),
            per=self._caller(node, in_path),
            answer=_pick(answers, node["status"].text(), node),
            remaining_header=node["remainingHeader"].text(),
        )

    def _quota(
        self, node: Node, in_path: tuple[Parameter, ...], answers: list[Answer]
    ) -> Quota | None:
        if not node:
            return None
        return Quota(
            per=self._caller(node, in_path),
            answer=_pick(answers, node["status"].text(), node),
            used=tuple(node["used"].value),
            total=tuple(node["total"].value),
            method=tuple(as_list(node.at("method").value)),
        )

    def _caller(self, node: Node, in_path: tuple[Parameter, ...]) -> str:
        """The parameter that a limit counts by."""
        per = node.at("per").text(self._per)
        names = [parameter.name for parameter in in_path]
        if per not in names:
            raise ContractError(
                f"{node.where} > per must name a parameter of the path "
                f"({', '.join(names) or 'there is none'}), not {per or 'nothing'}"
            )
        return per


def _has(operation: Operation, name: str) -> bool:
    return any(parameter.name == name for parameter in operation.parameters)


def _parameter_nodes(node: Node, path: Node) -> dict[str, Node]:
    """The parameters of a path and of its operation, by name."""
    return {p["name"].text(): p for p in (*path.at("parameters"), *node.at("parameters"))}


def _known(node: Node, path: Node) -> KnownNames:
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


def _defaults(node: Node, path: Node) -> dict[str, Any]:
    """What parameters and fields are when a request leaves them out."""
    schemas = {name: each.at("schema") for name, each in _parameter_nodes(node, path).items()}
    schemas |= dict(_properties(_body_schema(node)))
    return {name: schema.at("default").value for name, schema in schemas.items()}


def _pick(answers: list[Answer], status: str | None, node: Node) -> Answer:
    """The answer that a place in `x-mock` names by `status` and, if it has content, `example`."""
    name = node.at("example").text()
    for answer in answers:
        if status in (None, str(answer.status)) and answer.name == name:
            return answer
    raise ContractError(f"{node.where} names an answer that there is not ({status} {name})")


def _is_meant(answer: Answer, node: Node) -> bool:
    return (str(answer.status), answer.name) == (
        node.at("status").text(),
        node.at("example").text(),
    )


def _body_schema(node: Node) -> Node:
    """The schema of the body: that of JSON, or of the first media type."""
    content = dict(node.at("requestBody").at("content").items())
    for media_type, media in content.items():
        if is_json(media_type):
            return media.at("schema")
    return next(iter(content.values())).at("schema") if content else node.at("requestBody")


def _properties(schema: Node, hops: int = 0) -> Iterator[tuple[str, Node]]:
    """The fields of an object, also those that parts of its schema name."""
    if hops > _MOST_HOPS or not is_object(schema.value):
        return
    yield from schema.at("properties").items()
    for way in ("allOf", "anyOf", "oneOf"):
        for part in schema.at(way):
            yield from _properties(part, hops + 1)


def _parameter(node: Node, answers: list[Answer]) -> Parameter:
    invalid = node.at("x-mock").at("invalid")
    schema = node.at("schema")
    examples = schema.at("examples").value or [schema.at("example").value]
    example: object = as_object(node.value).get("example", examples[0])
    return Parameter(
        name=node["name"].text(),
        place=node["in"].text(),
        is_integer=schema.at("type").value == "integer",
        is_sensitive=node.at("x-sensitive").value is True,
        invalid=_pick(answers, invalid["status"].text(), invalid) if invalid else None,
        example="" if example is None else str(example),
        bits=_BITS.get(schema.at("format").text()),
    )


def _default(node: Node, answers: list[Answer]) -> Answer:
    for answer in answers:
        if answer.is_success:
            return answer
    raise ContractError(f"{node.where} documents no success")


def _rate_headers(node: Node, status: str) -> Mapping[str, str]:
    """What the headers of the operation's own limit say: the examples are shared by many."""
    if not node:
        return {}
    limit = int(node["requestsPerSecond"].value)
    left = 0 if status == node["status"].text() else limit - 1
    said = {node["remainingHeader"].text().lower(): str(left)}
    if name := node.at("limitHeader").text():
        said[name.lower()] = str(limit)
    return said


def _wording(shared: Node, node: Node, path: Node) -> Wording:
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


def _preflight(node: Node) -> Answer:
    headers = tuple((name, value.text()) for name, value in node.at("headers").items())
    return Answer(int(node["status"].value), "", "Preflight", None, headers, None, b"")
