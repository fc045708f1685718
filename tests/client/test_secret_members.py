"""A secret within a body reaches the server or the caller, and nothing that is shown or written."""

import copy
import json
import logging
import pickle
import traceback
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from green_api_client import errors
from green_api_client.masking import mask_members
from tests.client.sending import CANARY, CONTRACT, AsyncSender, Sender, always, client_over
from tests.contract.documented import JSON, Operation
from tests.contract.generated import GeneratedOperation
from tests.contract.reading import objects, python_name
from tests.contract.valid import valid_case


def with_secrets(place: str, value: Any) -> tuple[Any, set[str]]:
    """Return a copy of a value with the canary in every secret member, and their names."""
    value = copy.deepcopy(value)
    names: set[str] = set()
    for part in objects(CONTRACT, place, value):
        node = value
        for step in part.pointer.split("/")[1:]:
            node = node[int(step) if isinstance(node, list) else step]
        for name, member in CONTRACT.members(part.place).items():
            if CONTRACT.at(CONTRACT.place(member)).get("x-sensitive"):
                node[name] = CANARY
                names.add(name)
    return value, names


def sent_secrets() -> Iterator[tuple[Operation, Any]]:
    """Yield each operation whose body may hold a secret, and such a body."""
    for operation in CONTRACT.operations:
        if JSON in operation.bodies:
            body, names = with_secrets(
                operation.body_schema_place(JSON), valid_case(operation).body
            )
            if names:
                yield operation, body


def received_secrets() -> Iterator[tuple[Operation, int, Any, str]]:
    """Yield each status whose body may hold a secret, such a body, and the member's name."""
    for operation in CONTRACT.operations:
        for answer in operation.answers():
            if answer.is_json and not answer.is_deviation:
                body, names = with_secrets(answer.schema_place, answer.value)
                for name in names:
                    yield operation, answer.status, body, name
                    break


SENT = [pytest.param(*case, id=str(case[0])) for case in sent_secrets()]
RECEIVED = {
    f"{operation}-{status}": case for case in received_secrets() for operation, status in [case[:2]]
}


def texts_of(error: BaseException) -> str:
    """Return what a log or a person may see of an error."""
    return "\n".join(
        ["".join(traceback.format_exception(error)), str(error), repr(error), repr(error.args)]
    )


def test_there_are_secrets_both_ways() -> None:
    assert SENT
    assert any(status == operation.success for operation, status, _, _ in RECEIVED.values())
    assert any(status != operation.success for operation, status, _, _ in RECEIVED.values())


@pytest.mark.parametrize("sender", [Sender, AsyncSender])
@pytest.mark.parametrize(("operation", "body"), SENT)
def test_a_secret_that_is_sent_is_shown_nowhere(
    operation: Operation,
    body: Any,
    sender: type[Sender],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    send = sender()
    send.generated = generated = GeneratedOperation(operation)
    case = valid_case(operation)
    case.body = body
    arguments = generated.arguments(case)
    received: list[str] = []

    def repeat(request: httpx.Request) -> httpx.Response:
        received.append(request.content.decode())
        return httpx.Response(418, text=f"no, {request.content.decode()}")

    client = client_over(httpx.MockTransport(repeat))
    monkeypatch.setattr(send, "example", lambda _: arguments)
    with caplog.at_level(logging.DEBUG):
        response = send(client)
        with pytest.raises(errors.NotUnderstoodError) as caught:
            send.short(client)
    send.close()
    request = generated.build(arguments)
    assert all(CANARY in content for content in received)
    assert CANARY.encode() not in response.content
    shown = [repr(arguments["body"]), repr(request), repr(response), repr(client), caplog.text]
    assert CANARY not in "\n".join([*shown, texts_of(caught.value)])
    assert CANARY.encode() not in pickle.dumps(caught.value)


@pytest.mark.parametrize("case", RECEIVED.values(), ids=RECEIVED)
def test_a_secret_that_is_received_is_not_shown(
    case: tuple[Operation, int, Any, str], caplog: pytest.LogCaptureFixture
) -> None:
    operation, status, body, name = case
    generated = GeneratedOperation(operation)
    arguments = generated.arguments(valid_case(operation))
    module: Any = generated.module
    whole = json.dumps(body)
    broken = whole[: whole.index(CANARY) + len(CANARY)]
    with caplog.at_level(logging.DEBUG):
        response = generated.call(client_over(always(status, json=body)), arguments)
        for content in (whole, broken):
            headers = {"content-type": JSON}
            client = client_over(always(status, content=content, headers=headers))
            if status != operation.success or content is broken:
                with pytest.raises(errors.ResponseError) as caught:
                    module.sync(client=client, **arguments)
                assert CANARY not in texts_of(caught.value)
                assert CANARY not in texts_of(pickle.loads(pickle.dumps(caught.value)))  # noqa: S301
    # Whoever asked for it gets it.
    assert getattr(response.parsed, python_name(name)) == CANARY
    assert CANARY not in repr(response) + repr(response.parsed) + caplog.text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('{"a": "s", "key": "x\\"y", "b": "s"}', '{"a": "s", "key": "***", "b": "s"}'),
        ('{"key":"x', '{"key":"***"'),
        ('{"key" : 12, "b": 1}', '{"key" : "***", "b": 1}'),
        ('{"key": {"b": 1}}', '{"key": {"b": 1}}'),
        ('{"keys": "x", "key": ""}', '{"keys": "x", "key": "***"}'),
        ('{"k.y": "x", "kay": "x"}', '{"k.y": "***", "kay": "x"}'),
    ],
)
def test_members_are_masked_by_their_names(text: str, shown: str) -> None:
    assert mask_members(text, ["key", "k.y"]) == shown
    assert mask_members(text, []) == text
