"""The client sends what is known to be accepted, and understands what is known to come."""

import json
from typing import Any

import httpx

from tests.contract.documented import Operation
from tests.contract.facts import AnswerFact, RequestFact
from tests.contract.generated import GeneratedOperation, as_json, client_over, masked, model_of
from tests.contract.judging import Judge
from tests.contract.valid import valid_case

# What any client of HTTP says of itself and of its request.
HTTP_HEADERS = {
    *("accept", "accept-encoding", "connection", "content-length", "content-type"),
    *("host", "user-agent"),
}


class Canned(httpx.BaseTransport):
    """Gives one answer and keeps the request that it got."""

    request: httpx.Request

    def __init__(self, answer: httpx.Response) -> None:
        self._answer = answer

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.request = request
        kept = self._answer
        return httpx.Response(kept.status_code, headers=kept.headers, content=kept.content)


def known_arguments(generated: GeneratedOperation, known: RequestFact) -> dict[str, Any]:
    """Return the arguments with which a user of the client would send the request."""
    operation = generated.operation
    values: dict[str, Any] = dict(operation.path_values(known.data["path"]) or {})
    for parameter in operation.parameters:
        if parameter["schema"].get("type") == "integer":
            values[parameter["name"]] = int(values[parameter["name"]])
    case = operation.tested.Case(path_parameters=values, body=known.data.get("body"))
    arguments = generated.arguments(case)
    if "body" in arguments:
        name = arguments["body"].__class__.__name__
        model = model_of(operation.contract, name, known.data["body"])
        assert model == arguments["body"]
        arguments["body"] = model
    return arguments


def test_the_client_sends_what_is_accepted(
    operation: Operation, known_request: RequestFact, generated: GeneratedOperation
) -> None:
    wanted = known_request.request()
    canned = Canned(httpx.Response(operation.success))
    client = client_over(canned, "http://localhost")
    generated.call(client, known_arguments(generated, known_request))
    sent = canned.request
    assert sent.method == wanted.method
    assert sent.url == wanted.url
    assert sent.headers["content-type"] == wanted.headers["content-type"]
    assert json.loads(sent.content) == json.loads(wanted.content)
    declared = {parameter["name"].lower() for parameter in operation.parameters}
    assert set(sent.headers) <= HTTP_HEADERS | declared


def test_the_client_understands_what_is_answered(
    known_answer: AnswerFact, generated: GeneratedOperation
) -> None:
    understand(known_answer, generated, fits=True)


def test_the_client_understands_every_named_answer(
    named_answer: AnswerFact, generated: GeneratedOperation, judge: Judge
) -> None:
    problems = judge.answer(generated.operation, named_answer.response())
    understand(named_answer, generated, fits=not problems)


def understand(known: AnswerFact, generated: GeneratedOperation, *, fits: bool) -> None:
    operation = generated.operation
    arguments = generated.arguments(valid_case(operation))
    answer = known.response()
    response = generated.call(client_over(Canned(answer), "http://localhost"), arguments)
    secrets = generated.secrets(arguments)
    assert response.status_code == known.status
    assert {name: response.headers[name] for name in known.headers} == known.headers
    assert response.content == masked(answer.text, secrets).encode()
    if not fits:
        assert response.parsed is None
        return
    shown = masked(known.body, secrets)
    assert as_json(response.parsed) == shown
    name = operation.schema_name(known.status)
    if name and known.is_json:
        assert response.parsed == model_of(operation.contract, name, shown)


def test_the_client_takes_nothing_broken_for_a_model(
    broken_answer: AnswerFact, generated: GeneratedOperation
) -> None:
    answer = broken_answer.response()
    arguments = generated.arguments(valid_case(generated.operation))
    response = generated.call(client_over(Canned(answer), "http://localhost"), arguments)
    assert response.status_code == answer.status_code
    assert response.content == answer.content
    # Headers and texts are not the parser's affair.
    if broken_answer.is_json and "headers" not in broken_answer.data:
        assert response.parsed is None, response.parsed
