"""Every documented status and every named example, one by one, through the client."""

import asyncio
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.contract.documented import JSON, Answer, AnyCase, Operation
from tests.contract.generated import GeneratedOperation, Wire, as_json, client_over, model_named
from tests.contract.reporting import failure, shown


def valid_case(operation: Operation) -> AnyCase:
    """Return the case of the operation's own first examples."""
    located: dict[str, dict[str, Any]] = {"path": {}, "query": {}, "header": {}}
    for parameter in operation.parameters:
        if parameter.get("required"):
            located[parameter["in"]][parameter["name"]] = parameter["example"]
    body = operation.definition.get("requestBody")
    content = {}
    if body is not None:
        examples = operation.contract.follow(body)["content"][JSON]["examples"]
        content = {"body": next(iter(examples.values()))["value"], "media_type": JSON}
    return operation.tested.Case(
        path_parameters=located["path"],
        query=located["query"],
        headers=located["header"],
        **content,
    )


def served(value: Any, schema: dict[str, Any], base_url: str) -> Any:
    """Return the predicate's view of an example: links lead to the mock, all else is the same."""
    if not isinstance(value, dict):
        return value
    links = {
        name
        for name, property_ in schema.get("properties", {}).items()
        if property_.get("x-mock", {}).get("link")
    }
    return {
        name: served_link(item, base_url) if name in links else item for name, item in value.items()
    }


def served_link(link: str, base_url: str) -> str:
    """Return where the mock serves the file of a link: on itself, under the same last part."""
    if not link.startswith(("http://", "https://")):
        return link
    origin = "{0.scheme}://{0.netloc}/media".format(urlsplit(base_url))
    return f"{origin}/…/{urlsplit(link).path.rsplit('/', 1)[1]}"


def shortened(value: Any, base_url: str) -> Any:
    """Return a served value with the folder of its links left out, which is the mock's affair."""
    if isinstance(value, dict):
        return {name: shortened(item, base_url) for name, item in value.items()}
    if isinstance(value, str) and value.startswith(f"{base_url}/media/"):
        return f"{base_url}/media/…/{value.rsplit('/', 1)[1]}"
    return value


@pytest.mark.parametrize("twin", ["sync", "async"])
def test_the_client_understands_every_documented_answer(
    operation: Operation, answer: Answer, generated: GeneratedOperation, base_url: str, twin: str
) -> None:
    wire = Wire()
    client = client_over(wire, base_url, headers=answer.prefer)
    case = valid_case(operation)
    arguments = generated.arguments(case)
    if twin == "sync":
        response = generated.call(client, arguments)
    else:
        response = asyncio.run(generated.call_async(client, arguments))

    def told(expected: Any) -> str:
        return failure(
            sent=f"{wire.request.method} with {answer.prefer}",
            received=f"{shown(wire.response)}, parsed as {response.parsed!r}",
            expected=expected,
            fix="compare the example in openapi.yaml with the mock's answer and the parser",
            case=case,
        )

    assert response.status_code == answer.status, told(answer.status)
    operation.tested.validate_response(wire.response)

    if answer.media_type is None:
        assert response.parsed is None, told("nothing, as the answer has no content")
        assert wire.response.content == b"", told("an empty body")
        return
    media_type = wire.response.headers["content-type"].split(";")[0]
    assert media_type == answer.media_type, told(answer.media_type)
    if answer.media_type != JSON:
        assert response.parsed == answer.value, told(answer.value)
        return
    name = operation.schema_name(answer.status)
    if name:
        assert isinstance(response.parsed, model_named(name)), told(f"a {name}")
    assert answer.schema is not None
    expected = served(answer.value, answer.schema, base_url)
    assert shortened(as_json(response.parsed), base_url) == expected, told(expected)


def test_every_documented_status_has_an_answer(operation: Operation) -> None:
    assert {answer.status for answer in operation.answers()} == set(operation.statuses)
