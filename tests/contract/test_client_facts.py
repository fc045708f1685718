"""The client sends what is known to be accepted, and understands what is known to come."""

from typing import Any

import httpx

from tests.contract.documented import JSON, Operation
from tests.contract.facts import AnswerFact, RequestFact
from tests.contract.generated import GeneratedOperation, argument, client_over, masked
from tests.contract.judging import Judge
from tests.contract.reading import as_json, built, python_name
from tests.contract.sent import typed
from tests.contract.test_agreement import request_line
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


def known_arguments(
    generated: GeneratedOperation, known: RequestFact, judge: Judge
) -> dict[str, Any]:
    """Return the arguments with which a user of the client would send the request."""
    operation, request = generated.operation, known.request()
    texts = {
        **(operation.path_values(request.url.path) or {}),
        **request.url.params,
        **request.headers,
    }
    arguments = {}
    for parameter in operation.parameters:
        spelled = {"header": parameter["name"].lower()}.get(parameter["in"], parameter["name"])
        if spelled in texts:
            schema = operation.contract.follow(parameter["schema"])
            name = python_name(parameter["name"])
            arguments[name] = argument(generated.kinds[name], typed(schema, texts[spelled]))
    if "body" in known.data:
        place = operation.body_schema_place(JSON)
        arguments["body"] = built(operation.contract, judge, place, known.data["body"])
        assert arguments["body"] == argument(generated.kinds["body"], known.data["body"])
    return arguments


def test_the_client_sends_what_is_accepted(
    operation: Operation, known_request: RequestFact, generated: GeneratedOperation, judge: Judge
) -> None:
    wanted = known_request.request()
    canned = Canned(httpx.Response(operation.success))
    client = client_over(canned, "http://localhost")
    generated.call(client, known_arguments(generated, known_request, judge))
    sent = canned.request
    assert request_line(sent) == request_line(wanted)
    assert sent.url.path == wanted.url.path
    declared = {parameter["name"].lower() for parameter in operation.parameters}
    assert set(sent.headers) <= HTTP_HEADERS | declared


def test_the_client_understands_what_is_answered(
    known_answer: AnswerFact, generated: GeneratedOperation, judge: Judge
) -> None:
    understand(known_answer, generated, judge, fits=True)


def test_the_client_understands_every_named_answer(
    named_answer: AnswerFact, generated: GeneratedOperation, judge: Judge
) -> None:
    problems = judge.answer(generated.operation, named_answer.response())
    understand(named_answer, generated, judge, fits=not problems)


def understand(
    known: AnswerFact, generated: GeneratedOperation, judge: Judge, *, fits: bool
) -> None:
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
    if known.is_json:
        place = operation.json_schema_place(known.status)
        assert response.parsed == built(operation.contract, judge, place, shown)


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
