"""From the text of an OpenAPI document to the contract that the mock serves."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from green_api_mock.contract.answer import Answer
from green_api_mock.contract.document import JsonObject, MissingKeyError, Node, as_object
from green_api_mock.contract.limits import rate_headers, read_quota, read_rate_limit
from green_api_mock.contract.model import Contract, Operation, Scenario, Scenarios, is_json
from green_api_mock.contract.remembering import read_memory
from green_api_mock.contract.requests import (
    known_names,
    read_defaults,
    read_parameters,
    read_wording,
)
from green_api_mock.contract.responses import pick, read_answers, read_scenarios
from green_api_mock.contract.steps import read_refusal, read_step
from green_api_mock.contract.yaml12 import parse_yaml
from green_api_mock.errors import ContractError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
# The words of `x-mock`, at the root and in an operation, and the answers that all may share.
_OF_ROOT = (
    *("per", "bodyLimitBytes", "answers", "validation", "preflight"),
    *("queues", "delivery"),
)
_OF_OPERATION = (
    *("bodyLimitBytes", "rateLimit", "quota"),
    *("queue", "journal", "document", "send", "file", "refused"),
)
_SHARED = ("noSuchOperation", "unreadable", "bodyTooLarge", "malformedBody", "invalidRequest")


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
        self._mock = self._root["x-mock"].only(*_OF_ROOT)
        self._mock["answers"].only(*_SHARED)
        self._per = self._mock.at("per").text() or self._counted_by()
        known = [known_names(path[method], path) for _, method, path in self._places()]
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
        gone = self._mock["answers"]["noSuchOperation"].only("response", "example")
        return Contract(
            document=self._root.document,
            title=self._root.at("info").at("title").text("mock"),
            version=self._root.at("info").at("version").text("0"),
            operations=operations,
            per=self._per,
            no_such_operation=pick(list(read_answers("404", gone["response"])), None, gone),
            unreadable=self._unreadable(operations),
            preflight=_preflight(self._mock["preflight"]),
            memory=read_memory(self._root, operations, self._per),
        )

    def _unreadable(self, operations: Sequence[Operation]) -> Answer:
        """What is no HTTP belongs to no operation: the first that documents the answer lends it."""
        node = self._mock["answers"]["unreadable"]
        answers = [answer for operation in operations for answer in operation.answers]
        return pick(answers, node["status"].text(), node)

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
        mock = node.at("x-mock").only(*_OF_OPERATION)
        content = node.at("requestBody").at("content")
        media_types = frozenset(media_type.lower() for media_type, _ in content.items())
        answers, scenarios = self._answers(node, path)
        in_path, in_query, in_header = read_parameters(template, node, path, answers)
        can_be_wrong = bool(media_types) or any(
            parameter.invalid is None for parameter in (*in_path, *in_query, *in_header)
        )
        return Operation(
            id=node.at("operationId").text(f"{method.upper()} {template}"),
            method=method.upper(),
            template=template,
            ignores_case=path.at("x-mock").only("caseInsensitive").at("caseInsensitive").flag(),
            media_types=media_types,
            body_required=node.at("requestBody").at("required").value is True,
            body_limit=int((mock.at("bodyLimitBytes") or self._mock["bodyLimitBytes"]).number()),
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
            rate_limit=read_rate_limit(mock.at("rateLimit"), self._per, in_path, answers),
            quota=read_quota(mock.at("quota"), self._per, in_path, answers),
            wording=read_wording(self._mock["validation"], node, path),
            step=read_step(mock, answers, read_defaults(node, path)),
            refusal=read_refusal(mock.at("refused"), answers),
        )

    def _answers(self, node: Node, path: Node) -> tuple[list[Answer], list[Scenario]]:
        answers: list[Answer] = []
        scenarios: list[Scenario] = []
        known = replace(known_names(node, path), elsewhere=self._names)
        for status, response in node["responses"].items():
            said = rate_headers(node.at("x-mock").at("rateLimit"), status)
            of_response = list(read_answers(status, response, said))
            answers += of_response
            scenarios += read_scenarios(response, of_response, known)
        return answers, scenarios

    def _shared(self, name: str, answers: list[Answer], *, is_needed: bool) -> Answer | None:
        """The answer that `x-mock > answers` names for all operations, if this one has it."""
        node = self._mock["answers"].at(name)
        if not is_needed and not any(_is_meant(answer, node) for answer in answers):
            return None
        return pick(answers, node.only("status", "example")["status"].text(), node)


def _has(operation: Operation, name: str) -> bool:
    return any(parameter.name == name for parameter in operation.parameters)


def _is_meant(answer: Answer, node: Node) -> bool:
    return (str(answer.status), answer.name) == (
        node.at("status").text(),
        node.at("example").text(),
    )


def _default(node: Node, answers: list[Answer]) -> Answer:
    for answer in answers:
        if answer.is_success:
            return answer
    raise ContractError(f"{node.where} documents no success")


def _preflight(node: Node) -> Answer:
    headers = tuple((name, value.text()) for name, value in node.at("headers").items())
    return Answer(int(node["status"].value), "", "Preflight", None, headers, None, b"")
