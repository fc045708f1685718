"""The contract as the mock needs it: everything that can be known before a request comes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from green_api_mock.document import JsonObject, MissingKeyError, Node, as_object
from green_api_mock.errors import ContractError
from green_api_mock.yaml12 import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_JSON_MEDIA_TYPE = re.compile(r"application/(.+\+)?json", re.IGNORECASE)


class MediaFault(Enum):
    """What goes wrong with a file. The values are the contract's words."""

    EXPIRED = "expired"
    EXPIRES_HALFWAY = "expiresHalfway"
    TRUNCATED = "truncated"
    STALLED = "stalled"


@dataclass(frozen=True, slots=True)
class MediaRule:
    """How the file behind a link is served.

    Attributes:
        size: in bytes, of a file that is made while it is sent; None for a sample.
        disposition: the Content-Disposition header.
    """

    fault: MediaFault | None = None
    size: int | None = None
    disposition: str = ""


_AS_IT_IS = MediaRule()


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """One documented answer, ready to be sent.

    Attributes:
        name: the example's name; empty for an answer without content.
        headers: in the contract's order, Content-Type first.
        value: the example's value as the contract has it; None without content.
        links: where in a JSON body the links are that the mock points at itself.
        is_deviation: known to happen, but against the contract, so Prism cannot give it.
        media: how the file behind the link is served.
    """

    status: int
    name: str
    summary: str
    media_type: str | None
    headers: tuple[tuple[str, str], ...]
    value: Any
    body: bytes
    links: tuple[tuple[str, ...], ...] = ()
    is_deviation: bool = False
    media: MediaRule = _AS_IT_IS

    @property
    def title(self) -> str:
        """How a person names it: the status and the example."""
        return f"{self.status} {self.name}".strip()


@dataclass(frozen=True, slots=True)
class Scenario:
    """Requests with these values get this answer.

    Attributes:
        when: parameter or body property names and the values that they must have.
        times: how many requests get it before the scenario is over; None for all.
        at_gateway: the scenario plays before query and body are looked at: it is an error, and
            only path parameters are among the names.
    """

    name: str
    summary: str
    answer: Answer
    when: Mapping[str, Any]
    times: int | None
    delay_seconds: float
    at_gateway: bool


class Scenarios(Sequence[Scenario]):
    """An operation's scenarios in the contract's order, found by the values of a request."""

    def __init__(self, scenarios: Iterable[Scenario]) -> None:
        self._all = tuple(scenarios)
        # By one of its names and that value, which leaves few scenarios to look at, or none.
        self._index: dict[str, dict[Any, list[Scenario]]] = {}
        for scenario in self._all:
            name, value = next(iter(scenario.when.items()))
            self._index.setdefault(name, {}).setdefault(_key(value), []).append(scenario)

    def of(self, values: Mapping[str, Any]) -> list[Scenario]:
        """Those whose values are all among a request's, in the contract's order."""
        found = [
            scenario
            for name, by_value in self._index.items()
            if name in values
            for scenario in by_value.get(_key(values[name]), ())
            if all(key in values and values[key] == scenario.when[key] for key in scenario.when)
        ]
        return sorted(found, key=self._all.index) if len(found) > 1 else found

    @overload
    def __getitem__(self, index: int) -> Scenario: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Scenario, ...]: ...
    def __getitem__(self, index: int | slice) -> Scenario | tuple[Scenario, ...]:
        return self._all[index]

    def __len__(self) -> int:
        return len(self._all)


def _key(value: Any) -> str:
    """Something to look a JSON value up by: lists and mappings are no keys."""
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A path parameter and the answer to a request in which it is broken."""

    name: str
    is_integer: bool
    is_sensitive: bool
    invalid: Answer | None


@dataclass(frozen=True, slots=True)
class RateLimit:
    """The gateway's limit, enforced on demand."""

    requests_per_second: int
    per: str
    answer: Answer
    remaining_header: str


