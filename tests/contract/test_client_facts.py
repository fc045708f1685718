"""The client sends what is known to be accepted, and understands what is known to come."""

from typing import Any

from tests.contract.documented import JSON, MULTIPART, Operation
from tests.contract.facts import AnswerFact, RequestFact
from tests.contract.generated import GeneratedOperation, argument, masked
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


def known_arguments(generated: GeneratedOperation, known: RequestFact) -> dict[str, Any]:
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
        arguments["body"] = built(operation.contract, place, known.data["body"])
        assert arguments["body"] == argument(generated.kinds["body"], known.data["body"])
    if "form" in known.data:
        place = operation.body_schema_place(MULTIPART)
        form = {name: v[1] if isinstance(v, list) else v for name, v in known.data["form"].items()}
        arguments["body"] = built(operation.contract, place, form)
    return arguments


def test_the_client_sends_what_is_accepted(
    operation: Operation, known_requests: list[RequestFact], generated: GeneratedOperation
) -> None:
    declared = {parameter["name"].lower() for parameter in operation.parameters}
    for known in known_requests:
        wanted = known.request()
        sent = generated.sent(known_arguments(generated, known))
        assert request_line(sent) == request_line(wanted), known.because
        assert sent.url.path == wanted.url.path, known.because
        assert set(sent.headers) <= HTTP_HEADERS | declared, known.because


def test_the_client_understands_what_is_answered(
    known_answers: list[AnswerFact], generated: GeneratedOperation
) -> None:
    for known in known_answers:
        understand(known, generated, fits=True)


def test_the_client_understands_every_named_answer(
    named_answers: list[AnswerFact], generated: GeneratedOperation, judge: Judge
) -> None:
    for known in named_answers:
        problems = judge.answer(generated.operation, known.response())
        understand(known, generated, fits=not problems)


def understand(known: AnswerFact, generated: GeneratedOperation, *, fits: bool) -> None:
    operation = generated.operation
    arguments = generated.arguments(valid_case(operation))
    answer, request = known.response(), generated.build(arguments)
    response = generated.read(answer.status_code, answer.headers, answer.content, request)
    secrets = generated.secrets(arguments)
    assert response.status_code == known.status, known.because
    assert {name: response.headers[name] for name in known.headers} == known.headers, known.because
    assert response.content == masked(answer.text, secrets).encode(), known.because
    assert response.understood is fits, (known.because, response.problem)
    if not fits:
        assert response.parsed is None, known.because
        return
    shown = masked(known.body, secrets)
    assert as_json(response.parsed) == shown, known.because
    if known.is_json:
        place = operation.json_schema_place(known.status)
        assert response.parsed == built(operation.contract, place, shown), known.because


def test_the_client_takes_nothing_broken_for_a_model(
    broken_answers: list[AnswerFact], generated: GeneratedOperation
) -> None:
    for broken in broken_answers:
        answer = broken.response()
        response = generated.read(answer.status_code, answer.headers, answer.content)
        assert response.status_code == answer.status_code, broken.because
        assert response.content == answer.content, broken.because
        # Headers and texts are not the parser's affair.
        if broken.is_json and "headers" not in broken.data:
            assert not response.understood, broken.because
            assert response.parsed is None, (broken.because, response.parsed)