@dataclass(frozen=True, slots=True)
class Quota:
    """The monthly quota, enforced on demand, and where its counters are in the answer."""

    per: str
    answer: Answer
    used: tuple[str, ...]
    total: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """The server's words for broken rules, and the fields of the answer that carry them."""

    message_field: str
    path_field: str
    time_field: str
    message: str
    body: str
    details: Mapping[str, str]
    by_field: Mapping[tuple[str, str], str]
    malformed: str
    malformed_end: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One path and method of the contract."""

    method: str
    template: str
    ignores_case: bool
    media_types: frozenset[str]
    parameters: tuple[Parameter, ...]
    query: frozenset[str]
    answers: tuple[Answer, ...]
    default: Answer
    scenarios: Scenarios
    malformed: Answer
    invalid: Answer
    too_large: Answer
    rate_limit: RateLimit | None
    quota: Quota | None
    wording: Wording

    def find(self, status: int | None, name: str | None) -> Answer | None:
        """The first answer with this status and this example's name; None stands for any."""
        for answer in self.answers:
            if status in (None, answer.status) and name in (None, answer.name):
                return answer
        return None


@dataclass(frozen=True, slots=True)
class Contract:
    """The whole contract.

    Attributes:
        document: the parsed OpenAPI document.
        body_limit: the largest request body in bytes.
        unreadable: the answer to what is not HTTP.
        preflight: the answer to a browser's preflight request.
    """

    document: JsonObject
    title: str
    version: str
    operations: tuple[Operation, ...]
    body_limit: int
    no_such_operation: Answer
    unreadable: Answer
    preflight: Answer


def default_contract() -> Path:
    """The contract that came with the package, or that of the checkout."""
    package = Path(__file__).resolve().parent
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
    except (TypeError, AttributeError, ValueError) as error:
        raise ContractError(f"something in it has the wrong form: {error}") from error


class _Reader:
    """Turns a parsed document into a `Contract`."""

    def __init__(self, document: JsonObject) -> None:
        self._root = Node(document, document, "the contract")
        self._mock = self._root["x-mock"]
        known = [_known(path[method], path) for _, method, path in self._places()]
        self._names = frozenset[str]().union(*(names.of_operation for names in known))

    def contract(self) -> Contract:
        operations = tuple(self._operations())
        if not operations:
            raise ContractError("it describes no operation")
        answers = self._mock["answers"]
        no_such = answers["noSuchOperation"]
        gone = tuple(_response_answers("404", no_such["response"]))
        return Contract(
            document=self._root.document,
            title=self._root.at("info").at("title").text("mock"),
            version=self._root.at("info").at("version").text("0"),
            operations=operations,
            body_limit=int(self._mock["bodyLimitBytes"].value),
            no_such_operation=_pick(gone, None, no_such),
            unreadable=self._shared(operations[0], "unreadable"),
            preflight=_preflight(self._mock["preflight"]),
        )

    def _shared(self, operation: Operation, name: str) -> Answer:
        node = self._mock["answers"][name]
        return _pick(operation.answers, node["status"].text(), node)

    def _places(self) -> Iterator[tuple[str, str, Node]]:
        for template, path in self._root["paths"].items():
            for method in _METHODS:
                if path.at(method):
                    yield template, method, path

    def _operations(self) -> Iterator[Operation]:
        for template, method, path in self._places():
            yield self._operation(template, method, path)

    def _operation(self, template: str, method: str, path: Node) -> Operation:
        node = path[method]
        answers: list[Answer] = []
        scenarios: list[Scenario] = []
        schema = _json_schema(node.at("requestBody"))
        parameters = _parameters(node, path)
        known = replace(_known(node, path), elsewhere=self._names)
        for status, response in node["responses"].items():
            of_response = list(_response_answers(status, response))
            answers += of_response
            scenarios += _response_scenarios(response, of_response, known)
        picked = {
            name: self._picked(answers, name)
            for name in ("malformedBody", "invalidRequest", "bodyTooLarge")
        }
        return Operation(
            method=method.upper(),
            template=template,
            ignores_case=bool(path.at("x-mock").at("caseInsensitive").value),
            media_types=frozenset(
                t.lower() for t, _ in node.at("requestBody").at("content").items()
            ),
            parameters=tuple(
                _parameter(parameters[name], answers)
                for name in re.findall(r"\{([^{}]+)\}", template)
            ),
            query=_names_in("query", parameters),
            answers=tuple(answers),
            default=_default(node, answers),
            scenarios=Scenarios(scenarios),
            malformed=picked["malformedBody"],
            invalid=picked["invalidRequest"],
            too_large=picked["bodyTooLarge"],
            rate_limit=_rate_limit(node.at("x-mock").at("rateLimit"), answers),
            quota=_quota(node.at("x-mock").at("quota"), answers),
            wording=_wording(self._mock["validation"], schema),
        )

    def _picked(self, answers: list[Answer], name: str) -> Answer:
        node = self._mock["answers"][name]
        return _pick(answers, node["status"].text(), node)


@dataclass(frozen=True, slots=True)
class _Known:
    """The names that a scenario's `when` may hold.

    Attributes:
        in_path: the parameters that the path holds.
        elsewhere: those of all operations. A response may belong to several, and a scenario of it
            to those that have its names.
    """

    parameters: frozenset[str]
    in_path: frozenset[str]
    properties: frozenset[str]
    elsewhere: frozenset[str] = frozenset()

    @property
    def of_operation(self) -> frozenset[str]:
        """Those of this operation."""
        return self.parameters | self.properties


def _parameters(node: Node, path: Node) -> dict[str, Node]:
    """The parameters of a path and of its operation, by name."""
    return {p["name"].text(): p for p in (*path.at("parameters"), *node.at("parameters"))}


def _names_in(place: str, parameters: Mapping[str, Node]) -> frozenset[str]:
    return frozenset(name for name, p in parameters.items() if p["in"].text() == place)


def _known(node: Node, path: Node) -> _Known:
    schema = _json_schema(node.at("requestBody"))
    parameters = _parameters(node, path)
    return _Known(
        frozenset(parameters),
        _names_in("path", parameters),
        frozenset(name for name, _ in schema.at("properties").items()),
    )


def _pick(answers: tuple[Answer, ...] | list[Answer], status: str | None, node: Node) -> Answer:
    """The answer that a place in `x-mock` names by `status` and, if it has content, `example`."""
    name = node.at("example").text()
    for answer in answers:
        if status in (None, str(answer.status)) and answer.name == name:
            return answer
    raise ContractError(f"{node.where} names an answer that there is not ({status} {name})")


def _response_answers(status: str, response: Node) -> Iterator[Answer]:
    """Every example of a response; one nameless answer where there is no content."""
    if not re.fullmatch("[1-5][0-9][0-9]", status):
        return  # `default` and `4XX` say nothing that could be sent
    headers = tuple(_header(name, node) for name, node in response.at("headers").items())
    if not response.at("content"):
        content_type = response.at("x-mock").at("contentType")
        typed = (("Content-Type", content_type.text()),) if content_type else ()
        summary = response.at("description").text().strip().split(". ")[0].rstrip(".")
        yield Answer(int(status), "", summary, None, typed + headers, None, b"")
    for media_type, media in response.at("content").items():
        links = tuple(_links(media.at("schema")))
        groups = (("examples", False), ("x-deviations", True))
        for key, is_deviation in groups:
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
                    links=links,
                    is_deviation=is_deviation,
                    media=_media_rule(example.at("x-mock").at("media")),
                )


def _media_rule(node: Node) -> MediaRule:
    fault, size = node.at("fault").text(), node.at("bytes").value
    known = [fault.value for fault in MediaFault]
    if fault and fault not in known:
        raise ContractError(f"{node.where} > fault must be one of {', '.join(known)}")
    return MediaRule(
        fault=MediaFault(fault) if fault else None,
        size=None if size is None else int(size),
        disposition=node.at("contentDisposition").text(),
    )


def serialize(value: Any, media_type: str) -> bytes:
    """A value as it is sent in this media type."""
    if _JSON_MEDIA_TYPE.fullmatch(media_type):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    if not isinstance(value, str):
        raise ContractError(f"an example of {media_type} must be a text")
    return value.encode()


def _header(name: str, node: Node) -> tuple[str, str]:
    schema = node.at("schema")
    examples = schema.at("examples").value or [schema.at("const").value]
    value = as_object(node.value).get("example", examples[0])
    if value is None:
        raise ContractError(f"{node.where} has no example, so the mock cannot send it")
    return name, json.dumps(value) if isinstance(value, bool) else str(value)


def _links(schema: Node, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, node in schema.at("properties").items():
        if node.at("x-mock").at("link").value is True:
            yield (*path, name)
        elif len(path) < 8:  # noqa: PLR2004 - a schema may contain itself; a link lies near the top
            yield from _links(node, (*path, name))


def _json_schema(body: Node) -> Node:
    for media_type, media in body.at("content").items():
        if _JSON_MEDIA_TYPE.fullmatch(media_type):
            return media.at("schema")
    return body.at("content")


def _response_scenarios(response: Node, answers: list[Answer], known: _Known) -> Iterator[Scenario]:
    """The scenarios of a response without content, or of its examples."""
    for answer in answers:
        if answer.media_type is None:
            yield from _scenarios(response, answer, known)
        else:
            media = response["content"][answer.media_type]
            example = media["x-deviations" if answer.is_deviation else "examples"][answer.name]
            yield from _scenarios(example, answer, known)


def _scenarios(owner: Node, answer: Answer, known: _Known) -> Iterator[Scenario]:
    """One scenario where `x-mock` has a `when` of its own, several under `scenarios`."""
    mock = owner.at("x-mock")
    own = [(answer.name, mock)] if mock.at("when") else []
    for name, node in (*own, *mock.at("scenarios").items()):
        scenario = _scenario(name, node, answer, known)
        if known.of_operation.issuperset(scenario.when):
            yield scenario


def _scenario(name: str, node: Node, answer: Answer, known: _Known) -> Scenario:
    when = {
        # A parameter is compared as it stands in the URL.
        key: value.text() if key in known.parameters else value.value
        for key, value in node["when"].items()
    }
    unknown = set(when) - known.elsewhere
    if unknown or not when:
        raise ContractError(f"{node.where} > when must name parameters or fields, not {unknown}")
    times = node.at("times").value
    if times is not None and not (isinstance(times, int) and times > 0):
        raise ContractError(f"{node.where} > times must be a whole number over 0")
    return Scenario(
        name=name,
        summary=node.at("summary").text(answer.summary),
        answer=answer,
        when=when,
        times=times,
        delay_seconds=float(node.at("delaySeconds").value or 0),
        # A success must not hide what Prism would find wrong with the rest of the request.
        at_gateway=not _is_success(answer) and known.in_path.issuperset(when),
    )


def _parameter(node: Node, answers: list[Answer]) -> Parameter:
    invalid = node.at("x-mock").at("invalid")
    return Parameter(
        name=node["name"].text(),
        is_integer=node.at("schema").at("type").value == "integer",
        is_sensitive=node.at("x-sensitive").value is True,
        invalid=_pick(answers, invalid["status"].text(), invalid) if invalid else None,
    )


def _default(node: Node, answers: list[Answer]) -> Answer:
    for answer in answers:
        if _is_success(answer):
            return answer
    raise ContractError(f"{node.where} documents no success")


def _is_success(answer: Answer) -> bool:
    return 200 <= answer.status < 300  # noqa: PLR2004 - as RFC 9110 numbers it


def _rate_limit(node: Node, answers: list[Answer]) -> RateLimit | None:
    if not node:
        return None
    return RateLimit(
        requests_per_second=int(node["requestsPerSecond"].value),
        per=node["per"].text(),
        answer=_pick(answers, node["status"].text(), node),
        remaining_header=node["remainingHeader"].text(),
    )


def _quota(node: Node, answers: list[Answer]) -> Quota | None:
    if not node:
        return None
    return Quota(
        per=node["per"].text(),
        answer=_pick(answers, node["status"].text(), node),
        used=tuple(node["used"].value),
        total=tuple(node["total"].value),
    )


def _wording(node: Node, schema: Node) -> Wording:
    by_field = {
        (name, rule): words.text()
        for name, field_schema in schema.at("properties").items()
        for rule, words in field_schema.at("x-mock").items()
    }
    return Wording(
        message_field=node["messageField"].text(),
        path_field=node["pathField"].text(),
        time_field=node["timeField"].text(),
        message=node["message"].text(),
        body=node["body"].text(),
        details={rule: words.text() for rule, words in node["details"].items()},
        by_field=by_field,
        malformed=node["malformed"].text(),
        malformed_end=node["malformedEnd"].text(),
    )


def _preflight(node: Node) -> Answer:
    headers = tuple((name, value.text()) for name, value in node.at("headers").items())
    return Answer(int(node["status"].value), "", "Preflight", None, headers, None, b"")
